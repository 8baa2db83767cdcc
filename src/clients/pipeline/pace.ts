import type { Priority } from './exchange';

/** What came of asking for leave to send. */
export type Grant =
  | { readonly ok: true }
  /** Not within the wait; worth asking again after so long. */
  | { readonly ok: false; readonly afterMs: number };

/**
 * TN5: never above the budget of a key, whoever asks. In process here; over all processes together
 * it is the same port.
 */
export interface Pace {
  /** Waits for a request's turn. Ends without leave at the signal, or at once when hopeless. */
  take(key: string, priority: Priority, signal: AbortSignal): Promise<Grant>;
  /** Nothing of the key leaves before the instant (`Retry-After`). */
  pause(key: string, untilMs: number): void;
}

export interface Budget {
  readonly requests: number;
  readonly windowMs: number;
}
