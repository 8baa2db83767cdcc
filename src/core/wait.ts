/** The settling time after a write to Teams (EC3, EC4, WT2, WT4). */
import { decide, dropped, taken } from './draft';
import type { Draft, Verdict } from './draft';
import { AVAILABLE, instrumentFor, overlayKind } from './instrument';
import { judgeReading } from './judge-reading';
import type { Reading } from './reading';
import type { Hold, Meant, Wait } from './link-state';
import { isSamePresence, showPresence } from './presence';
import type { Presence } from './presence';
import { judgeChange } from './judge-presence';
import { uncover } from './overlay';
import { planTeams } from './plan-teams';
import { REASONS } from './reason';

/** Opens the wait, or prolongs it where the same state is awaited already. */
export function openWait(
  draft: Draft,
  { expected, why, from }: Pick<Wait, 'expected' | 'why' | 'from'>,
): void {
  const { teams } = draft.state;
  const until = draft.now + draft.terms.settleMs;
  const open = teams.wait;
  if (open && isSamePresence(open.expected, expected)) {
    teams.wait = { ...open, until };
    return;
  }
  const before = open?.before ?? teams.settled;
  teams.wait = { expected, before, from, until, why };
  teams.stale = null;
}

export function showsExpected(wait: Wait, presence: Presence): boolean {
  return isSamePresence(wait.expected, presence);
}

/** The expected state is seen, or the first reading after the time is over judges. */
export function concludeWait(draft: Draft, reading: Reading): Verdict {
  const { teams } = draft.state;
  const { wait } = teams;
  if (!wait) return judgeReading(draft, reading);
  teams.wait = null;
  teams.unsettled = null;
  if (showsExpected(wait, reading.presence)) return concludeShown(draft, wait, reading);
  return wait.why === 'probe' ? concludeProbe(draft, reading) : concludeOther(draft, wait, reading);
}

function concludeShown(draft: Draft, wait: Wait, reading: Reading): Verdict {
  const { state } = draft;
  state.teams.settled = reading.presence;
  state.teams.baseline = false;
  state.teams.idleAway = false;
  proveHold(draft, wait);
  dropSlot(draft, reading.presence);
  leaveStale(draft, wait, reading);
  uncover(draft, reading.presence);
  if (wait.why === 'probe') return concludeIdle(draft);
  if (state.meant && isSamePresence(state.meant.presence, reading.presence)) {
    state.meant.stage = 'shown';
  }
  return dropped('own-echo', 'EC1', 'WT4');
}

/** A lagging server may still say what stood before (EC4). */
function leaveStale(draft: Draft, wait: Wait, reading: Reading): void {
  if (wait.before && isSamePresence(wait.before, reading.presence)) return;
  if (reading.at >= wait.until) return;
  draft.state.teams.stale = { presence: wait.before, until: wait.until };
}

/**
 * WT3: a reading that shows it proves that it arrived, where nothing else can have made it show: not
 * where it showed before, not for Available, which a client shows as well, and not for Away where
 * an anchor may show it alone. What is being taken back is not proved.
 */
function proveHold(draft: Draft, { expected, before }: Wait): void {
  const { meant, teams } = draft.state;
  if (isSamePresence(expected, AVAILABLE) && meant?.force !== 'done') return;
  if (before && isSamePresence(before, expected)) return;
  const bySession = instrumentFor(expected) === 'session' && meant?.force !== 'done';
  const hold = bySession ? teams.session : teams.preferred;
  if (!bySession && isShownBy(teams.session, expected)) return;
  if (hold && isSamePresence(hold.presence, expected)) hold.sure = true;
}

function isShownBy(session: Hold | null, presence: Presence): boolean {
  return session !== null && isSamePresence(session.presence, presence);
}

/** GD3: the renewed session shows, so the Away was idleness. */
function concludeIdle(draft: Draft): Verdict {
  const { state } = draft;
  state.probe = null;
  state.meant ??= {
    presence: AVAILABLE,
    code: 'only-idle',
    since: draft.now,
    overrides: false,
    lift: 'no',
    force: 'no',
    stage: 'shown',
    counted: true,
  };
  decide(draft, {
    code: 'only-idle',
    title: 'Left alone: only idle',
    sentence: REASONS['only-idle'],
    rules: ['GD3', 'WT5'],
  });
  return taken('only-idle', 'GD3');
}

function concludeProbe(draft: Draft, reading: Reading): Verdict {
  const { state } = draft;
  const { probe } = state;
  if (!probe) return judgeReading(draft, reading);
  if (!probe.arrived) return dropped('probing', 'GD3');
  if (!isSamePresence(probe.presence, reading.presence)) {
    state.probe = null;
    // What comes back after Offline is compared with what stood before (EC6), not with the unproved.
    if (reading.presence.availability === 'Offline') state.teams.settled = probe.from;
    return judgeReading(draft, reading);
  }
  state.probe = null;
  state.teams.settled = reading.presence;
  state.meant = null;
  state.takeBackSession = true;
  return judgeChange(draft, { ...probe, deliberate: true });
}

