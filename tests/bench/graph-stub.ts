/** A Graph that answers at once and notes when the first write for a person arrived. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GraphStub {
  readonly url: string;
  /** Writes answered so far. */
  writes(): number;
  /** Ends with the instant (performance.now) at which the next write for the person arrives. */
  nextWrite(personId: string): Promise<number>;
  close(): Promise<void>;
}

export async function startGraphStub(): Promise<GraphStub> {
  const waiting = new Map<string, (at: number) => void>();
  const shown = new Map<string, string>();
  let writes = 0;
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    const person = /\/users\/([^/?]+)/.exec(url)?.[1] ?? '';
    if (url.includes('getPresencesByUserId')) return readMany(request, response, shown);
    if (request.method === 'GET')
      return reply(response, {
        id: person,
        displayName: person,
        userPrincipalName: `${person}@meadowbank.example`,
      });
    writes += 1;
    waiting.get(person)?.(performance.now());
    waiting.delete(person);
    collect(request, (body) => {
      if (/set\w*Presence/.test(url)) shown.set(person, availabilityIn(body) ?? 'Available');
      response.writeHead(200);
      response.end();
    });
  });
  await listen(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    writes: () => writes,
    nextWrite: (personId) => new Promise((resolve) => void waiting.set(personId, resolve)),
    close: () => close(server),
  };
}

function readMany(
  request: IncomingMessage,
  response: ServerResponse,
  shown: ReadonlyMap<string, string>,
): void {
  collect(request, (body) => {
    const { ids } = JSON.parse(body) as { readonly ids: readonly string[] };
    const value = ids.map((id) => {
      const word = shown.get(id) ?? 'Available';
      return { id, availability: word, activity: word };
    });
    reply(response, { value });
  });
}

function availabilityIn(body: string): string | undefined {
  return /"availability":"(\w+)"/.exec(body)?.[1];
}

function collect(request: IncomingMessage, done: (body: string) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => (body += part));
  request.on('end', () => done(body));
}

function reply(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

export async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
