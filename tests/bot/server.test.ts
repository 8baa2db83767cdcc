import { connect } from 'node:net';
import type { DoorRequest, Route } from '../../src/doors/door';
import { startHost } from '../../bot/server';
import type { Host } from '../../bot/server';

let host: Host;
let seen: DoorRequest[];
let failures: unknown[];
let streams: { send: (text: string) => void; end: () => void; left: boolean }[];

const routes: readonly Route[] = [
  route('POST', '/hooks/:id', async (request) => {
    seen.push(request);
    return { status: 202, headers: { 'content-type': 'application/json' }, body: '{}' };
  }),
  route('GET', '/hooks/:id', async () => ({ status: 204, headers: { etag: '"a"' }, body: '' })),
  route('PUT', '/broken', async () => Promise.reject(new Error('a secret detail'))),
  route('GET', '/stream', async () => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: '',
    stream: (sink) => {
      const stream = { ...sink, left: false };
      streams.push(stream);
      sink.send('hello\n\n');
      return () => void (stream.left = true);
    },
  })),
];

function route(method: Route['method'], path: string, door: Route['door']): Route {
  return { method, path, maxBytes: 1_000, door };
}

beforeEach(async () => {
  [seen, failures, streams] = [[], [], []];
  host = await startHost({
    routes,
    port: 0,
    host: '127.0.0.1',
    isHttps: false,
    onFailure: (error) => void failures.push(error),
  });
});
afterEach(() => host.close());

test('a door gets raw bytes, path, query and headers as they came', async () => {
  const body = Buffer.from([0, 255, 13, 10, 123]);
  const answer = await fetch(`${host.url}/hooks/a%20b?validationToken=x%2By+z&n=1&n=2`, {
    method: 'POST',
    headers: { 'Vonage-Signature': 'token', 'content-type': 'application/cloudevents+json' },
    body,
  });
  expect(answer.status).toBe(202);
  expect(seen[0]).toMatchObject({
    method: 'POST',
    params: { id: 'a b' },
    headers: { 'vonage-signature': 'token', 'content-type': 'application/cloudevents+json' },
  });
  expect(seen[0]?.rawBody).toEqual(body);
  expect(seen[0]?.query.get('validationToken')).toBe('x+y z');
  expect(seen[0]?.query.getAll('n')).toEqual(['1', '2']);
});

test('of a body above the limit the door gets enough to tell, and the sender an answer', async () => {
  const body = Buffer.alloc(3_000_000, 65);
  const answer = await fetch(`${host.url}/hooks/x`, { method: 'POST', body });
  expect(answer.status).toBe(202);
  expect(seen[0]?.rawBody.length).toBeGreaterThan(1_000);
  expect(seen[0]?.rawBody.length).toBeLessThan(200_000);
});

test('every answer has the headers that keep browsers from misusing it', async () => {
  const answer = await fetch(`${host.url}/hooks/x`);
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    etag: '"a"',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
});

test.each([
  ['an unknown address', 'GET', '/nowhere', 404, 'not-found'],
  ['an unknown method', 'DELETE', '/hooks/x', 405, 'method-not-allowed'],
  ['a path that is none', 'GET', '/hooks/%E0%A4%A', 404, 'not-found'],
  ['a door that broke', 'PUT', '/broken', 500, 'internal'],
])('%s is answered as a problem', async (_case, method, path, status, code) => {
  const answer = await fetch(`${host.url}${path}`, { method });
  const text = await answer.text();
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(JSON.parse(text)).toMatchObject({ status, code });
  expect(text).not.toContain('secret');
  expect(failures).toHaveLength(status === 500 ? 1 : 0);
});

test('a stream is written as it comes and left when the reader hangs up', async () => {
  const quit = new AbortController();
  const answer = await fetch(`${host.url}/stream`, { signal: quit.signal });
  const reader = answer.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('hello\n\n');
  streams[0]?.send('again\n\n');
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('again\n\n');
  quit.abort();
  while (!streams[0]?.left) await new Promise((resolve) => setImmediate(resolve));
  streams[0].send('to nobody');
  expect(failures).toEqual([]);
});

test('a stream ends when its door ends it, and when the host closes', async () => {
  const [first, second] = await Promise.all([
    fetch(`${host.url}/stream`),
    fetch(`${host.url}/stream`),
  ]);
  streams[0]?.end();
  await Promise.race([first.text(), second.text()]);
  await host.close();
  for (const { body } of [first, second]) await body?.cancel().catch(() => undefined);
  expect(streams.map(({ left }) => left)).toEqual([true, true]);
});

test('a sender that hangs up in the middle of a body does no harm', async () => {
  const { port } = new URL(host.url);
  const socket = connect(Number(port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('POST /hooks/x HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nhalf');
  await new Promise((resolve) => setImmediate(resolve));
  socket.destroy();
  expect((await fetch(`${host.url}/hooks/x`)).status).toBe(204);
  expect(seen).toEqual([]);
});

test('a port that is taken is told, not thrown at the process', async () => {
  const port = Number(new URL(host.url).port);
  const options = { routes, port, host: '127.0.0.1', isHttps: false };
  const again = startHost({ ...options, onFailure: () => undefined });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
