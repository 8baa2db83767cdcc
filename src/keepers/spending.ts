/** KP2: what the sweep has spent of an account's budget, and what it may still spend. */
import type { Clock } from '../runtime/clock';

export interface SpendingTerms {
  readonly requests: number;
  readonly windowMs: number;
}

export interface Spending {
  note(calls: number): void;
  /** Calls that still fit into the share of the window that ends now. */
  left(): number;
  /** How long until at least one fits; 0: now. */
  againInMs(): number;
}

/** The sweep's part of the budget. */
const SHARE = 1 / 3;

export function createSpending(clock: Clock, { requests, windowMs }: SpendingTerms): Spending {
  const most = Math.max(1, Math.floor(requests * SHARE));
  const spent: { readonly at: number; readonly calls: number }[] = [];
  const sum = (): number => {
    const from = clock.now() - windowMs;
    while (spent[0] && spent[0].at <= from) spent.shift();
    return spent.reduce((total, one) => total + one.calls, 0);
  };
  return {
    note: (calls) => {
      if (calls > 0) spent.push({ at: clock.now(), calls });
    },
    left: () => Math.max(0, most - sum()),
    againInMs: () => {
      let over = sum() - most + 1;
      if (over <= 0) return 0;
      const freeing = spent.find(({ calls }) => (over -= calls) <= 0) ?? spent.at(-1);
      return freeing ? freeing.at + windowMs - clock.now() : 0;
    },
  };
}
