import type { MovableClock } from '../sandbox/clock';
import type { Clock } from '../src/index';

/** The product's clock on the sandbox's, so that moving one moves both. */
export function followClock(clock: MovableClock): Clock {
  return {
    now: () => clock.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const end = (): void => {
          cancel();
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const cancel = clock.at(clock.now() + ms, end);
        signal?.addEventListener('abort', end, { once: true });
      }),
  };
}
