import type { Clock } from '../runtime/clock';

/** Keeps what was read for a moment, so that a burst of deliveries does not ask for it each time. */
export interface ShortMemory<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  forget(key: string): void;
}

interface MemoryLimits {
  readonly keepMs: number;
  readonly size: number;
}

export function createShortMemory<T>(clock: Clock, { keepMs, size }: MemoryLimits): ShortMemory<T> {
  const kept = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get(key) {
      const found = kept.get(key);
      return found && found.until > clock.now() ? found.value : undefined;
    },
    put(key, value) {
      kept.delete(key);
      kept.set(key, { value, until: clock.now() + keepMs });
      const oldest = kept.keys().next();
      if (kept.size > size && !oldest.done) kept.delete(oldest.value);
    },
    forget: (key) => void kept.delete(key),
  };
}
