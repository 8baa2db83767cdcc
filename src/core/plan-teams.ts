/** What is missing in Teams: instruments, anchor, lifting, renewals (WT1 to WT5). */
import type { Action, TeamsWhy } from './action';
import { isClosed } from './draft';
import type { Draft } from './draft';
import { ANCHOR, AVAILABLE, instrumentFor, isHandSetOnly } from './instrument';
import { FADE_MS } from './judge-presence';
import type { Hold, Meant } from './link-state';
import { isSamePresence } from './presence';
import type { Presence } from './presence';
import { HOUR, MINUTE } from './time';

/** WT3: nothing is held longer without being written again. */
export const HOLD_MS = HOUR;
/** How long before its end a hold is renewed. */
export const RENEW_AHEAD_MS = 10 * MINUTE;

export function planTeams(draft: Draft): Action | null {
  const { state } = draft;
  if (isClosed(draft, 'teams') || state.retryAt.teams > draft.now) return null;
  if (state.releasing) return planRelease(draft);
  if (state.takeBackSession) return { kind: 'clear-session', why: 'probe' };
  const { probe, meant } = state;
  if (probe) return probe.arrived || state.teams.wait ? null : session(AVAILABLE, 'probe');
  if (!meant) return null;
  if (meant.stage === 'write') return planChange(draft, meant);
  return meant.stage === 'shown' ? planRenewal(draft, meant) : null;
}

/** Never clears what a person set: only what is ours, or may be (EC5). */
function planRelease(draft: Draft): Action | null {
  const { session: held, preferred } = draft.state.teams;
  if (held) return { kind: 'clear-session', why: 'release' };
  return preferred ? { kind: 'clear-preferred', why: 'release' } : null;
}

function planChange(draft: Draft, meant: Meant): Action | null {
  const instrument = instrumentFor(meant.presence);
  if (instrument === 'session') return planSession(draft, meant);
  return instrument === 'preferred' ? planPreferred(draft, meant.presence, 'change') : null;
}

/** The session first, then the slot is cleared, so that nobody sees the anchor alone. */
function planSession(draft: Draft, meant: Meant): Action | null {
  const { teams } = draft.state;
  if (needsSession(draft, meant)) return session(meant.presence, 'change');
  if (meant.force === 'due') return preferredState(meant.presence, 'lift');
  if (meant.force === 'done') return null;
  if (teams.preferred && !awaits(draft, teams.preferred)) {
    return { kind: 'clear-preferred', why: 'change' };
  }
  return meant.lift === 'due' || mustLift(draft, meant)
    ? { kind: 'clear-preferred', why: 'lift' }
    : null;
}

/** WT2: a pair that only a hand can have set is lifted in the same turn. */
function mustLift(draft: Draft, meant: Meant): boolean {
  const shown = draft.state.teams.settled;
  return meant.overrides && meant.lift === 'no' && shown !== null && isHandSetOnly(shown);
}

function needsSession(draft: Draft, meant: Meant): boolean {
  const { session: held, settled } = draft.state.teams;
  if (isMissing(draft, held, meant.presence)) return true;
  const fades = isSamePresence(meant.presence, AVAILABLE);
  const faded = held !== null && draft.now >= held.writtenAt + FADE_MS;
  const shown = settled !== null && isSamePresence(settled, meant.presence);
  return fades && faded && !shown && !draft.state.teams.wait;
}

function planPreferred(draft: Draft, presence: Presence, why: TeamsWhy): Action | null {
  const { teams } = draft.state;
  if (isMissing(draft, teams.preferred, presence)) return preferredState(presence, why);
  return isMissing(draft, teams.session, ANCHOR) ? session(ANCHOR, why) : null;
}

/** WT3: renewed while it is meant; an Available session only where its owner is idle (WT5). */
function planRenewal(draft: Draft, meant: Meant): Action | null {
  const { state } = draft;
  const bySlot = meant.force === 'done' || instrumentFor(meant.presence) === 'preferred';
  // A slot that does not show beneath a call may be a person's by now (EC5).
  if (bySlot && state.overlay && !state.overlay.hidden) return null;
  if (instrumentFor(meant.presence) === 'preferred') {
    return planPreferred(draft, meant.presence, 'renewal');
  }
  if (meant.force === 'done' && isMissing(draft, state.teams.preferred, meant.presence)) {
    return preferredState(meant.presence, 'renewal');
  }
  if (meant.force === 'no' && state.teams.preferred) {
    return { kind: 'clear-preferred', why: 'change' };
  }
  if (isSamePresence(meant.presence, AVAILABLE)) {
    return state.renewSession ? session(AVAILABLE, 'renewal') : null;
  }
  const missing = isMissing(draft, state.teams.session, meant.presence);
  return missing ? session(meant.presence, 'renewal') : null;
}

function isMissing(draft: Draft, held: Hold | null, presence: Presence): boolean {
  if (!held || !isSamePresence(held.presence, presence)) return true;
  if (!held.sure) return !awaits(draft, held);
  return held.expiresAt - RENEW_AHEAD_MS <= draft.now;
}

/** A write whose fate is unknown is looked at before it is repeated (TN3). */
function awaits(draft: Draft, held: Hold): boolean {
  return !held.sure && draft.state.teams.wait !== null;
}

function session(presence: Presence, why: TeamsWhy): Action {
  return { kind: 'set-session', presence, expirationMs: HOLD_MS, why };
}

function preferredState(presence: Presence, why: TeamsWhy): Action {
  return { kind: 'set-preferred', presence, expirationMs: HOLD_MS, why };
}
