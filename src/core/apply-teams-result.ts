/** Results of calls to Graph (WT1 to WT4, EC4, EC5). */
import type { Action, ActionResult } from './action';
import { FORBIDDEN_MS, pauseAfter } from './backoff';
import { decide, startOf } from './draft';
import type { Draft } from './draft';
import { AVAILABLE } from './instrument';
import { STALE_MS } from './judge-reading';
import type { Hold, LinkState } from './link-state';
import { isSamePresence } from './presence';
import type { Presence } from './presence';
import type { ReasonCode } from './reason';
import { REASONS } from './reason';
import { openWait } from './wait';

type TeamsAction = Exclude<Action, { kind: 'read-agent' | 'set-agent' }>;

export function applyTeamsResult(draft: Draft, action: TeamsAction, result: ActionResult): void {
  const startedAt = startOf(draft);
  switch (result.kind) {
    case 'done':
      return settleWrite(draft, action, startedAt);
    case 'retry':
      return waitForTeams(draft, result.afterMs, 'teams-trouble');
    case 'unknown':
      hold(draft, action, { startedAt, sure: false });
      expectShown(draft, action, startedAt);
      return waitForTeams(draft, result.afterMs, 'fate-unknown');
    case 'forbidden':
      return waitForTeams(draft, FORBIDDEN_MS, 'teams-forbidden');
    case 'gone':
      return waitForTeams(draft, FORBIDDEN_MS, 'person-gone');
    case 'refused':
      return refuse(draft, result.reason);
  }
}

function settleWrite(draft: Draft, action: TeamsAction, startedAt: number): void {
  const { state } = draft;
  state.failures.teams = 0;
  state.notice = isTrouble(state) ? null : state.notice;
  const lapsed = hasLapsed(draft, action);
  hold(draft, action, { startedAt, sure: true });
  stepDone(state, action);
  if (action.why === 'renewal') return afterRenewal(draft, action, lapsed);
  if (action.why === 'release') return afterRelease(state);
  if (action.kind === 'clear-session') return afterTakingBack(state);
  expectShown(draft, action, startedAt);
  if (lapsed && state.teams.wait) state.teams.wait.before = null;
  if (action.why === 'change') countChange(draft);
}

/** Written after its end: for a moment what lies beneath has shown, whatever it is (EC4). */
function hasLapsed(draft: Draft, action: TeamsAction): boolean {
  const { session, preferred } = draft.state.teams;
  if (action.kind === 'set-preferred')
    return preferred !== null && preferred.expiresAt <= draft.now;
  return action.kind === 'set-session' && session !== null && session.expiresAt <= draft.now;
}

function hold(draft: Draft, action: TeamsAction, sending: Sending): void {
  const { teams } = draft.state;
  switch (action.kind) {
    case 'set-session':
      teams.session = sent(teams.session, action, sending);
      return;
    case 'set-preferred':
      teams.preferred = sent(teams.preferred, action, sending);
      return;
    case 'clear-session':
      teams.session = sending.sure ? null : inDoubt(teams.session);
      return;
    case 'clear-preferred':
      teams.preferred = sending.sure ? null : inDoubt(teams.preferred);
  }
}

interface Sending {
  readonly startedAt: number;
  readonly sure: boolean;
}

/** WT3: the end is counted from the start of the write that is known to have arrived. */
function sent(
  held: Hold | null,
  { presence, expirationMs }: Extract<TeamsAction, { presence: Presence }>,
  { startedAt, sure }: Sending,
): Hold {
  if (!sure && held && isSamePresence(held.presence, presence)) return { ...held, sure };
  const hold = { presence, writtenAt: startedAt, expiresAt: startedAt + expirationMs, sure };
  if (sure || !held) return hold;
  const { presence: before, expiresAt } = held;
  return { ...hold, instead: held.instead ?? { presence: before, expiresAt } };
}

function inDoubt(held: Hold | null): Hold | null {
  return held && { ...held, sure: false };
}

function stepDone(state: LinkState, action: TeamsAction): void {
  if (state.probe && action.why === 'probe') state.probe.arrived = true;
  if (!state.meant) return;
  if (action.kind === 'clear-preferred' && state.meant.lift !== 'done') state.meant.lift = 'done';
  if (action.kind === 'set-preferred' && action.why === 'lift') state.meant.force = 'done';
}

/** EC4: for a while after a renewal what stood before may still be read. */
function afterRenewal(draft: Draft, action: TeamsAction, lapsed: boolean): void {
  const { state } = draft;
  if (action.kind === 'set-session') state.renewSession = false;
  const { settled, stale, wait } = state.teams;
  if (!settled || wait) return;
  // What stood before the write that this one completes may still be read as well.
  if (!lapsed && stale && stale.until > draft.now) return;
  state.teams.stale = { presence: lapsed ? null : settled, until: draft.now + STALE_MS };
}

function afterRelease(state: LinkState): void {
  if (state.teams.session || state.teams.preferred) return;
  state.releasing = false;
  state.teams.baseline = true;
}

function afterTakingBack(state: LinkState): void {
  state.takeBackSession = false;
}

function expectShown(draft: Draft, action: TeamsAction, startedAt: number): void {
  const { state } = draft;
  if (action.why === 'probe' && action.kind === 'set-session') {
    openWait(draft, { expected: AVAILABLE, why: 'probe', from: startedAt });
  } else if (state.meant && (action.why === 'change' || action.why === 'lift')) {
    openWait(draft, { expected: state.meant.presence, why: 'write', from: startedAt });
  }
}

/** GD5 counts what follows from nobody's order. */
function countChange(draft: Draft): void {
  const { meant, changes } = draft.state;
  if (!meant || meant.counted) return;
  meant.counted = true;
  const ordered: readonly ReasonCode[] = ['ordered', 'aligned', 'resumed'];
  if (!ordered.includes(meant.code)) changes.push(draft.now);
}

function waitForTeams(draft: Draft, askedMs: number, code: ReasonCode): void {
  const { state } = draft;
  state.failures.teams += 1;
  state.retryAt.teams = draft.now + pauseAfter(state.failures.teams, askedMs);
  if (state.notice?.code !== code) state.notice = { code, at: draft.now };
  decide(draft, { code, title: 'Waiting for Teams', sentence: REASONS[code], rules: ['TN5'] });
}

/** WT4: told once, not repeated until something changes. */
function refuse(draft: Draft, reason: string): void {
  const { state } = draft;
  if (state.meant) state.meant.stage = 'not-taken';
  state.probe = null;
  state.takeBackSession = false;
  state.releasing = false;
  state.renewSession = false;
  state.notice = { code: 'teams-refused', at: draft.now };
  decide(draft, {
    code: 'teams-refused',
    title: 'Teams refused',
    sentence: `${REASONS['teams-refused']} ${reason}`,
    rules: ['WT4'],
  });
}

function isTrouble(state: LinkState): boolean {
  const codes: readonly ReasonCode[] = [
    'teams-trouble',
    'fate-unknown',
    'teams-forbidden',
    'person-gone',
  ];
  return state.notice !== null && codes.includes(state.notice.code);
}
