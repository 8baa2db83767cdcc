import { createBackoff } from '../../../src/clients/pipeline/backoff';
import type { Call, Reply, Waiting } from '../../../src/clients/pipeline/exchange';
import type { Grant, Pace, PaceAsk } from '../../../src/clients/pipeline/pace';
import { pacing } from '../../../src/clients/pipeline/pace-step';
import { silentEvents } from '../../../src/runtime/events';
import { createHandClock, turn } from '../hand-clock';

const ANSWER: Reply = { kind: 'answer', status: 200, headers: {}, text: '' };
const SUPERSEDED = {
  kind: 'stop',
  failure: { kind: 'retry', afterMs: 0, reason: 'superseded', unsent: 'superseded' },
};

let asked: PaceAsk[];
let sent: number;

beforeEach(() => {
  asked = [];
  sent = 0;
});

/** Makes the call with a pace that answers so. */
function send(grant: (signal: AbortSignal) => Promise<Grant>, waiting: Waiting): Promise<Reply> {
  const clock = createHandClock();
  const pace: Pace = {
    take: (ask, signal) => {
      asked.push(ask);
      return grant(signal);
    },
    pause: () => undefined,
  };
  const call: Call = {
    side: 'graph',
    name: 'setPresence',
    effect: 'write',
    method: 'POST',
    url: 'http://127.0.0.1/',
    paceKey: 'graph:meadow',
    priority: 'change',
    waiting,
  };
  const step = pacing({ pace, clock, backoff: createBackoff({ clock }), events: silentEvents });
  const exchange = step(() => {
    sent += 1;
    return Promise.resolve(ANSWER);
  });
  return exchange(call, new AbortController().signal);
}

const after = (waitedMs: number) => (): Promise<Grant> => Promise.resolve({ ok: true, waitedMs });

/** Waits until it is told to leave. */
const forEver = (signal: AbortSignal): Promise<Grant> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ ok: false, afterMs: 700 }));
  });

it('[TN5] says since when the work has been waiting', async () => {
  expect(await send(after(0), { since: 17 })).toEqual(ANSWER);
  expect(asked).toEqual([{ key: 'graph:meadow', priority: 'change', since: 17 }]);
});

it('[TN5] leaves the line at once when something newer has taken its place', async () => {
  const over = new AbortController();
  const reply = send(forEver, { givesWay: over.signal });
  await turn();
  over.abort();
  expect(await reply).toEqual(SUPERSEDED);
  expect(sent).toBe(0);
});

it('[TN5] looks once more after a wait, since another process may have heard of something', async () => {
  const isStillWanted = (): Promise<boolean> => Promise.resolve(false);
  expect(await send(after(400), { isStillWanted })).toEqual(SUPERSEDED);
  expect(sent).toBe(0);
});

it('does not look where nothing was waited for', async () => {
  const isStillWanted = jest.fn(() => Promise.resolve(false));
  expect(await send(after(3), { isStillWanted })).toEqual(ANSWER);
  expect(isStillWanted).not.toHaveBeenCalled();
});

it('[TN5] tells a long line from trouble', async () => {
  const reply = await send(() => Promise.resolve({ ok: false, afterMs: 12.2 }), {});
  const failure = { kind: 'retry', afterMs: 13, reason: 'no budget', unsent: 'no-budget' };
  expect(reply).toEqual({ kind: 'stop', failure });
});
