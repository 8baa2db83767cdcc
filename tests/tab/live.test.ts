import { followRecords } from '../../tab/api/live';
import type { Live } from '../../tab/api/live';
import { ApiProblem } from '../../tab/api/client';
import type { ApiClient, Call } from '../../tab/api/client';

/** A service whose streams are written by hand. */
function service() {
  const calls: Call[] = [];
  const answers: (ReadableStream<Uint8Array> | Error)[] = [];
  const told: string[] = [];
  const api: ApiClient = {
    call: () => Promise.reject(new Error('Nobody calls here.')),
    open: (call) => {
      calls.push(call);
      const answer = answers.shift() ?? new Error('unexpected');
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(new Response(answer));
    },
  };
  const live: Live = {
    api,
    linkId: 'a link',
    onRecord: ({ id }) => told.push(`record ${id}`),
    onState: (state) => told.push(state),
    poll: () => told.push('poll'),
    onEnd: (error) => told.push(`end ${String(error instanceof ApiProblem && error.code)}`),
  };
  return { calls, answers, told, live };
}

const event = (id: number): string => `event: record\nid: ${id}\ndata: {"id":"${id}"}\n\n`;

/** Parts as the network cuts them; then it ends, or breaks off. */
function stream(parts: readonly string[], end: 'ends' | 'breaks'): ReadableStream<Uint8Array> {
  const rest = [...parts];
  return new ReadableStream({
    pull: (controller) => {
      const part = rest.shift();
      if (part !== undefined) controller.enqueue(new TextEncoder().encode(part));
      else if (end === 'ends') controller.close();
      else controller.error(new TypeError('network error'));
    },
  });
}

/** Says this much, and then nothing more. */
const stillStream = (text = ''): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      if (text !== '') controller.enqueue(new TextEncoder().encode(text));
    },
  });

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** What is under way comes to rest; the pause between two attempts is over. */
async function next(ms = 0): Promise<void> {
  await jest.advanceTimersByTimeAsync(ms);
}

test.each(['ends', 'breaks'] as const)(
  '[TB5] goes on after the last record it has seen when the stream %s',
  async (end) => {
    const { calls, answers, told, live } = service();
    const whole = `retry: 2000\n\n: still here\n\n${event(7)}${event(8)}`;
    answers.push(stream([whole.slice(0, 45), whole.slice(45)], end), stream([event(9)], 'ends'));
    const leave = followRecords(live);
    await next();
    expect(told).toEqual(['live', 'poll', 'record 7', 'record 8', 'polling', 'poll']);
    await next(3_000);
    leave();
    expect(calls.map(({ path, headers }) => [path, headers])).toEqual([
      ['/events?linkId=a%20link', {}],
      ['/events?linkId=a%20link', { 'last-event-id': '8' }],
    ]);
    expect(told.slice(6, 9)).toEqual(['live', 'poll', 'record 9']);
  },
);

test('[TB5] asks every three seconds while nobody answers', async () => {
  const { answers, told, live } = service();
  answers.push(...[1, 2, 3].map(() => new ApiProblem('unreachable', 0)));
  const leave = followRecords(live);
  await next();
  await next(3_000);
  leave();
  await next(30_000);
  expect(told).toEqual(['polling', 'poll', 'polling', 'poll']);
});

test('[TB5] gives up a stream that is silent for longer than a heartbeat takes', async () => {
  const { calls, answers, live, told } = service();
  const silent = stillStream('retry: 2000\n\n');
  answers.push(silent, stream([], 'ends'));
  const leave = followRecords({
    ...live,
    api: {
      ...live.api,
      // As `fetch` does: aborting ends what is being read.
      open: async (call) => {
        const answer = await live.api.open(call);
        call.signal?.addEventListener('abort', () => told.push('aborted'));
        return answer;
      },
    },
  });
  await next(39_000);
  expect(told.slice(0, 2)).toEqual(['live', 'poll']);
  expect(told).not.toContain('aborted');
  await next(1_000);
  // Before anybody leaves, which would call it off as well.
  expect([told.slice(0, 3), calls.length]).toEqual([['live', 'poll', 'aborted'], 1]);
  leave();
});

test('[TB5] does not ask again for what was refused', async () => {
  const { calls, answers, told, live } = service();
  answers.push(new ApiProblem('not-found', 404));
  followRecords(live);
  await next(60_000);
  expect([told, calls.length]).toEqual([['end not-found'], 1]);
});

test('[TB5] asks every three seconds while a stream is opened and says nothing, as behind a proxy that keeps it back', async () => {
  const { answers, told, live } = service();
  answers.push(stillStream());
  const leave = followRecords(live);
  await next(7_000);
  leave();
  expect(told).toEqual(['polling', 'poll', 'polling', 'poll']);
});

test('[TB5] asks every three seconds while nobody answers the opening of the stream', async () => {
  const { told, live } = service();
  const open = () => new Promise<Response>(() => undefined);
  const leave = followRecords({ ...live, api: { ...live.api, open } });
  await next(7_000);
  leave();
  expect(told).toEqual(['polling', 'poll', 'polling', 'poll']);
});

test.each([408, 425, 429])(
  '[TB5] asks again for what was refused for now alone (%s)',
  async (status) => {
    const { calls, answers, told, live } = service();
    answers.push(new ApiProblem('too-many-requests', status), stream(['retry: 2000\n\n'], 'ends'));
    const leave = followRecords(live);
    await next();
    await next(3_000);
    leave();
    expect(told.slice(0, 4)).toEqual(['polling', 'poll', 'live', 'poll']);
    expect(calls).toHaveLength(2);
  },
);
