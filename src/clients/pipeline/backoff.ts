import type { Clock } from '../../runtime/clock';

export interface Backoff {
  /** How long to wait now, with jitter. Does not count as a failure. */
  waitMs(key: string): number;
  failed(key: string): void;
  worked(key: string): void;
}

export interface BackoffOptions {
  readonly clock: Clock;
  readonly baseMs?: number;
  readonly maxMs?: number;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

interface Streak {
  readonly steps: number;
  readonly since: number;
}

/** Doubling waits per key. Failures that come together count as one. */
export function createBackoff(options: BackoffOptions): Backoff {
  const { clock, baseMs = 1_000, maxMs = 60_000, random = Math.random } = options;
  const streaks = new Map<string, Streak>();
  const fullMs = (streak: Streak | undefined): number =>
    Math.min(maxMs, baseMs * 2 ** ((streak?.steps ?? 1) - 1));
  return {
    waitMs: (key) => Math.ceil(fullMs(streaks.get(key)) * (0.5 + random() / 2)),
    failed: (key) => {
      const streak = streaks.get(key);
      if (streak && clock.now() - streak.since < fullMs(streak) / 2) return;
      streaks.set(key, { steps: Math.min((streak?.steps ?? 0) + 1, 16), since: clock.now() });
    },
    worked: (key) => {
      streaks.delete(key);
    },
  };
}
