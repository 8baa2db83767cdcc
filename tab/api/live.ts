/** Records as they come: server-sent events, taken up again after a drop. */
import { every } from '../browser/browser';
import { ApiProblem } from './client';
import type { ApiClient } from './client';
import type { RecordView } from './types';

export type LiveState = 'live' | 'polling';

export interface Live {
  readonly api: ApiClient;
  readonly linkId: string;
  readonly onRecord: (record: RecordView) => void;
  readonly onState: (state: LiveState) => void;
  /** Asked for again and again while there is no stream. */
  readonly poll: () => void;
  /** An error that trying again cannot mend. */
  readonly onEnd: (error: unknown) => void;
}

const POLL_MS = 3_000;
/** A silent stream is dead: a heartbeat comes every fifteen seconds. */
const SILENCE_MS = 40_000;

/** Follows until the answer is called. */
export function followRecords(live: Live): () => void {
  const left = new AbortController();
  void follow(live, left.signal);
  return () => left.abort();
}

async function follow(live: Live, left: AbortSignal): Promise<void> {
  let last: string | null = null;
  while (!left.aborted) {
    try {
      await readStream(live, { last, left, keep: (id) => (last = id) });
    } catch (error) {
      if (left.aborted) return;
      if (isFinal(error)) return live.onEnd(error);
    }
    if (left.aborted) return;
    live.onState('polling');
    live.poll();
    await pause(POLL_MS, left);
  }
}

/** Too early, too slow, too often: refused for now. */
const FOR_NOW: ReadonlySet<number> = new Set([408, 425, 429]);

/** A refusal stays a refusal; a stream that breaks off is the network's doing. */
function isFinal(error: unknown): boolean {
  if (error instanceof ApiProblem) {
    return error.status >= 400 && error.status < 500 && !FOR_NOW.has(error.status);
  }
  return error instanceof Error && error.name === 'SignInError';
}

interface Reading {
  readonly last: string | null;
  readonly left: AbortSignal;
  readonly keep: (id: string) => void;
}

async function readStream(live: Live, { last, left, keep }: Reading): Promise<void> {
  const attempt = new AbortController();
  const end = (): void => attempt.abort();
  left.addEventListener('abort', end, { once: true });
  let silence = setTimeout(end, SILENCE_MS);
  // Until it speaks it is none: a proxy may hold back the answer, or what stands in it.
  const stopAsking = every(POLL_MS, () => {
    live.onState('polling');
    live.poll();
  });
  try {
    const answer = await live.api.open({
      method: 'GET',
      path: `/events?linkId=${encodeURIComponent(live.linkId)}`,
      headers: last === null ? {} : { 'last-event-id': last },
      signal: attempt.signal,
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    let hasSpoken = false;
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      clearTimeout(silence);
      silence = setTimeout(end, SILENCE_MS);
      if (!hasSpoken) {
        hasSpoken = true;
        stopAsking();
        live.onState('live');
        // What happened before the stream stood is read once.
        live.poll();
      }
      const events = (text + part.value).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) take(event, live, keep);
    }
  } catch (error) {
    if (attempt.signal.aborted && !left.aborted) return;
    throw error;
  } finally {
    stopAsking();
    clearTimeout(silence);
    left.removeEventListener('abort', end);
  }
}

function take(event: string, live: Live, keep: (id: string) => void): void {
  const lines = event.split('\n');
  const field = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = field('data');
  if (field('event') !== 'record' || data === undefined) return;
  const id = field('id');
  if (id !== undefined) keep(id);
  live.onRecord(JSON.parse(data) as RecordView);
}

function pause(ms: number, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    left.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
