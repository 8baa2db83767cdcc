import type { Grant, Pace, SharedBudget } from '../../../src/clients/pipeline/pace';
import { createMemoryBudget } from '../../../src/clients/pipeline/memory-budget';
import { createWindowPace } from '../../../src/clients/pipeline/window-pace';
import { createHandClock, turn } from '../hand-clock';
import type { HandClock } from '../hand-clock';
import { densest, runRush } from './rush';

const GRAPH = { requests: 1_500, windowMs: 30_000 };
const PER_SECOND = 50;
const CHANGE = { key: 'k', priority: 'change' } as const;

let clock: HandClock;
let shared: SharedBudget & { draws: number };

/** A ledger whose draws are counted. */
function countedBudget(): SharedBudget & { draws: number } {
  const budget = createMemoryBudget();
  const counted = {
    draws: 0,
    draw: (...asked: Parameters<SharedBudget['draw']>) => {
      counted.draws += 1;
      return budget.draw(...asked);
    },
  };
  return counted;
}

beforeEach(() => {
  clock = createHandClock();
  shared = countedBudget();
});

function process(budget = GRAPH): Pace {
  return createWindowPace({ clock, budget, shared, random: () => 0 });
}

function take(pace: Pace, ask: { readonly since?: number } = {}): Promise<Grant> {
  return pace.take({ ...CHANGE, ...ask }, new AbortController().signal);
}

describe('one budget over several processes', () => {
  test('[TN5] two processes together keep to what one may spend', async () => {
    const rush = await runRush(
      {
        links: 400,
        callsPerLink: 1,
        processes: 2,
        budget: { requests: 100, windowMs: 6_000 },
        shared,
      },
      120_000,
    );
    expect(rush.settled).toBe(400);
    const arrivals = rush.arrivals.map(({ at }) => at);
    expect(densest(arrivals, 6_000)).toBeLessThanOrEqual(100);
  });

  test('[TN5] a pause asked of one process holds for the other within a moment', async () => {
    const [one, other] = [process(), process()];
    await Promise.all([take(one), take(other)]);
    one.pause('k', clock.now() + 60_000);
    await turn();
    await clock.advance(300);
    const grant = await take(other);
    expect(grant.ok).toBe(false);
    expect(grant).toMatchObject({ afterMs: expect.any(Number) });
    if (!grant.ok) expect(grant.afterMs).toBeGreaterThanOrEqual(59_700);
  });

  test('[TN5] waits for a short pause of another process to the fraction', async () => {
    const [one, other] = [process(), process()];
    await take(one);
    const endsAt = clock.now() + 640;
    one.pause('k', endsAt);
    await turn();
    let grantedAt = 0;
    void take(other).then(() => (grantedAt = clock.now()));
    await clock.advance(2_000);
    expect(grantedAt).toBe(endsAt);
  });

  test('draws ahead when it is busy, and only then', async () => {
    const pace = process();
    for (let one = 0; one < 100; one += 1) expect((await take(pace)).ok).toBe(true);
    expect(shared.draws).toBeLessThan(20);
    shared.draws = 0;
    for (let one = 0; one < 10; one += 1) {
      await clock.advance(2_000);
      await take(pace);
    }
    expect(shared.draws).toBe(10);
  });

  test('[TN5] what was drawn and not used in time is lost, not saved up', async () => {
    const pace = process({ requests: 40, windowMs: 10_000 });
    for (let one = 0; one < 8; one += 1) await take(pace);
    const before = shared.draws;
    await clock.advance(300);
    await take(pace);
    expect(shared.draws).toBe(before + 1);
  });

  test('sends everybody home for a while when the ledger cannot be reached', async () => {
    shared.draw = () => Promise.reject(new Error('away'));
    const grants = await Promise.all([take(process()), take(process())]);
    for (const grant of grants) expect(grant.ok ? 0 : grant.afterMs).toBeGreaterThanOrEqual(1_000);
  });
});

describe('the line', () => {
  test('[TN5] holds a change for a second at the most', async () => {
    const pace = process({ requests: 2, windowMs: 2_000 });
    const grants = Array.from({ length: 6 }, () => take(pace));
    const startedAt = clock.now();
    let endedAt = 0;
    void Promise.all(grants).then(() => (endedAt = clock.now()));
    await clock.advance(5_000);
    expect(endedAt - startedAt).toBeLessThanOrEqual(1_000);
    expect((await Promise.all(grants)).filter(({ ok }) => ok).length).toBeGreaterThan(0);
  });

  test('[TN5] gives those it sends home appointments one after the other', async () => {
    const pace = process({ requests: 10, windowMs: 10_000 });
    await Promise.all(Array.from({ length: 5 }, () => take(pace)));
    await clock.advance(1_500);
    const grants = Array.from({ length: 40 }, () => take(pace));
    await clock.advance(2_000);
    const homes = (await Promise.all(grants)).flatMap((grant) => (grant.ok ? [] : [grant.afterMs]));
    expect(homes.length).toBeGreaterThan(30);
    expect(new Set(homes).size).toBe(homes.length);
    expect(Math.max(...homes)).toBeGreaterThan(20_000);
  });

  test('[TN5] serves the oldest of the changes first, wherever they stood before', async () => {
    const pace = process({ requests: 10, windowMs: 1_000 });
    await Promise.all(Array.from({ length: 5 }, () => take(pace)));
    const order: string[] = [];
    const now = clock.now();
    for (const [name, since] of [
      ['young', now],
      ['old', now - 5_000],
      ['middle', now - 1_000],
    ] as const) {
      void take(pace, { since }).then(() => order.push(name));
    }
    await clock.advance(1_000);
    expect(order).toEqual(['old', 'middle', 'young']);
  });
});

describe('the morning rush', () => {
  test('[TN5] 10,000 changes at once in one tenant settle at the pace of the budget', async () => {
    const rush = await runRush(
      {
        links: 10_000,
        callsPerLink: 1,
        processes: 2,
        budget: GRAPH,
        shared,
        sweepCalls: 16,
        renewals: 300,
      },
      600_000,
    );
    expect(rush.settled).toBe(10_300);
    const calls = rush.arrivals.length;
    const tookMs = Math.max(...rush.settledAfterMs);
    expect(tookMs).toBeLessThanOrEqual((1.15 * calls * 1_000) / PER_SECOND);
    expect(
      densest(
        rush.arrivals.map(({ at }) => at),
        GRAPH.windowMs,
      ),
    ).toBeLessThanOrEqual(1_500);
    // Nobody storms the door, and the sweep goes on.
    expect(rush.sentHome).toBeLessThan(5 * 10_300);
    expect(Math.max(...rush.sweepPassesMs)).toBeLessThanOrEqual(10_000);
    // Renewals wait for the changes.
    const last = rush.arrivals.filter(({ priority }) => priority === 'renewal').map(({ at }) => at);
    const changes = rush.arrivals.filter(({ priority }) => priority === 'change');
    const half = changes[Math.floor(changes.length / 2)]?.at ?? 0;
    expect(last.filter((at) => at < half).length).toBeLessThan(30);
  }, 120_000);
});
