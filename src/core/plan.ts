/** The next call of a turn, one at a time; null: nothing (more) to do now. */
import { showAction } from './action';
import type { Action } from './action';
import { isClosed, waitsForEnd } from './draft';
import type { Draft } from './draft';
import { planTeams } from './plan-teams';

export function planNext(draft: Draft): Action | null {
  return planReading(draft) ?? planChecked(draft) ?? planTeams(draft) ?? planAgent(draft);
}

/** WV3: between the look and the write comes nothing, not even what has fallen due meanwhile. */
function planChecked(draft: Draft): Action | null {
  const { toAgent } = draft.state;
  return toAgent?.checked && toAgent.why !== 'order' ? planAgent(draft) : null;
}

export function planVcc(draft: Draft): Action | null {
  return planReading(draft) ?? planAgent(draft);
}

function isVccOpen(draft: Draft): boolean {
  return !isClosed(draft, 'vcc') && draft.state.retryAt.vcc <= draft.now;
}

function planReading(draft: Draft): Action | null {
  const { state } = draft;
  if (!isVccOpen(draft) || state.phase === 'unlinking' || state.phase === 'unlinked') return null;
  const { doubt } = state.agent;
  if (doubt && doubt.deadline <= draft.now) return { kind: 'read-agent' };
  return state.readAgent && state.phase !== 'paused' ? { kind: 'read-agent' } : null;
}

/** WV3: an automatic change looks before it writes; an order is sent as it is (WW5). */
function planAgent(draft: Draft): Action | null {
  const { state } = draft;
  const { toAgent } = state;
  if (!toAgent || !isVccOpen(draft) || state.agent.doubt) return null;
  if (state.phase !== 'running' && toAgent.why !== 'order') return null;
  if (waitsForEnd(state)) return null;
  if (!toAgent.checked) return { kind: 'read-agent' };
  return { kind: 'set-agent', target: toAgent.target };
}

/** Is this call still to be made, be it now or when its pauses are over? (TN5) */
export function isPlannedStill(draft: Draft, call: string): boolean {
  const { toAgent } = draft.state;
  const state = {
    ...draft.state,
    retryAt: { vcc: 0, teams: 0 },
    toAgent: toAgent && { ...toAgent, checked: true },
  };
  const open = { ...draft, state };
  return [planTeams(open), planAgent(open)].some((one) => one && showAction(one) === call);
}
