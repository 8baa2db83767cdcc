/** A write to VCC has taken effect. */
import type { AgentState } from './agent-state';
import { release } from './draft';
import type { Draft } from './draft';
import { judgeAgain } from './judge-presence';
import type { Overwrite, SettledAgent, ToAgent } from './link-state';
import { showChosen } from './show-agent';

/** Settles our own write: its stamp is the settle point, and saying it again is an echo (EC1). */
export function finishWrite(draft: Draft, agent: AgentState, at: number): void {
  const { state } = draft;
  const { doubt } = state.agent;
  const pending = state.toAgent;
  const isWritten = pending?.target.presenceId === agent.presenceId;
  const from = doubt?.sentAt ?? state.inFlight?.startedAt ?? draft.now;
  const spanFrom = isWritten ? pending.spanFrom : (doubt?.spanFrom ?? at);
  state.agent = {
    settled: { state: agent, at, humanAt: state.agent.settled?.humanAt ?? at },
    expected: { presenceId: agent.presenceId, from, until: draft.now + draft.terms.settleMs },
    doubt: null,
    over: overwriteOf(state.agent.settled, { until: at, spanFrom }),
  };
  state.failures.vcc = 0;
  state.notice = null;
  if (doubt?.why === 'overlay-begin') noteForOverlay(draft, agent);
  if (!pending || !isWritten) return judgeAgain(draft);
  state.toAgent = null;
  finishPurpose(draft, pending);
  if (agent.category === 'LoggedOut' && state.phase === 'running') release(draft);
}

function overwriteOf(
  before: SettledAgent | null,
  write: Pick<Overwrite, 'until' | 'spanFrom'>,
): Overwrite | null {
  return before && { at: before.at, presenceId: before.state.presenceId, ...write };
}

/** GD4: what was set for the call, to be given back at its end. */
function noteForOverlay(draft: Draft, agent: AgentState): void {
  const { overlay } = draft.state;
  if (overlay && !overlay.spoken) draft.state.overlay = { ...overlay, wrote: agent.presenceId };
}

function finishPurpose(draft: Draft, written: ToAgent): void {
  const { state } = draft;
  switch (written.why) {
    case 'order':
      return finishOrder(draft, written.at);
    case 'overlay-begin':
      return noteForOverlay(draft, written.target);
    case 'overlay-end':
    case 'overwritten':
    case 'teams-change':
      state.changes.push(draft.now);
  }
}

/**
 * WW5: an order is a person's choice of the agent state, so Teams shows it and holds it. It was made when
 * it was given, not when VCC had taken it: another one may have been given meanwhile.
 */
function finishOrder(draft: Draft, givenAt: number): void {
  const { settled } = draft.state.agent;
  if (settled) settled.humanAt = givenAt;
  if (draft.state.overlay) {
    draft.state.overlay = { ...draft.state.overlay, spoken: true, agent: null };
  }
  if (draft.state.phase === 'running') showChosen(draft, 'ordered', 'WW5');
}
