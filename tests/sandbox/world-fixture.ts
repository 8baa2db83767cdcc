import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const LINK_ID = '11111111-2222-4333-8444-555555555555';

type Json = Readonly<Record<string, unknown>>;

/** The product's public API, as far as the world page reads it. */
export interface FakeEngine {
  readonly apiUrl: string;
  readonly asked: { readonly url: string; readonly authorization: string | undefined }[];
  token(): Promise<string>;
  /** Adds a record and sends it on the open streams. */
  tell(record: Json): void;
  /** From now on the stream is (not) offered, and open ones end. */
  offerStream(offered: boolean): void;
  fail(status: number | undefined): void;
  close(): Promise<void>;
}

export async function startFakeEngine(): Promise<FakeEngine> {
  const records: Json[] = [];
  const streams = new Set<ServerResponse>();
  const asked: { url: string; authorization: string | undefined }[] = [];
  let isStreaming = true;
  let failing: number | undefined;

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://engine.example');
    asked.push({ url: url.pathname + url.search, authorization: request.headers.authorization });
    if (failing) return refuse(response, failing);
    if (url.pathname === '/api/v1/events') {
      if (!isStreaming) return refuse(response, 404);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': hello\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const after = url.searchParams.get('after');
    const from = records.findIndex(({ id }) => id === after) + 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ records: records.slice(from) }));
  };

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}`,
    asked,
    token: () => Promise.resolve('sandbox-admin'),
    tell(record) {
      records.push(record);
      for (const stream of streams) {
        stream.write(`event: record\ndata: ${JSON.stringify(record)}\n\n`);
      }
    },
    offerStream(offered) {
      isStreaming = offered;
      if (offered) return;
      for (const stream of streams) stream.end();
      streams.clear();
    },
    fail(status) {
      failing = status;
      if (status) for (const stream of streams) stream.destroy();
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

let lastId = 100;

/** A turn that wrote to Teams after a change in VCC. */
export function wroteRecord(at: number, changes: Json = {}): Json {
  return {
    id: String(++lastId),
    linkId: LINK_ID,
    at,
    endedAt: at + 580,
    outcome: 'wrote',
    code: 'follow-vcc',
    title: 'Decided: show Away in Teams',
    sentence: 'Extended Away maps to Away. Newest change is yours, in VCC.',
    rules: ['WW2', 'MP1'],
    seen: [
      {
        side: 'vcc',
        kind: 'agent-state',
        at: at - 40,
        seenAt: at - 20,
        via: 'webhook',
        text: 'VCC says: Lunch',
        outcome: 'taken',
        code: 'newest',
        rules: [],
        sentence: 'agent.presencechanged.v1, signature good, first delivery',
      },
    ],
    wrote: [
      {
        side: 'teams',
        call: 'setUserPreferredPresence Away/Away',
        startedAt: at + 10,
        tookMs: 550,
        answer: '200, shows Away',
        ok: true,
        text: 'ends 11:58:02',
      },
    ],
    ...changes,
  };
}

/** A turn that recognised its own echo. */
export function droppedRecord(at: number): Json {
  return {
    ...wroteRecord(at),
    endedAt: at + 2,
    outcome: 'nothing',
    code: 'own-echo',
    title: 'Nothing to do',
    sentence: 'All of it was an echo.',
    rules: [],
    wrote: [],
    seen: [
      {
        side: 'teams',
        kind: 'presence',
        at,
        seenAt: at,
        via: 'sweep',
        text: 'Teams shows: Away',
        outcome: 'dropped',
        code: 'own-echo',
        rules: ['EC1'],
        sentence: 'Teams showed Away, which is what we had just set.',
      },
    ],
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end('{}');
}
