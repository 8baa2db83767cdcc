import type { Clock } from '../../src/runtime/clock';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface HandClock extends Clock {
  /** Moves time on; sleepers wake at their own instants, in order. */
  advance(ms: number): Promise<void>;
  sleeping(): number;
}

/** Stands still until it is moved. */
export function createHandClock(startMs = Date.UTC(2026, 10, 23, 9)): HandClock {
  let nowMs = startMs;
  const sleepers = new Set<Sleeper>();
  const nextDue = (endMs: number): Sleeper | undefined =>
    [...sleepers].filter(({ at }) => at <= endMs).sort((a, b) => a.at - b.at)[0];
  return {
    now: () => nowMs,
    sleeping: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { at: nowMs + ms, wake };
        if (signal?.aborted) return resolve();
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
      }),
    advance: async (ms) => {
      await turn();
      const endMs = nowMs + ms;
      for (let due = nextDue(endMs); due; due = nextDue(endMs)) {
        nowMs = Math.max(nowMs, due.at);
        due.wake();
        await turn();
      }
      nowMs = endMs;
      await turn();
    },
  };
}

/** Lets everything that is ready run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
