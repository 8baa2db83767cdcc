/** The service as pages see it, moved by hand: what it holds, and what each call does. */
import { ReadableStream, TextDecoderStream } from 'node:stream/web';
import { TextEncoder } from 'node:util';
import { ApiProblem } from '../../tab/api/client';
import type { ApiClient, Call } from '../../tab/api/client';
import type { Calls, Tagged } from '../../tab/api/calls';
import type { JoiningCalls } from '../../tab/api/joining';
import type { LinkDetails, LinkView, Preferences, RecordView } from '../../tab/api/types';
import { NOON, situation } from './situations';
import type { Changes } from './situations';

// Browsers have it; jsdom does not.
Object.assign(globalThis, { TextDecoderStream });

type Push = ReadableStreamDefaultController<Uint8Array>;
interface ReadableStreamDefaultController<T> {
  enqueue(chunk: T): void;
  close(): void;
  error(reason: unknown): void;
}

export interface HandService {
  readonly calls: Calls;
  /** Every call in order: `getMyLink`, `orderState lunch`. */
  readonly asked: string[];
  /** Headers of every attempt to open the stream of records. */
  readonly streams: Readonly<Record<string, string>>[];
  link: LinkView;
  details: LinkDetails;
  records: RecordView[];
  preferences: Tagged<Preferences>;
  /** Calls of this name fail until it is taken back. */
  fail(name: string, problem?: ApiProblem): () => void;
  set(changes: Changes): void;
  /** Sends a record down the stream; false: nobody listens. */
  send(record: RecordView): boolean;
  /** Ends the stream as a network does. */
  drop(): void;
  /** False: the next streams cannot be opened. */
  hasStream: boolean;
}

export const FAR = new ApiProblem('unreachable', 0);

export function createService(changes: Changes = {}, joining: Partial<JoiningCalls> = {}) {
  const failures = new Map<string, ApiProblem>();
  let push: Push | null = null;
  const answer = async <T>(name: string, value: () => T, about = ''): Promise<T> => {
    service.asked.push(about === '' ? name : `${name} ${about}`);
    const failure = failures.get(name);
    if (failure) throw failure;
    return value();
  };
  const ordered = (name: string, about = '') =>
    answer(name, () => ({ orderId: 'o', at: NOON + 5 }), about);
  const client: ApiClient = {
    call: () => Promise.reject(new Error('Nobody calls here.')),
    open: async ({ headers = {}, signal }: Call) => {
      service.streams.push(headers);
      if (!service.hasStream) throw FAR;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          push = controller;
          controller.enqueue(new TextEncoder().encode('retry: 2000\n\n'));
        },
      });
      signal?.addEventListener('abort', () => {
        push = null;
      });
      return { ok: true, body } as unknown as Response;
    },
  };
  const service: HandService = {
    asked: [],
    streams: [],
    hasStream: true,
    records: [],
    preferences: { value: { posts: 'problems', language: null }, etag: '"1"' },
    ...situation(changes),
    fail: (name, problem = FAR) => {
      failures.set(name, problem);
      return () => failures.delete(name);
    },
    set: (more) => void Object.assign(service, situation(more)),
    send: (record) => {
      service.records = [record, ...service.records];
      const text = `event: record\nid: ${record.id}\ndata: ${JSON.stringify(record)}\n\n`;
      push?.enqueue(new TextEncoder().encode(text));
      return push !== null;
    },
    drop: () => {
      push?.error(new TypeError('network error'));
      push = null;
    },
    calls: {
      client,
      joining: joining as JoiningCalls,
      getMyLink: () => answer('getMyLink', () => service.link),
      getDetails: () => answer('getDetails', () => service.details),
      listRecords: (_, { after, before }) =>
        answer('listRecords', () =>
          service.records.filter(
            ({ id }) =>
              (after === undefined || BigInt(id) > BigInt(after)) &&
              (before === undefined || BigInt(id) < BigInt(before)),
          ),
        ),
      orderState: (_, presenceId) => ordered('orderState', presenceId),
      pause: (_, until) => ordered('pause', String(until)),
      resume: () => ordered('resume'),
      showAgentState: () => ordered('showAgentState'),
      unlink: () => ordered('unlink'),
      getPreferences: () => answer('getPreferences', () => service.preferences),
      putPreferences: ({ value, etag }) =>
        answer(
          'putPreferences',
          () => {
            if (etag !== service.preferences.etag) throw new ApiProblem('edited-meanwhile', 412);
            return (service.preferences = { value, etag: `"${Number(etag.slice(1, -1)) + 1}"` });
          },
          JSON.stringify(value),
        ),
    },
  };
  return service;
}
