/** A person changed Teams: may it move the agent? (WW2, WW4, GD1 to GD3, EC6) */
import { decide, dropped, isBusy, isInStep, standingAgent, taken } from './draft';
import type { Draft, Verdict } from './draft';
import { AVAILABLE } from './instrument';
import type { AgentState } from './agent-state';
import type { LinkState } from './link-state';
import { imageOfPresence } from './mapping-lookup';
import { isSamePresence } from './presence';
import type { Presence } from './presence';
import { REASONS } from './reason';
import { showAgent } from './show-agent';
import { MINUTE } from './time';

/** WT5: how long an Available session shows. */
export const FADE_MS = 5 * MINUTE;

export interface Change {
  readonly presence: Presence;
  /** Earliest instant of the change. */
  readonly spanFrom: number;
  /** The reading that showed it. */
  readonly at: number;
  /** A probe has shown that it was chosen (GD3). */
  readonly deliberate?: boolean;
  /** What was shown before it. */
  readonly from?: Presence | null;
  /** A preferred state of ours was known to stand until then. */
  readonly tookSlot?: boolean;
}

/** The reading is settled already; this decides what follows for the agent. */
export function judgeChange(draft: Draft, change: Change): Verdict {
  const { state } = draft;
  const agent = standingAgent(state);
  if (!agent) return dropped('first-reading', 'EC6');
  // Whatever a write of ours has overwritten in VCC is older than this (WW2).
  if (!wentIdle(change)) state.agent.over = null;
  if (isSurelyInStep(draft, agent, change.presence)) return inStep(draft, change);
  if (agent.category === 'LoggedOut') return leaveAlone(draft, 'agent-logged-out', 'GD2');
  if (isOrderNewer(draft, change)) return dropped('superseded', 'WW5', 'WW2');
  if (isVccNewer(draft, change)) return vccWins(draft);
  if (isBusy(state)) return holdBack(draft, change);
  const byIdleness = judgeAway(draft, change, agent);
  return byIdleness ?? moveAgent(draft, change);
}

/** Both with what stands in VCC and with a write whose fate is unknown. */
function isSurelyInStep(draft: Draft, agent: AgentState, presence: Presence): boolean {
  const { doubt } = draft.state.agent;
  if (doubt && !isInStep(draft, doubt.target, presence)) return false;
  return isInStep(draft, agent, presence);
}

/** WV3: VCC turned out to stand elsewhere than the decision had it, so it is taken anew. */
export function judgeAgain(draft: Draft): void {
  const pending = draft.state.toAgent;
  if (pending?.why !== 'teams-change' || !pending.presence) return;
  const { presence, spanFrom, at, deliberate = false } = pending;
  draft.state.toAgent = null;
  judgeChange(draft, { presence, spanFrom, at, deliberate });
}

function inStep(draft: Draft, change: Change): Verdict {
  const { state } = draft;
  const { presence } = change;
  state.teams.idleAway = wentIdle(change);
  state.toAgent = state.toAgent?.why === 'teams-change' ? null : state.toAgent;
  state.teams.heldBack = null;
  const ours = state.meant && isSamePresence(state.meant.presence, presence);
  if (!ours) state.meant = null;
  endComplaint(state);
  return dropped('in-step', 'WW4');
}

/** Nothing differs any more: neither a status of the person's own nor a write that did not show. */
function endComplaint(state: LinkState): void {
  const { meant, notice } = state;
  if (notice?.code !== 'own-status' && notice?.code !== 'not-taken') return;
  state.notice = null;
  if (meant?.stage === 'own-status') meant.stage = 'shown';
}

function leaveAlone(draft: Draft, code: 'agent-logged-out', rule: string): Verdict {
  draft.state.meant = null;
  return dropped(code, rule);
}

/** WW5: an order that waits for VCC counts like a stamp of its instant. */
function isOrderNewer(draft: Draft, change: Change): boolean {
  const { toAgent } = draft.state;
  return toAgent?.why === 'order' && toAgent.at >= change.spanFrom;
}

/** WW2: a VCC stamp within the span wins, and so does VCC on any tie. */
function isVccNewer(draft: Draft, change: Change): boolean {
  const { settled } = draft.state.agent;
  return settled !== null && settled.humanAt >= change.spanFrom;
}

