import type { Clock } from '../../runtime/clock';
import type { Priority } from './exchange';
import { createMemoryBudget } from './memory-budget';
import type { Budget, Pace, SharedBudget } from './pace';
import { PaceLane } from './pace-lane';

export interface WindowPaceOptions {
  readonly clock: Clock;
  readonly budget: Budget;
  /** Where the processes that spend the budget together keep it; without it one spends it alone. */
  readonly shared?: SharedBudget;
  /** Longest wait worth standing in line for; a longer one is answered at once. */
  readonly maxWaitMs?: Partial<Readonly<Record<Priority, number>>>;
  /** A sweep that has waited this long goes first: one whole pass in ten seconds (TN5). */
  readonly sweepWaitMs?: number;
  /** Added to the window, for requests that travel at different speeds and clocks that differ. */
  readonly marginMs?: number;
  /** Between 0 and 1, for jitter. */
  readonly random?: () => number;
}

const SECOND = 1_000;
const FORGET_BEYOND_KEYS = 256;
/** A turn holds its link's claim while it waits, a sweep holds up nobody. */
const MAX_WAIT_MS = { change: SECOND, sweep: 8 * SECOND, renewal: SECOND };
/** How long a process may use what it drew from the shared budget, and learn late of a pause. */
const USE_MS = SECOND / 4;

/** A sliding window per key: over all processes with a shared budget, else in this one. */
export function createWindowPace(options: WindowPaceOptions): Pace {
  const { clock, budget } = options;
  const lanes = new Map<string, PaceLane>();
  const terms = {
    budget: { ...budget, windowMs: budget.windowMs + (options.marginMs ?? SECOND / 2) },
    shared: options.shared ?? createMemoryBudget(),
    useMs: options.shared ? USE_MS : 0,
    maxWaitMs: { ...MAX_WAIT_MS, ...options.maxWaitMs },
    sweepWaitMs: options.sweepWaitMs ?? 5 * SECOND,
    random: options.random ?? Math.random,
  };
  const laneOf = (key: string): PaceLane => {
    const known = lanes.get(key);
    if (known) return known;
    if (lanes.size >= FORGET_BEYOND_KEYS) forgetIdle(lanes);
    const lane = new PaceLane(clock, { ...terms, key });
    lanes.set(key, lane);
    return lane;
  };
  return {
    take: (ask, signal) => laneOf(ask.key).take(ask, signal),
    pause: (key, untilMs) => laneOf(key).pause(untilMs),
  };
}

function forgetIdle(lanes: Map<string, PaceLane>): void {
  for (const [key, lane] of lanes) {
    if (lane.isIdle()) lanes.delete(key);
  }
}
