/** Calls and meetings in Teams: overlays on the base that people chose (WW6, GD4). */
import type { AgentState } from './agent-state';
import { decide, dropped, isBusy, isInStep, taken } from './draft';
import type { Draft, Verdict } from './draft';
import { instrumentFor, overlayKind } from './instrument';
import type { LinkState, Overlay } from './link-state';
import type { Reading } from './reading';
import { imageOfPresence } from './mapping-lookup';
import { isSamePresence } from './presence';
import type { Presence } from './presence';
import { REASONS } from './reason';

type OverlayReading = Reading & { readonly spanFrom: number };

export function beginOverlay(draft: Draft, reading: OverlayReading): Verdict {
  const { state } = draft;
  const { presence, at } = reading;
  const agent = chosenAgent(state);
  const first = state.teams.baseline;
  state.teams.baseline = false;
  state.overlay = {
    presence,
    since: at,
    spanFrom: reading.spanFrom,
    agent,
    base: state.teams.settled,
    wrote: null,
    spoken: first || agent === null,
  };
  if (first) return dropped('first-reading', 'EC6');
  return moveForOverlay(draft);
}

/** What a person chose, though VCC may not have taken it yet, is what the call lies on. */
function chosenAgent(state: LinkState): AgentState | null {
  const { toAgent, agent } = state;
  if (toAgent?.why === 'teams-change') return toAgent.target;
  return agent.settled?.state ?? null;
}

/** A call that lies there before the link runs, or while it is paused: it moves nothing (GD6). */
export function lieAside(draft: Draft, { presence, at, since }: Reading): void {
  const { teams } = draft.state;
  const base = draft.state.overlay ? draft.state.overlay.base : teams.settled;
  draft.state.overlay = silenced({
    presence,
    since: at,
    spanFrom: since,
    agent: null,
    base,
    wrote: null,
    spoken: true,
  });
}

/** The rest of the call moves nothing, and its end gives nothing back. */
export function silenced(overlay: Overlay | null): Overlay | null {
  return overlay && { ...overlay, spoken: true, agent: null };
}

/** The same call, or one overlay turned into another (a meeting becomes a call). */
export function continueOverlay(draft: Draft, reading: Reading): Verdict {
  const { overlay } = draft.state;
  if (!overlay) return dropped('same-state', 'WW6');
  const same = isSamePresence(overlay.presence, reading.presence);
  draft.state.overlay = { ...overlay, presence: reading.presence, hidden: false };
  if (same || overlay.wrote) return dropped('call-on-top', 'WW6', 'EC3');
  return moveForOverlay(draft);
}

/** GD4: sets the agent's mapped state where policy and guards let it. */
export function moveForOverlay(draft: Draft): Verdict {
  const { state } = draft;
  const { overlay } = state;
  const agent = state.agent.settled;
  if (!overlay || !agent) return dropped('call-on-top', 'WW6');
  if (agent.state.category === 'LoggedOut') return dropped('agent-logged-out', 'GD2');
  if (overlay.spoken || state.toAgent?.why === 'order') return dropped('overlay-answered', 'WW6');
  if (!mayMove(draft, overlay.presence)) return dropped('overlay-moves-nobody', 'GD4', 'WW6');
  if (isBusy(state) || !isQuietSinceInteraction(draft)) return dropped('softphone', 'WW6');
  if (agent.humanAt >= overlay.spanFrom) {
    state.overlay = { ...overlay, spoken: true };
    return dropped('vcc-newer', 'WW2');
  }
  return aimForOverlay(draft, overlay.presence, overlay.spanFrom);
}

function mayMove(draft: Draft, presence: Presence): boolean {
  const { callsMove, meetingsMove, focusingMoves } = draft.terms.policies;
  const kind = overlayKind(presence);
  if (kind === 'call') return callsMove;
  return kind === 'meeting' ? meetingsMove : focusingMoves;
}

/** A softphone that is a Teams client: wait a settling time after the interaction. */
export function isQuietSinceInteraction(draft: Draft): boolean {
  const { endedAt } = draft.state.occupancy;
  return endedAt === null || draft.now >= endedAt + draft.terms.settleMs;
}

