/** A call that never left: the line for the budget was long, or something newer came (TN5). */
import type { Action, Unsent } from './action';
import { showAction } from './action';
import { decide } from './draft';
import type { Draft } from './draft';
import { REASONS } from './reason';
import { changesBehind, endAsSuperseded } from './superseded';

export function applyUnsent(draft: Draft, action: Action, unsent: Unsent): void {
  lookAgain(draft, action);
  if (unsent.unsent === 'superseded') giveWay(draft, action);
  else standInLine(draft, action, unsent.afterMs);
}

/** WV3: whatever was read before the wait is too old to write by. */
function lookAgain({ state }: Draft, { kind }: Action): void {
  if (kind !== 'set-agent' || !state.toAgent) return;
  state.toAgent.checked = state.toAgent.why === 'order';
}

/** No failure: the other side has not even been asked. */
function standInLine(draft: Draft, action: Action, afterMs: number): void {
  const { state } = draft;
  const side = sideOf(action);
  state.retryAt[side] = draft.now + afterMs;
  const call = callBehind(draft, action);
  const before = state.inLine?.call === call ? state.inLine.factIds : [];
  const factIds = [...new Set([...before, ...changesBehind(draft, side)])];
  state.inLine = call === null ? null : { side, call, factIds };
  decide(draft, {
    code: 'in-line',
    title: 'Waiting in line',
    sentence: REASONS['in-line'],
    rules: ['TN5'],
  });
}

function giveWay(draft: Draft, action: Action): void {
  const side = sideOf(action);
  endAsSuperseded(draft, [...changesBehind(draft, side), ...(draft.state.inLine?.factIds ?? [])]);
  draft.state.inLine = null;
  const title = `Superseded: ${showAction(action)}`;
  decide(draft, { code: 'superseded', title, sentence: REASONS.superseded, rules: ['TN5'] });
}

/** A reading waits for the change it is made for (WV3). */
function callBehind({ state }: Draft, action: Action): string | null {
  if (action.kind !== 'read-agent') return showAction(action);
  return state.toAgent && showAction({ kind: 'set-agent', target: state.toAgent.target });
}

function sideOf({ kind }: Action): 'vcc' | 'teams' {
  return kind === 'read-agent' || kind === 'set-agent' ? 'vcc' : 'teams';
}
