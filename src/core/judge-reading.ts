/** A settled reading of Teams: nothing new, an overlay, an end of ours, or a change by hand. */
import { dropped } from './draft';
import type { Draft, Verdict } from './draft';
import { AVAILABLE, isHandSetOnly, overlayKind } from './instrument';
import { judgeChange } from './judge-presence';
import type { Hold, LinkState } from './link-state';
import { CLOCKS_DIFFER_MS } from './put-right';
import { beginOverlay, continueOverlay, endOverlay, hide, lieAside } from './overlay';
import { isSamePresence } from './presence';
import type { Presence } from './presence';
import type { Reading } from './reading';
import { MINUTE, SECOND } from './time';

/** WW2: how far a reading may lag behind the change it shows. */
const LAG_MS = 5 * SECOND;
/** EC4: how long what stood before may still be read after a change by hand or a renewal. */
export const STALE_MS = 6 * SECOND;
/** How long after its start a reading may still look: the longest time a call may take. */
const READING_MS = 10 * SECOND;
/** WT5: an Available session older than this is renewed when its owner's clients are idle. */
const RENEW_IDLE_AFTER_MS = 4 * MINUTE;

export function judgeReading(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  const { availability } = reading.presence;
  if (availability === 'PresenceUnknown') return dropped('unknown-word', 'MP1');
  if (availability === 'Offline') return seeOffline(draft, reading);
  const isOverlay = overlayKind(reading.presence) !== null && !isOurs(draft, reading);
  if (state.phase !== 'running') return settleAside(draft, reading, isOverlay);
  const before = state.overlay?.presence ?? state.teams.settled;
  const verdict = judgeSettled(draft, reading, isOverlay);
  leaveStale(state, reading, before);
  return verdict;
}

/** EC4: after a change in Teams what stood before may still be read for a while. */
function leaveStale({ teams }: LinkState, reading: Reading, before: Presence | null): void {
  if (!before || teams.wait || isSamePresence(before, reading.presence)) return;
  teams.stale = { presence: before, until: reading.at + STALE_MS };
}

function judgeSettled(draft: Draft, reading: Reading, isOverlay: boolean): Verdict {
  const { state } = draft;
  if (isOverlay) return judgeOverlay(draft, reading);
  if (state.teams.baseline) return settleFirst(draft, reading);
  if (state.overlay && !hide(draft, reading.presence)) {
    return endOverlay(draft, reading, judgeBase);
  }
  return judgeBase(draft, reading);
}

/** Before the link runs, or while it is paused, readings are only remembered. */
function settleAside(draft: Draft, reading: Reading, isOverlay: boolean): Verdict {
  const { state } = draft;
  if (isOverlay) lieAside(draft, reading);
  else {
    state.teams.settled = reading.presence;
    state.teams.baseline = false;
    state.overlay = null;
  }
  return state.phase === 'paused' ? dropped('paused', 'GD6') : dropped('first-reading', 'EC6');
}

function settleFirst(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  state.teams.settled = reading.presence;
  state.teams.baseline = false;
  state.overlay = null;
  return dropped('first-reading', 'EC6');
}

/** A session of ours may bear the words of a call: it is none (EC1). */
function isOurs(draft: Draft, { presence, at }: Reading): boolean {
  const { session } = draft.state.teams;
  const ours = session === null ? [] : [session, ...(session.instead ? [session.instead] : [])];
  return ours.some((one) => one.expiresAt > at && isSamePresence(one.presence, presence));
}

function judgeOverlay(draft: Draft, reading: Reading): Verdict {
  draft.state.probe = null;
  return draft.state.overlay
    ? continueOverlay(draft, reading)
    : beginOverlay(draft, { ...reading, spanFrom: reading.since - LAG_MS });
}

function judgeBase(draft: Draft, reading: Reading): Verdict {
  const { teams } = draft.state;
  const before = teams.settled;
  teams.settled = reading.presence;
  if (before && isSamePresence(before, reading.presence)) return sameAsBefore(draft, reading);
  if (endHolds(draft, reading, before)) return dropped('hold-ended', 'EC6');
  const tookSlot = loseSlot(draft, reading.presence);
  const change = {
    presence: reading.presence,
    spanFrom: reading.since - LAG_MS,
    at: reading.at,
    from: before,
    tookSlot,
  };
  return judgeChange(draft, change);
}

/** WT5: shown by idle clients only, our session is what keeps it Available. */
function sameAsBefore(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  const { session } = state.teams;
  const ours = state.meant?.presence.availability === 'Available' && state.meant.force === 'no';
  const old = !session || reading.at - session.writtenAt >= RENEW_IDLE_AFTER_MS;
  if (reading.presence.idle && ours && old) state.renewSession = true;
  return dropped('same-state', 'WW1', 'MP3');
}

/** EC6: nobody's choice; WT5: yet no client shows them Available any more, and ours has run out. */
function seeOffline(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  const { session } = state.teams;
  const meansAvailable = state.meant?.presence.availability === 'Available';
  const isOver = !session || reading.at - session.writtenAt >= RENEW_IDLE_AFTER_MS;
  if (state.phase === 'running' && meansAvailable && isOver) state.renewSession = true;
  return dropped('offline', 'EC6');
}

/** EC6: something we held ran out, and what shows now is what lay beneath. */
function endHolds(draft: Draft, reading: Reading, before: Presence | null): boolean {
  const { teams, meant } = draft.state;
  if (isHandSetOnly(reading.presence)) return false;
  const slot = mayHaveEnded(teams.preferred, reading, before);
  const isAlone = teams.preferred === null && before?.availability !== 'Available';
  const session = isAlone && mayHaveEnded(teams.session, reading, before);
  if (!slot && !session) return false;
  if (slot) teams.preferred = null;
  if (teams.session && teams.session.expiresAt <= reading.at) teams.session = null;
  if (meant) meant.stage = 'write';
  // Idleness may have lain beneath.
  teams.idleAway = reading.presence.availability === 'Away';
  return true;
}

/** A hold of unknown fate proves nothing about who set what shows (EC5). */
function mayHaveEnded(hold: Hold | null, reading: Reading, before: Presence | null): boolean {
  if (!hold || !before) return false;
  if (!hold.sure) return true;
  const mayBeOverAt = reading.at + READING_MS + CLOCKS_DIFFER_MS;
  return hold.expiresAt <= mayBeOverAt && isSamePresence(hold.presence, before);
}

/**
 * EC5: a settled reading shows something else, so the slot is no longer ours. That it was until then
 * is known only of what no client shows by itself.
 */
function loseSlot(draft: Draft, shown: Presence): boolean {
  const { teams } = draft.state;
  const held = teams.preferred;
  if (!held || isSamePresence(held.presence, shown)) return false;
  teams.preferred = null;
  return held.sure && !isSamePresence(held.presence, AVAILABLE);
}
