/** A settled reading of Teams: nothing new, an overlay, an end of ours, or a change by hand. */
import { dropped } from './draft';
import type { Draft, Verdict } from './draft';
import { overlayKind } from './instrument';
import { judgeChange } from './judge-presence';
import type { Hold } from './link-state';
import { beginOverlay, continueOverlay, endOverlay } from './overlay';
import { isSamePresence } from './presence';
import type { Presence } from './presence';
import type { Reading } from './reading';
import { MINUTE, SECOND } from './time';

/** WW2: how far a reading may lag behind the change it shows. */
const LAG_MS = 5 * SECOND;
/** EC4: how long what stood before may still be read after a change by hand or a renewal. */
export const STALE_MS = 6 * SECOND;
/** WT5: an Available session older than this is renewed when its owner's clients are idle. */
const RENEW_IDLE_AFTER_MS = 4 * MINUTE;

export function judgeReading(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  const { availability } = reading.presence;
  if (availability === 'PresenceUnknown') return dropped('unknown-word', 'MP1');
  if (availability === 'Offline') return dropped('offline', 'EC6');
  if (state.phase !== 'running') return settleAside(draft, reading);
  if (overlayKind(reading.presence)) return judgeOverlay(draft, reading);
  if (state.teams.baseline) return settleFirst(draft, reading);
  if (state.overlay) return endOverlay(draft, reading, judgeBase);
  return judgeBase(draft, reading);
}

/** Before the link runs, or while it is paused, readings are only remembered. */
function settleAside(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  state.teams.settled = reading.presence;
  state.teams.baseline = false;
  return state.phase === 'paused' ? dropped('paused', 'GD6') : dropped('first-reading', 'EC6');
}

function settleFirst(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  state.teams.settled = reading.presence;
  state.teams.baseline = false;
  state.overlay = null;
  return dropped('first-reading', 'EC6');
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
  const verdict = judgeChange(draft, change);
  if (verdict.code === 'teams-changed' && before) {
    teams.stale = { presence: before, until: reading.at + STALE_MS };
  }
  return verdict;
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

/** EC6: something we held ran out, and what shows now is what lay beneath. */
function endHolds(draft: Draft, reading: Reading, before: Presence | null): boolean {
  const { teams, meant } = draft.state;
  const ended = (hold: Hold | null): boolean =>
    hold !== null &&
    hold.expiresAt <= reading.at &&
    before !== null &&
    isSamePresence(hold.presence, before);
  const slot = ended(teams.preferred);
  const session = ended(teams.session) && before?.availability !== 'Available';
  if (!slot && !session) return false;
  if (slot) teams.preferred = null;
  if (teams.session && teams.session.expiresAt <= reading.at) teams.session = null;
  if (meant) meant.stage = 'write';
  return true;
}

/** EC5: a settled reading shows something else, so the slot is no longer ours. */
function loseSlot(draft: Draft, shown: Presence): boolean {
  const { teams } = draft.state;
  const held = teams.preferred;
  if (!held || isSamePresence(held.presence, shown)) return false;
  teams.preferred = null;
  return held.sure;
}