function concludeOther(draft: Draft, wait: Wait, reading: Reading): Verdict {
  const { meant } = draft.state;
  const current = meant && isSamePresence(meant.presence, wait.expected) ? meant : null;
  if (current && hasDoubt(draft, wait.expected)) return dropped('fate-unknown', 'EC5', 'TN3');
  if (overlayKind(reading.presence)) {
    if (current) current.stage = 'shown';
    const since = current && isUncovered(wait, current) ? 0 : reading.since;
    return judgeReading(draft, { ...reading, since });
  }
  if (!current || !stoodBefore(wait, reading.presence)) return judgeReading(draft, reading);
  if (isUnwritten(draft)) return standsStill(draft, reading.presence);
  if (instrumentFor(wait.expected) === 'session') return handSet(draft, reading.presence);
  if (isHeldFromBefore(draft, current)) return standsStill(draft, reading.presence);
  return notTaken(draft, reading.presence);
}

/** Nothing was written for it, for a hold seemed to stand already: it does not, and is written anew. */
function isHeldFromBefore({ state }: Draft, { since }: Meant): boolean {
  const { preferred } = state.teams;
  return preferred !== null && preferred.writtenAt < since;
}

/** A call that a preferred state has hidden may have begun at any time before (WW2, WW6). */
function isUncovered({ before }: Wait, meant: Meant): boolean {
  const wasHidden = before !== null && instrumentFor(before) === 'preferred';
  return wasHidden && meant.code !== 'interaction-ended';
}

/** After a write of unknown fate the state is not proved wrong: it is written again (EC5). */
function hasDoubt(draft: Draft, expected: Presence): boolean {
  const { session, preferred } = draft.state.teams;
  return [session, preferred].some(
    (hold) => hold !== null && !hold.sure && isSamePresence(hold.presence, expected),
  );
}

/** TN5: what still waits for its budget, or for Teams to answer again, proves nothing (WT4). */
function isUnwritten(draft: Draft): boolean {
  const state = { ...draft.state, retryAt: { ...draft.state.retryAt, teams: 0 } };
  return planTeams({ ...draft, state }) !== null;
}

/** What a person changes from here on is compared with this. */
function standsStill(draft: Draft, shown: Presence): Verdict {
  settle(draft, shown);
  return dropped('unsettled', 'EC4', 'TN5');
}

function stoodBefore(wait: Wait, presence: Presence): boolean {
  if (presence.availability === 'Offline') return true;
  if (wait.own && isSamePresence(wait.own, presence)) return true;
  return !wait.before || isSamePresence(wait.before, presence);
}

/** WT2: a hand-set status stands over our session. */
function handSet(draft: Draft, shown: Presence): Verdict {
  const { state } = draft;
  const meant = state.meant;
  if (!meant) return dropped('not-taken', 'WT4');
  settle(draft, shown);
  if (!meant.overrides) {
    meant.stage = 'own-status';
    state.notice = { code: 'own-status', at: draft.now };
    decide(draft, {
      code: 'own-status',
      title: 'Left alone: your own status',
      sentence: REASONS['own-status'],
      rules: ['WT2'],
    });
    return taken('own-status', 'WT2');
  }
  if (meant.lift === 'no') return stepOver(draft, 'hand-set-lifted', { lift: 'due' });
  const canForce = isSamePresence(meant.presence, AVAILABLE);
  if (meant.force === 'no' && canForce) return stepOver(draft, 'last-resort', { force: 'due' });
  return notTaken(draft, shown);
}

function stepOver(
  draft: Draft,
  code: 'hand-set-lifted' | 'last-resort',
  step: Partial<Pick<Meant, 'lift' | 'force'>>,
): Verdict {
  const { meant } = draft.state;
  if (meant) Object.assign(meant, step, { stage: 'write' });
  decide(draft, {
    code,
    title: 'Decided: lift the hand-set status',
    sentence: REASONS[code],
    rules: ['WT2'],
  });
  return taken(code, 'WT2');
}

/** WT4: told once, not repeated until something changes. */
function notTaken(draft: Draft, shown: Presence): Verdict {
  const { state } = draft;
  settle(draft, shown);
  if (state.meant) state.meant.stage = 'not-taken';
  state.notice = { code: 'not-taken', at: draft.now };
  decide(draft, {
    code: 'not-taken',
    title: 'Teams accepted it, but shows something else',
    sentence: `Teams shows ${showPresence(shown)}. ${REASONS['not-taken']}`,
    rules: ['WT4'],
  });
  return taken('not-taken', 'WT4');
}

function settle(draft: Draft, shown: Presence): void {
  const { teams } = draft.state;
  if (shown.availability === 'Offline') return;
  dropSlot(draft, shown);
  teams.settled = shown;
}

/** EC5: a preferred state of ours that does not show is no longer ours. */
function dropSlot(draft: Draft, shown: Presence): void {
  const { teams } = draft.state;
  if (teams.preferred && !isSamePresence(teams.preferred.presence, shown)) teams.preferred = null;
}
