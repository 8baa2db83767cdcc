import { setTimeout as pause } from 'node:timers/promises';
import type { EngineView, FeedStatus } from './contract';
import { compareRecords, readRecord, readRecords } from './record';
import type { EngineRecord } from './record';
import { readEvents } from './sse-reader';

const POLL_EVERY_MS = 1000;
/** Polls between two tries to get the event stream. */
const POLLS_PER_TRY = 5;
const HEADERS_WITHIN_MS = 5000;
const ASKED_AT_ONCE = 200;
const KEPT_PER_LINK = 250;
const WAITING: FeedStatus = { mode: 'waiting', sentence: 'Waiting for the product to answer.' };

interface Watched {
  records: EngineRecord[];
  readonly listeners: Set<(fresh: readonly EngineRecord[]) => void>;
}

/**
 * The product's records of the links somebody looks at: from its event stream, and from a poll each
 * second while the stream is not to be had. It keeps what it has read, so a second page starts full.
 */
export class EngineFeed {
  readonly #engine: EngineView;
  readonly #links = new Map<string, Watched>();
  readonly #statusListeners = new Set<(status: FeedStatus) => void>();
  readonly #closing = new AbortController();
  #status: FeedStatus = WAITING;
  #isStreaming = false;

  constructor(engine: EngineView) {
    this.#engine = engine;
    void this.#run();
  }

  get status(): FeedStatus {
    return this.#status;
  }

  onStatus(listener: (status: FeedStatus) => void): () => void {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  }

  /** Records known so far, oldest first. */
  records(linkId: string): readonly EngineRecord[] {
    return this.#links.get(linkId)?.records ?? [];
  }

  /** Calls back with records that are new or have changed; the answer ends it. */
  watch(linkId: string, listener: (fresh: readonly EngineRecord[]) => void): () => void {
    const known = this.#links.get(linkId);
    const watched = known ?? { records: [], listeners: new Set() };
    this.#links.set(linkId, watched);
    watched.listeners.add(listener);
    if (!known) void this.#poll(linkId).catch((error: unknown) => this.#fail(error));
    return () => watched.listeners.delete(listener);
  }

  close(): void {
    this.#closing.abort();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.#stream().catch((error: unknown) => this.#fail(error));
      for (let round = 0; round < POLLS_PER_TRY; round++) {
        await this.#pollAll().catch((error: unknown) => this.#fail(error));
        await pause(POLL_EVERY_MS, undefined, { signal: this.#closing.signal, ref: false }).catch(
          () => undefined,
        );
        if (this.#closing.signal.aborted) return;
      }
    }
  }

  /** Returns when the stream has ended or is not offered. */
  async #stream(): Promise<void> {
    const gaveUp = new AbortController();
    const timer = setTimeout(() => gaveUp.abort(), HEADERS_WITHIN_MS);
    const signal = AbortSignal.any([this.#closing.signal, gaveUp.signal]);
    const response = await this.#get('/api/v1/events', 'text/event-stream', signal).finally(() =>
      clearTimeout(timer),
    );
    const type = response.headers.get('content-type') ?? '';
    if (!response.ok || !response.body || !type.includes('text/event-stream')) {
      await response.body?.cancel();
      return;
    }
    // What happened before the stream was open is read once; from here on nothing is missed.
    await this.#pollAll();
    this.#isStreaming = true;
    this.#say({ mode: 'live', sentence: 'Live' });
    try {
      for await (const { event, data } of readEvents(response.body)) {
        if (event === 'record') await this.#takeEvent(data);
      }
    } finally {
      this.#isStreaming = false;
      this.#say(WAITING);
    }
  }

  async #takeEvent(data: string): Promise<void> {
    const value = parse(data);
    const record = readRecord(value);
    const linkId = record?.linkId ?? linkIdOf(value);
    if (record && linkId) this.#take(linkId, [record]);
    else if (linkId && this.#links.has(linkId)) await this.#poll(linkId);
  }

  async #pollAll(): Promise<void> {
    for (const linkId of this.#links.keys()) await this.#poll(linkId);
  }

  async #poll(linkId: string): Promise<void> {
    const last = this.#links.get(linkId)?.records.at(-1)?.id;
    const query = new URLSearchParams({ limit: String(ASKED_AT_ONCE) });
    if (last !== undefined) query.set('after', last);
    const path = `/api/v1/links/${encodeURIComponent(linkId)}/records?${query.toString()}`;
    const response = await this.#get(path, 'application/json', this.#closing.signal);
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`it answers ${response.status}`);
    }
    this.#take(linkId, readRecords(await response.json()));
    if (!this.#isStreaming) this.#say({ mode: 'polling', sentence: 'Each second' });
  }

  async #get(path: string, accept: string, signal: AbortSignal): Promise<Response> {
    const token = await this.#engine.token();
    return fetch(new URL(path, this.#engine.apiUrl), {
      headers: { accept, authorization: `Bearer ${token}` },
      signal,
    });
  }

  #take(linkId: string, fresh: readonly EngineRecord[]): void {
    const watched = this.#links.get(linkId);
    if (!watched || fresh.length === 0) return;
    const byId = new Map([...watched.records, ...fresh].map((record) => [record.id, record]));
    watched.records = [...byId.values()].sort(compareRecords).slice(-KEPT_PER_LINK);
    for (const listener of watched.listeners) listener(fresh);
  }

  #fail(error: unknown): void {
    if (this.#closing.signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    const why = reason.startsWith('it answers') ? reason : 'it cannot be reached';
    this.#say({ mode: 'down', sentence: `The product gives no records: ${why}. Trying again.` });
  }

  #say(status: FeedStatus): void {
    if (status.mode === this.#status.mode && status.sentence === this.#status.sentence) return;
    this.#status = status;
    for (const listener of this.#statusListeners) listener(status);
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}

function linkIdOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('linkId' in value)) return undefined;
  return typeof value.linkId === 'string' ? value.linkId : undefined;
}
