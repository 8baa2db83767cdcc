/**
 * A choice made in VCC between our last look and our write (WV3): the write has overwritten it, and it
 * may be the newest of all (WW2). VCC's stamps tell, and it is set again.
 */
import { decide, dropped, taken } from './draft';
import type { Draft, Verdict } from './draft';
import type { AgentState } from './agent-state';
import { REASONS } from './reason';
import { showChosen } from './show-agent';
import { SECOND } from './time';

/** An event and an answer may give one and the same change stamps that differ by so much. */
const STAMPS_DIFFER_MS = 2 * SECOND;

/** Null: the fact is older than what our write was decided on, or says nothing new. */
export function meetOverwritten(draft: Draft, chosen: AgentState, at: number): Verdict | null {
  const { settled, over } = draft.state.agent;
  if (!settled || !over || draft.state.phase !== 'running' || at <= over.at || at >= over.until)
    return null;
  if (chosen.presenceId === settled.state.presenceId) return null;
  if (chosen.presenceId === over.presenceId && at - over.at < STAMPS_DIFFER_MS) return null;
  if (at < over.spanFrom || isSomethingNewer(draft, at)) return dropped('superseded', 'WW2');
  draft.state.agent.over = { ...over, at, presenceId: chosen.presenceId };
  setAgain(draft, chosen, at);
  return taken('overwritten', 'WW2', 'WV3');
}

/** A write of unknown fate has landed after all, on a choice made after it had left. */
export function landOnChoice(draft: Draft, written: AgentState, at: number): Verdict {
  const { agent } = draft.state;
  const { settled } = agent;
  if (!settled) return dropped('own-echo', 'EC1');
  const { state: chosen, at: chosenAt, humanAt } = settled;
  agent.settled = { state: written, at, humanAt };
  agent.expected = null;
  agent.over = null;
  if (draft.state.phase !== 'running' || isSomethingNewer(draft, chosenAt)) {
    return dropped('own-echo', 'EC1');
  }
  setAgain(draft, chosen, chosenAt);
  return taken('overwritten', 'EC1', 'WW2');
}

function isSomethingNewer({ state }: Draft, at: number): boolean {
  const { toAgent } = state;
  return toAgent !== null && toAgent.why !== 'overlay-end' && toAgent.spanFrom > at;
}

/** As any choice in VCC it ends what was begun for Teams, and its presence is shown and held (WW4). */
function setAgain(draft: Draft, chosen: AgentState, at: number): void {
  const { state } = draft;
  const { settled } = state.agent;
  if (settled) settled.humanAt = Math.max(settled.humanAt, at);
  state.toAgent = {
    target: chosen,
    why: 'overwritten',
    spanFrom: at,
    at,
    presence: null,
    checked: false,
  };
  state.retryAt.vcc = 0;
  answerOverlay(draft, at);
  decide(draft, {
    code: 'overwritten',
    title: `Decided: set ${chosen.name} in VCC again`,
    sentence: REASONS.overwritten,
    rules: ['WW2', 'WV3'],
  });
  showChosen(draft, 'overwritten', 'WW2');
}

/** What a choice in VCC means for what goes on in Teams: a call is answered (WW6), a probe is moot. */
export function answerOverlay({ state }: Draft, at: number): void {
  state.probe = null;
  if (state.overlay) state.overlay = { ...state.overlay, spoken: true, agent: null };
  const { heldBack } = state.teams;
  if (heldBack && at >= heldBack.spanFrom) state.teams.heldBack = null;
}
