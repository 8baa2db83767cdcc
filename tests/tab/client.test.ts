import { ApiProblem, createApiClient } from '../../tab/api/client';

/** What was sent, each answered by hand, and called off as `fetch` is. */
function network() {
  const sent: RequestInit[] = [];
  const answers: (Response | 'nothing')[] = [];
  global.fetch = (_, init = {}) => {
    sent.push(init);
    const answer = answers.shift() ?? 'nothing';
    if (answer !== 'nothing') return Promise.resolve(answer);
    return new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });
  };
  return { sent, answers };
}

const { fetch } = global;
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  global.fetch = fetch;
  jest.useRealTimers();
});

const GET = { method: 'GET', path: '/me/link' } as const;
/** What became of it so far. */
function watch(call: Promise<unknown>): { end: unknown } {
  const seen: { end: unknown } = { end: 'under way' };
  call.then(
    () => (seen.end = 'answered'),
    (error: unknown) => (seen.end = error),
  );
  return seen;
}

test('[TB13] a call that nobody answers ends after twenty seconds as one that arrived nowhere we know', async () => {
  network();
  const seen = watch(createApiClient(async () => 'a token').call(GET));
  await jest.advanceTimersByTimeAsync(19_000);
  expect(seen.end).toBe('under way');
  await jest.advanceTimersByTimeAsync(1_000);
  expect(seen.end).toEqual(new ApiProblem('unreachable', 0));
});

test('[TB13] so does one whose answer breaks off in the middle, and one for which Teams gives no token', async () => {
  const { answers } = network();
  const body = new ReadableStream<Uint8Array>({ start: () => undefined });
  answers.push(new Response(body));
  const broken = watch(createApiClient(async () => 'a token').call(GET));
  const unsigned = watch(createApiClient(() => new Promise(() => undefined)).call(GET));
  await jest.advanceTimersByTimeAsync(20_000);
  expect([broken.end, unsigned.end]).toEqual([
    new ApiProblem('unreachable', 0),
    new ApiProblem('unreachable', 0),
  ]);
});

test('[TB5] a stream is called off by who reads it, and by no clock of ours', async () => {
  const { sent } = network();
  const left = new AbortController();
  const api = createApiClient(async () => 'a token');
  const seen = watch(api.open({ method: 'GET', path: '/events', signal: left.signal }));
  await jest.advanceTimersByTimeAsync(60_000);
  expect([seen.end, sent.length]).toEqual(['under way', 1]);
  left.abort();
  await jest.advanceTimersByTimeAsync(0);
  expect(seen.end).toMatchObject({ name: 'AbortError' });
});

test('[TB2] asks for a fresh token once where the one it has is not taken', async () => {
  const { answers, sent } = network();
  answers.push(new Response('', { status: 401 }), new Response('{"id":"clover"}'));
  const fresh: boolean[] = [];
  const api = createApiClient(async (isFresh) => `token ${fresh.push(isFresh)}`);
  expect(await api.call(GET)).toEqual({ id: 'clover' });
  expect(fresh).toEqual([false, true]);
  expect(sent.map(({ headers }) => headers)).toEqual([
    { authorization: 'Bearer token 1' },
    { authorization: 'Bearer token 2' },
  ]);
});
