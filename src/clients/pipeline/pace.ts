import type { Budget, Draw, Drawn } from '../../core/pace';
import type { Priority } from './exchange';

export type { Budget } from '../../core/pace';

/** What came of asking for leave to send. */
export type Grant =
  | { readonly ok: true; readonly waitedMs: number }
  /** Not within the wait; worth asking again after so long. */
  | { readonly ok: false; readonly afterMs: number };

export interface PaceAsk {
  /** Whose budget it spends: one tenant's at Graph, one account's at VCC. */
  readonly key: string;
  readonly priority: Priority;
  /** Since when the work it belongs to has been waiting; of equals the oldest goes first. */
  readonly since?: number;
}

/** TN5: never above the budget of a key, whoever asks, in whatever process. */
export interface Pace {
  /**
   * Waits a short while for a request's turn. Ends without leave at the signal, when the wait is
   * over, or at once when it is hopeless; `afterMs` is then an appointment.
   */
  take(ask: PaceAsk, signal: AbortSignal): Promise<Grant>;
  /** Nothing of the key leaves before the instant (`Retry-After`), in no process. */
  pause(key: string, untilMs: number): void;
}

/** One ledger per key, shared by all who are given this port. */
export interface SharedBudget {
  /** Rejects when the ledger cannot be reached. */
  draw(key: string, draw: Draw): Promise<Drawn>;
}

export interface LaneTerms {
  readonly key: string;
  /** The window with its margin. */
  readonly budget: Budget;
  readonly shared: SharedBudget;
  /** How long what was drawn may be used. */
  readonly useMs: number;
  /** Longest wait worth standing in line for; who would wait longer is sent home at once. */
  readonly maxWaitMs: Readonly<Record<Priority, number>>;
  /** A sweep whose pass has waited this long goes first. */
  readonly sweepWaitMs: number;
  /** Between 0 and 1, for jitter. */
  random(): number;
}