function aimForOverlay(draft: Draft, presence: Presence, spanFrom: number): Verdict {
  const { state } = draft;
  const image = imageOfPresence(draft.terms, presence);
  if (image.kind === 'off') return dropped('direction-off', 'MP4');
  if (image.kind === 'blank') return dropped('blank-row', 'MP1');
  if (image.kind === 'no-definition') return dropped('no-definition', 'WV1');
  if (image.state.presenceId === state.agent.settled?.state.presenceId) {
    return dropped('in-step', 'WW4');
  }
  const at = draft.now;
  state.toAgent = {
    target: image.state,
    why: 'overlay-begin',
    spanFrom,
    at,
    presence,
    checked: false,
  };
  decide(draft, {
    code: 'call-began',
    title: `Decided: set ${image.state.name} in VCC`,
    sentence: `${image.row} maps to ${image.state.name}. ${REASONS['call-began']}`,
    rules: ['GD4', 'WW6'],
  });
  return taken('call-began', 'GD4', 'WW6');
}

/** GD4: gives back the agent state before, if nobody changed it; then the base is judged. */
export function endOverlay(
  draft: Draft,
  reading: Reading,
  judgeBase: (draft: Draft, reading: Reading) => Verdict,
): Verdict {
  const { state } = draft;
  const { overlay } = state;
  state.overlay = null;
  if (!overlay) return judgeBase(draft, reading);
  dropPending(state);
  const gaveBack = giveBack(draft, overlay.agent, overlay.wrote);
  const settledOrBase = overlay.base ?? reading.presence;
  state.teams.settled = settledOrBase;
  const standing = gaveBack ? overlay.agent : (state.agent.settled?.state ?? null);
  const quiet =
    isSamePresence(settledOrBase, reading.presence) ||
    (standing !== null && isInStep(draft, standing, reading.presence));
  if (!quiet) return judgeBase(draft, reading);
  state.teams.settled = reading.presence;
  return taken('call-ended', 'GD4', 'WW6');
}

/** Our session shows, so the call that lay on top is over (GD4); a preferred state may hide it. */
export function uncover(draft: Draft, shown: Presence): void {
  const { state } = draft;
  const { overlay } = state;
  if (!overlay || overlayKind(shown)) return;
  if (instrumentFor(shown) === 'preferred') {
    hide(draft, shown);
    return;
  }
  state.overlay = null;
  dropPending(state);
  giveBack(draft, overlay.agent, overlay.wrote);
}

/** A preferred state of ours hides a call, if it still is one: its end is not seen before that of ours. */
export function hide({ state }: Draft, shown: Presence): boolean {
  const { overlay, teams } = state;
  const isOurs = teams.preferred !== null && isSamePresence(teams.preferred.presence, shown);
  if (!overlay || !isOurs) return false;
  state.overlay = { ...overlay, hidden: true };
  if (overlay.spoken) state.overlay.base = shown;
  return true;
}

function dropPending(state: LinkState): void {
  if (state.toAgent?.why === 'overlay-begin') state.toAgent = null;
}

function giveBack(draft: Draft, before: AgentState | null, wrote: string | null): boolean {
  const { state } = draft;
  if (state.toAgent?.why === 'order') return false;
  // GD2: even where the call itself logged the agent out.
  if (state.agent.settled?.state.category === 'LoggedOut') return false;
  const { doubt, settled } = state.agent;
  const doubtful = doubt?.why === 'overlay-begin' ? doubt.target.presenceId : null;
  const set = doubtful ?? wrote;
  const stands = doubtful ?? settled?.state.presenceId;
  if (!before || !set || stands !== set || before.presenceId === set) return false;
  state.toAgent = {
    target: before,
    why: 'overlay-end',
    spanFrom: 0,
    at: draft.now,
    presence: null,
    checked: false,
  };
  decide(draft, {
    code: 'call-ended',
    title: `Decided: set ${before.name} in VCC again`,
    sentence: REASONS['call-ended'],
    rules: ['GD4'],
  });
  return true;
}
