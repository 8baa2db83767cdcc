import type { Clock } from '../src/index';

/** What the work comes to; null where it takes longer than `ms`. It goes on then, and nobody waits. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([work, clock.sleep(ms, over.signal).then(() => null)]);
  } finally {
    // Without a reason the platform would make an error of it, with its stack.
    over.abort('done');
  }
}