function vccWins(draft: Draft): Verdict {
  draft.state.toAgent = null;
  showAgent(draft, 'vcc-newer', 'WW2');
  return dropped('vcc-newer', 'WW2');
}

/** GD1: who changes Teams by hand during an interaction keeps that until it ends. */
function holdBack(draft: Draft, change: Change): Verdict {
  const { presence, from = null, spanFrom, at } = change;
  draft.state.teams.heldBack = { presence, from, spanFrom, at };
  draft.state.meant = null;
  decide(draft, {
    code: 'engaged',
    title: 'Left alone: on an interaction',
    sentence: REASONS.engaged,
    rules: ['GD1'],
  });
  return taken('engaged', 'GD1', 'WW6');
}

/** GD3 and EC6: is an Away, or the Available after it, anybody's choice? */
function judgeAway(draft: Draft, change: Change, agent: AgentState): Verdict | null {
  const { state } = draft;
  const away = change.presence.availability === 'Away';
  if (change.deliberate) {
    state.teams.idleAway = false;
    decide(draft, {
      code: 'away-was-chosen',
      title: 'Away was chosen',
      sentence: REASONS['away-was-chosen'],
      rules: ['GD3'],
    });
    return null;
  }
  if (away && agent.category === 'Ready') {
    return standsBeside(draft, change) ? null : beginProbe(draft, change);
  }
  if (wentIdle(change)) {
    state.teams.idleAway = true;
    return dropped('idle-off-queue', 'EC6');
  }
  const returned = state.teams.idleAway && change.presence.availability === 'Available';
  state.teams.idleAway = false;
  return returned ? dropped('idle-off-queue', 'EC6') : null;
}

/** EC6: an Away after Available, in step or not, and the Available after it are nobody's choice. */
function wentIdle({ presence, from }: Change): boolean {
  return presence.availability === 'Away' && from?.availability === 'Available';
}

/** Something of ours that an idle client could not hide is known to stand beside the Away. */
function standsBeside(draft: Draft, change: Change): boolean {
  const { session } = draft.state.teams;
  if (change.tookSlot) return true;
  return (
    session !== null &&
    session.sure &&
    isSamePresence(session.presence, AVAILABLE) &&
    change.at < Math.min(session.writtenAt + FADE_MS, session.expiresAt)
  );
}

function beginProbe(draft: Draft, change: Change): Verdict {
  const { presence, from = null, spanFrom, at } = change;
  draft.state.probe = { presence, from, spanFrom, at, arrived: false };
  decide(draft, {
    code: 'probing',
    title: 'Checking: idle or chosen?',
    sentence: REASONS.probing,
    rules: ['GD3'],
  });
  return taken('probing', 'GD3');
}

function moveAgent(draft: Draft, change: Change): Verdict {
  const { state } = draft;
  state.meant = null;
  state.probe = null;
  const image = imageOfPresence(draft.terms, change.presence);
  if (image.kind === 'off') return dropped('direction-off', 'MP4');
  if (image.kind === 'blank') return dropped('blank-row', 'MP1');
  if (image.kind === 'no-definition') return dropped('no-definition', 'WV1');
  aim(draft, change, image.state);
  decide(draft, {
    code: 'teams-changed',
    title: `Decided: set ${image.state.name} in VCC`,
    sentence: `${image.row} maps to ${image.state.name}. ${REASONS['teams-changed']}`,
    rules: ['WW2', 'MP1'],
  });
  return taken('teams-changed', 'WW1', 'WW2');
}

function aim(draft: Draft, change: Change, target: AgentState): void {
  const { state } = draft;
  const standing = state.agent.settled?.state;
  if (standing?.presenceId === target.presenceId && !state.agent.doubt) {
    state.toAgent = null;
    return;
  }
  const { presence, spanFrom, at } = change;
  const deliberate = presence.availability === 'Away' && standing?.category === 'Ready';
  state.toAgent = {
    target,
    why: 'teams-change',
    spanFrom,
    at,
    presence,
    deliberate,
    checked: false,
  };
  state.retryAt.vcc = 0;
}
