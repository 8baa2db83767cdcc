import fc from 'fast-check';
import { drawFrom, EMPTY_LEDGER } from '../../src/core/pace';
import type { Draw, Drawn, Ledger, Rank } from '../../src/core/pace';

const BUDGET = { requests: 50, windowMs: 3_000 };
const START = Date.UTC(2026, 10, 23, 9);
/** What two clocks may differ by at the most; the margin of the window covers it. */
const SKEW_MS = 20;

function drawOf(change: Partial<Draw>): Draw {
  const usual = { wanted: 1, rank: 1, useMs: 0, budget: BUDGET, pausedUntil: 0 } as const;
  return { ...usual, now: START, ...change };
}

/** A ledger, and whoever draws from it. */
function openLedger(): (change: Partial<Draw>) => Drawn {
  let ledger: Ledger = EMPTY_LEDGER;
  return (change) => {
    const drawing = drawFrom(ledger, drawOf(change));
    ledger = JSON.parse(JSON.stringify(drawing.ledger)) as Ledger;
    return drawing.drawn;
  };
}

/** Most of them within any window. */
function densest(instants: readonly number[], windowMs: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  sorted.forEach((at, index) => {
    while ((sorted[first] ?? at) <= at - windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

const drawing = fc.record({
  afterMs: fc.integer({ min: 0, max: 400 }),
  drawer: fc.integer({ min: 0, max: 3 }),
  wanted: fc.integer({ min: 0, max: 80 }),
  rank: fc.constantFrom<Rank>(0, 1, 2, 3),
  /** When within their time each of the requests leaves. */
  uses: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
});

describe('the budget all processes share', () => {
  it('[TN5] is never overspent in any window, by clocks that differ and grants used late', () => {
    const clocks = fc.array(fc.integer({ min: 0, max: SKEW_MS }), { minLength: 4, maxLength: 4 });
    const steps = fc.array(drawing, { minLength: 1, maxLength: 120 });
    const useMs = fc.constantFrom(0, 100, 250);
    fc.assert(
      fc.property(clocks, steps, useMs, (skews, draws, useFor) => {
        const draw = openLedger();
        const sent: number[] = [];
        let now = START;
        for (const { afterMs, drawer, wanted, rank, uses } of draws) {
          now += afterMs;
          const budget = { ...BUDGET, windowMs: BUDGET.windowMs + 2 * SKEW_MS };
          const clock = now + (skews[drawer] ?? 0);
          const { granted } = draw({ now: clock, wanted, rank, useMs: useFor, budget });
          for (let one = 0; one < granted; one += 1) {
            sent.push(now + (uses[one % uses.length] ?? 0) * useFor);
          }
        }
        expect(densest(sent, BUDGET.windowMs)).toBeLessThanOrEqual(BUDGET.requests);
      }),
      { numRuns: 500 },
    );
  });

  it('[TN5] is spent almost whole while there is work for it', () => {
    const draw = openLedger();
    let granted = 0;
    for (let ms = 0; ms < 60_000; ms += 25) {
      granted += draw({ now: START + ms, wanted: 5, useMs: 250 }).granted;
    }
    expect(granted).toBeGreaterThan(0.9 * 60 * (BUDGET.requests / 3));
  });

  it('[TN5] keeps what is left for whoever is more urgent, in whatever process', () => {
    const draw = openLedger();
    draw({ wanted: 25 });
    expect(draw({ wanted: 1, rank: 1 }).granted).toBe(0);
    const later = START + 130;
    expect(draw({ wanted: 1, rank: 3, now: later }).granted).toBe(0);
    expect(draw({ wanted: 1, rank: 2, now: later }).granted).toBe(0);
    expect(draw({ wanted: 1, rank: 0, now: later }).granted).toBe(1);
  });

  it('[TN5] forgets the hunger of those who have gone', () => {
    const draw = openLedger();
    draw({ wanted: 25 });
    draw({ wanted: 1, rank: 1 });
    expect(draw({ wanted: 1, rank: 3, now: START + 500 }).granted).toBe(1);
  });

  it('[TN5] is shut for all until the end of a pause any of them was asked for', () => {
    const draw = openLedger();
    draw({ wanted: 0, pausedUntil: START + 2_128 });
    const other = draw({ wanted: 1, now: START + 2_127 });
    expect([other.granted, other.againAt]).toEqual([0, START + 2_128]);
    expect(draw({ wanted: 1, now: START + 2_128 }).granted).toBe(1);
  });

  it('loses no more than what a process that died had drawn', () => {
    const draw = openLedger();
    expect(draw({ wanted: 20, useMs: 250 }).granted).toBe(20);
    expect(draw({ wanted: 5, useMs: 250 }).granted).toBe(5);
    expect(draw({ wanted: 25, now: START + BUDGET.windowMs + 300 }).granted).toBe(25);
  });

  it('is not held up by one clock that is hours ahead', () => {
    const draw = openLedger();
    draw({ wanted: 50, now: START + 3_600_000 });
    expect(draw({ wanted: 25, now: START + 10_000 }).granted).toBeLessThanOrEqual(25);
    expect(draw({ wanted: 25, now: START + 20_000 }).granted).toBe(25);
  });

  it('stays small however long it is in use', () => {
    let ledger: Ledger = EMPTY_LEDGER;
    for (let ms = 0; ms < 120_000; ms += 7) {
      const budget = { requests: 1_500, windowMs: 30_500 };
      ({ ledger } = drawFrom(ledger, drawOf({ now: START + ms, wanted: 1, useMs: 250, budget })));
    }
    expect(JSON.stringify(ledger).length).toBeLessThan(4_000);
  });
});
