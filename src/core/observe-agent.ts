/** Facts of the agent-state stream. */
import type { AgentState } from './agent-state';
import { dropped, taken } from './draft';
import type { Draft, Verdict } from './draft';
import type { AgentStateFact } from './fact';
import { finishWrite } from './finish-write';
import { judgeAgain } from './judge-presence';
import type { AgentSide } from './link-state';
import { completeState } from './mapping-lookup';
import { answerOverlay, landOnChoice, meetOverwritten } from './overwritten';
import { showChosen } from './show-agent';
import { SECOND } from './time';

/** How far VCC's stamp of our own write may lie before the moment we sent it (clock skew). */
const STAMP_SKEW_MS = 5 * SECOND;

export function observeAgent(draft: Draft, fact: AgentStateFact): Verdict {
  const state = completeState(draft.terms.definitions, fact.state);
  noteDefinition(draft, state);
  if (state.category === 'Unknown') return dropped('unknown-word', 'MP3');
  const settled = draft.state.agent.settled;
  if (!settled) return settleFirst(draft, state, fact.at);
  if (landed(draft, state, fact.at)) return dropped('own-echo', 'EC1');
  if (isTie(draft, state, fact)) return breakTie(draft, state, fact.at);
  if (fact.at <= settled.at) {
    return meetOverwritten(draft, state, fact.at) ?? notNewer(draft, state, fact.at);
  }
  if (isExpected(draft, state, fact.at)) return meetEcho(draft, state, fact.at);
  if (state.presenceId === settled.state.presenceId) return sameState(draft, state, fact.at);
  return otherState(draft, state, fact.at);
}

function noteDefinition(draft: Draft, state: AgentState): void {
  const known = draft.terms.definitions.some((one) => one.presenceId === state.presenceId);
  if (!known) draft.unknownDefinition = true;
}

function settleFirst(draft: Draft, state: AgentState, at: number): Verdict {
  draft.state.agent.settled = { state, at, humanAt: at };
  return taken('first-reading', 'WW1');
}

/** A write whose fate was unknown shows after all. */
function landed(draft: Draft, state: AgentState, at: number): boolean {
  const { doubt } = draft.state.agent;
  if (!doubt || state.presenceId !== doubt.target.presenceId) return false;
  if (at < doubt.sentAt - STAMP_SKEW_MS) return false;
  finishWrite(draft, state, at);
  return true;
}

/** Two states with one stamp: what VCC answers to a reading is the one that stands. */
function isTie(draft: Draft, state: AgentState, fact: AgentStateFact): boolean {
  const { settled } = draft.state.agent;
  const looked = fact.via === 'read' || fact.via === 'sweep';
  return looked && fact.at === settled?.at && state.presenceId !== settled.state.presenceId;
}

function breakTie(draft: Draft, state: AgentState, at: number): Verdict {
  const before = draft.state.agent.settled;
  const verdict = otherState(draft, state, at);
  const { settled } = draft.state.agent;
  if (settled && before) settled.tied = [...(before.tied ?? []), before.state.presenceId];
  return verdict;
}

/** A notification with the stamp of the settle point proves nothing: VCC is asked, once. */
function notNewer(draft: Draft, state: AgentState, at: number): Verdict {
  const { settled } = draft.state.agent;
  const { presenceId } = state;
  const isTied = at === settled?.at && presenceId !== settled.state.presenceId;
  if (isTied && !settled.tied?.includes(presenceId)) {
    settled.tied = [...(settled.tied ?? []), presenceId];
    draft.state.readAgent = true;
  }
  const own = draft.state.agent.expected?.presenceId === state.presenceId;
  return own ? dropped('own-echo', 'EC1') : dropped('not-newer', 'TN4', 'EC1');
}

/** EC1: our own write, told by VCC; it may have landed on a choice made meanwhile. */
function meetEcho(draft: Draft, state: AgentState, at: number): Verdict {
  const { settled } = draft.state.agent;
  if (settled && settled.state.presenceId !== state.presenceId) {
    return landOnChoice(draft, state, at);
  }
  if (settled) settled.at = at;
  return dropped('own-echo', 'EC1');
}

function isExpected(draft: Draft, state: AgentState, at: number): boolean {
  const { expected } = draft.state.agent;
  if (!expected || expected.presenceId !== state.presenceId) return false;
  return at >= expected.from - STAMP_SKEW_MS && at <= expected.until;
}

/**
 * WW1: a newer stamp of the same state counts only against what would be written over it: at once where
 * that waits already, and else when a Teams change is seen in whose span it lies.
 */
function sameState(draft: Draft, state: AgentState, at: number): Verdict {
  const waiting = draft.state.toAgent;
  const counts = waiting !== null && waiting.why !== 'overlay-end';
  if (counts && at >= waiting.spanFrom) {
    changeAgent(draft, state, at);
    return taken('vcc-newer', 'WW1', 'WW2');
  }
  const { agent: side } = draft.state;
  if (side.settled) Object.assign(side.settled, { at, humanAt: at });
  side.over = null;
  return dropped('same-state', 'WW1');
}

function otherState(draft: Draft, state: AgentState, at: number): Verdict {
  const waiting = draft.state.toAgent;
  if (waiting?.why === 'order' && waiting.at > at) return settleBeneath(draft, state, at);
  const teamsLater = waiting?.why === 'teams-change' && at < waiting.spanFrom;
  if (teamsLater) return settleBeneath(draft, state, at);
  changeAgent(draft, state, at);
  return taken('agent-changed', 'WW1', 'WW2');
}

/** The older of two changes: it becomes the base over which the newer one is written. */
function settleBeneath(draft: Draft, state: AgentState, at: number): Verdict {
  draft.state.agent.settled = { state, at, humanAt: at };
  draft.state.agent.over = null;
  if (draft.state.toAgent?.target.presenceId === state.presenceId) draft.state.toAgent = null;
  judgeAgain(draft);
  return dropped('superseded', 'WW2');
}

/** A write of unknown fate may yet land on the choice (EC1). */
function stillExpected({ doubt }: AgentSide): AgentSide['expected'] {
  if (!doubt) return null;
  return { presenceId: doubt.target.presenceId, from: doubt.sentAt, until: doubt.deadline };
}

/** A person changed the agent state in VCC: its presence is shown and held (WW4). */
export function changeAgent(draft: Draft, agent: AgentState, at: number): void {
  const { state } = draft;
  const expected = stillExpected(state.agent);
  state.agent = { settled: { state: agent, at, humanAt: at }, expected, doubt: null };
  state.toAgent = null;
  state.readAgent = false;
  answerOverlay(draft, at);
  if (state.phase !== 'running') return;
  showChosen(draft, 'agent-changed', 'WW2');
}
