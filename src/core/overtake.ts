/** TN5: a person's newer change overtakes an older one of the same link that waits in line. */
import type { Action } from './action';
import { showAction } from './action';
import { beginTurn } from './decide';
import type { Draft } from './draft';
import type { Fact } from './fact';
import { isPlannedStill } from './plan';

/** Would the turn that reads these facts no longer make the call that waits? It is only asked. */
export function isOvertaken(
  draft: Draft,
  action: Action,
  newer: { readonly facts: readonly Fact[]; readonly now: number },
): boolean {
  if (newer.facts.length === 0) return false;
  const state = { ...draft.state, inFlight: null, inLine: null };
  const ahead = beginTurn({ ...newer, state, terms: draft.terms });
  return !isPlannedStill(ahead, showAction(action));
}
