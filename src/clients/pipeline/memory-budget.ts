import { drawFrom, EMPTY_LEDGER } from '../../core/pace';
import type { Ledger } from '../../core/pace';
import type { SharedBudget } from './pace';

const FORGET_BEYOND_KEYS = 256;
/** Longer than any window anybody sets. */
const FORGET_AFTER_MS = 10 * 60_000;

/** Ledgers shared by whoever holds this object: for budgets that one process spends alone. */
export function createMemoryBudget(): SharedBudget {
  const ledgers = new Map<string, Ledger>();
  return {
    draw: (key, draw) => {
      if (!ledgers.has(key) && ledgers.size >= FORGET_BEYOND_KEYS) forgetIdle(ledgers, draw.now);
      const { ledger, drawn } = drawFrom(ledgers.get(key) ?? EMPTY_LEDGER, draw);
      ledgers.set(key, ledger);
      return Promise.resolve(drawn);
    },
  };
}

function forgetIdle(ledgers: Map<string, Ledger>, now: number): void {
  for (const [key, { at, pausedUntil }] of ledgers) {
    if (Math.max(at, pausedUntil) < now - FORGET_AFTER_MS) ledgers.delete(key);
  }
}
