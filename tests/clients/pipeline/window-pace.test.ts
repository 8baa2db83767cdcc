import type { Priority } from '../../../src/clients/pipeline/exchange';
import type { Grant, Pace } from '../../../src/clients/pipeline/pace';
import { createWindowPace } from '../../../src/clients/pipeline/window-pace';
import { createHandClock, turn } from '../hand-clock';
import type { HandClock } from '../hand-clock';

let clock: HandClock;

function never(): AbortSignal {
  return new AbortController().signal;
}

beforeEach(() => {
  clock = createHandClock();
});

/** Patient, so that the order of a long line can be seen. */
function paceOf(requests: number, windowMs: number): Pace {
  const patient = { change: 60_000, sweep: 60_000, renewal: 60_000 };
  return createWindowPace({
    clock,
    budget: { requests, windowMs },
    marginMs: 0,
    maxWaitMs: patient,
    random: () => 0,
  });
}

/** Instants at which leave was given, from the start of the test. */
function watch(pace: Pace, many: number, priority: Priority = 'change', key = 'k'): number[] {
  const start = clock.now();
  const granted: number[] = [];
  for (let one = 0; one < many; one += 1) {
    void pace.take({ key, priority }, never()).then((grant) => {
      if (grant.ok) granted.push(clock.now() - start);
    });
  }
  return granted;
}

/** Most grants in any window. */
function densest(instants: readonly number[], windowMs: number): number {
  return Math.max(
    ...instants.map((at) => instants.filter((one) => one >= at && one < at + windowMs).length),
  );
}

describe('the pace of a key', () => {
  it('[TN5] never gives more leave in any window than the budget', async () => {
    const granted = watch(paceOf(20, 1_000), 100);
    await clock.advance(6_000);
    expect(granted).toHaveLength(100);
    expect([19, 20]).toContain(densest(granted, 1_000));
  });

  it('spends the whole budget when there is work for it', async () => {
    const granted = watch(paceOf(100, 1_000), 500);
    await clock.advance(5_000);
    expect(granted.length).toBeGreaterThan(0.97 * 500);
  });

  it('does not shut the door for the rest of the window after a burst', async () => {
    const granted = watch(paceOf(100, 10_000), 500);
    await clock.advance(40_000);
    const gaps = granted.slice(1).map((at, index) => at - (granted[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(250);
  });

  it('[TN5] serves changes first, then sweeps, then renewals', async () => {
    const pace = paceOf(1, 100);
    const order: Priority[] = [];
    const line = (priority: Priority): Promise<unknown> =>
      pace.take({ key: 'k', priority }, never()).then(() => order.push(priority));
    await pace.take({ key: 'k', priority: 'change' }, never());
    const all = [line('renewal'), line('sweep'), line('change'), line('change')];
    await clock.advance(1_000);
    await Promise.all(all);
    expect(order).toEqual(['change', 'change', 'sweep', 'renewal']);
  });

  it('[TN5] lets a sweep pass within seconds however many changes wait', async () => {
    const pace = paceOf(10, 1_000);
    watch(pace, 500, 'change');
    const sweeps = watch(pace, 15, 'sweep');
    await clock.advance(10_000);
    expect(sweeps).toHaveLength(15);
  });

  it('[TN1] keeps keys apart', async () => {
    const pace = paceOf(1, 10_000);
    await pace.take({ key: 'slow', priority: 'change' }, never());
    pace.pause('slow', clock.now() + 5_000);
    const other = watch(pace, 1, 'change', 'other');
    await turn();
    expect(other).toEqual([0]);
  });

  it('waits for the end of a pause and no longer', async () => {
    const pace = paceOf(10, 1_000);
    pace.pause('k', clock.now() + 2_128);
    const granted = watch(pace, 2);
    await clock.advance(5_000);
    expect(granted).toEqual([2_128, 2_128]);
  });

  it('stops those already waiting when a pause begins', async () => {
    const pace = paceOf(1, 1_000);
    await pace.take({ key: 'k', priority: 'change' }, never());
    const granted = watch(pace, 1);
    await clock.advance(500);
    pace.pause('k', clock.now() + 3_000);
    await clock.advance(5_000);
    expect(granted).toEqual([3_500]);
  });

  it('sends home at once those for whom waiting is hopeless', async () => {
    const pace = paceOf(1, 1_000);
    await pace.take({ key: 'k', priority: 'change' }, never());
    const waiting = pace.take({ key: 'k', priority: 'change' }, never());
    pace.pause('k', clock.now() + 90_000);
    const late = await pace.take({ key: 'k', priority: 'change' }, never());
    const both: Grant[] = [await waiting, late];
    // One after the other, and none before the end of the pause.
    expect(both).toEqual([
      { ok: false, afterMs: 90_000 + 800 },
      { ok: false, afterMs: 90_000 + 1_600 },
    ]);
  });

  it('gives the place of one who left to the next', async () => {
    const pace = paceOf(1, 1_000);
    await pace.take({ key: 'k', priority: 'change' }, never());
    const leaving = new AbortController();
    const left = pace.take({ key: 'k', priority: 'change' }, leaving.signal);
    const granted = watch(pace, 1);
    leaving.abort();
    expect(await left).toEqual({ ok: false, afterMs: 1_000 });
    await clock.advance(1_000);
    expect(granted).toEqual([1_000]);
  });

  it('sleeps for nobody when the line is empty', async () => {
    const pace = paceOf(1, 1_000);
    await pace.take({ key: 'k', priority: 'change' }, never());
    const leaving = new AbortController();
    const left = pace.take({ key: 'k', priority: 'change' }, leaving.signal);
    leaving.abort();
    await left;
    await turn();
    expect(clock.sleeping()).toBe(0);
  });
});
