import type { Clock } from '../../runtime/clock';
import type { Priority } from './exchange';
import type { Budget, Grant, Pace } from './pace';
import { PaceLane } from './pace-lane';

export interface WindowPaceOptions {
  readonly clock: Clock;
  readonly budget: Budget;
  /** Longest wait worth standing in line for; a longer pause is answered at once. */
  readonly maxWaitMs?: number;
  /** A sweep that has waited this long goes first: one whole pass in ten seconds (TN5). */
  readonly sweepWaitMs?: number;
  /** Added to the window, for requests that travel at different speeds. */
  readonly marginMs?: number;
}

const SECOND = 1_000;
const FORGET_BEYOND_KEYS = 256;

/** A sliding window per key, within one process. */
export function createWindowPace(options: WindowPaceOptions): Pace {
  const lanes = new Map<string, PaceLane>();
  const settings = {
    clock: options.clock,
    budget: {
      requests: options.budget.requests,
      windowMs: options.budget.windowMs + (options.marginMs ?? SECOND / 2),
    },
    maxWaitMs: options.maxWaitMs ?? 8 * SECOND,
    sweepWaitMs: options.sweepWaitMs ?? 5 * SECOND,
  };
  const laneOf = (key: string): PaceLane => {
    const known = lanes.get(key);
    if (known) return known;
    if (lanes.size >= FORGET_BEYOND_KEYS) forgetIdle(lanes);
    const lane = new PaceLane(settings);
    lanes.set(key, lane);
    return lane;
  };
  return {
    take: (key: string, priority: Priority, signal: AbortSignal): Promise<Grant> =>
      laneOf(key).take(priority, signal),
    pause: (key, untilMs) => laneOf(key).pause(untilMs),
  };
}

function forgetIdle(lanes: Map<string, PaceLane>): void {
  for (const [key, lane] of lanes) {
    if (lane.isIdle()) lanes.delete(key);
  }
}
