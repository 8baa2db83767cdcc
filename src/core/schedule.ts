/** When the link wants its next turn, and its next look at Teams. */
import type { Action } from './action';
import { viewDraft } from './draft';
import type { Draft } from './draft';
import { instrumentFor } from './instrument';
import type { LinkState } from './link-state';
import type { Terms } from './mapping';
import { planVcc } from './plan';
import { planTeams, RENEW_AHEAD_MS } from './plan-teams';
import { MINUTE } from './time';

/** Instant of the next turn that is due without any fact; null: none. */
export function nextWake(state: LinkState, terms: Terms, now: number): number | null {
  const at = (instant: number): Draft => viewDraft(state, terms, Math.max(instant, now));
  const instants = [
    ...vccInstants(state).map((instant) => whenPlanned(at(instant), planVcc)),
    ...teamsInstants(state).map((instant) => whenPlanned(at(instant), planTeams)),
    terms.closed?.includes('teams') ? null : restInstant(state, now),
    pauseInstant(state),
    overlayInstant(state, terms, now),
    closedInstant(state, terms, now),
  ].filter((instant) => instant !== null);
  return instants.length > 0 ? Math.min(...instants) : null;
}

/** The planner itself says whether there will be a call to make: no wake for nothing, none missed. */
function whenPlanned(draft: Draft, plan: (draft: Draft) => Action | null): number | null {
  return plan(draft) ? draft.now : null;
}

function vccInstants({ agent, retryAt }: LinkState): readonly number[] {
  const { doubt } = agent;
  return doubt ? [Math.max(doubt.deadline, retryAt.vcc)] : [retryAt.vcc];
}

function teamsInstants(state: LinkState): readonly number[] {
  const renewed = renewal(state);
  return [state.retryAt.teams, ...(renewed === null ? [] : [renewed])];
}

/** After the pause nothing may be missing, and then Teams is looked at. */
function restInstant({ meant, teams, retryAt }: LinkState, now: number): number | null {
  const rests = meant?.stage === 'write' && !teams.wait && retryAt.teams > now;
  return rests ? retryAt.teams : null;
}

/** WT3: holds that are meant are renewed; an Available session is not (WT5). */
function renewal(state: LinkState): number | null {
  const { meant, teams, retryAt } = state;
  if (meant?.stage !== 'shown' && meant?.stage !== 'write') return null;
  const slot = teams.preferred?.expiresAt ?? Infinity;
  const fades =
    instrumentFor(meant.presence) === 'session' && meant.presence.availability === 'Available';
  const session = fades ? Infinity : (teams.session?.expiresAt ?? Infinity);
  const first = Math.min(slot, session);
  return first === Infinity ? null : Math.max(first - RENEW_AHEAD_MS, retryAt.teams);
}

function pauseInstant(state: LinkState): number | null {
  const bounded = state.phase === 'paused' || state.phase === 'unlinking';
  return bounded ? state.pausedUntil : null;
}

/** KP4: who is not told of the end of a trouble finds out. */
const CLOSED_LOOK_MS = 10 * MINUTE;

function closedInstant(state: LinkState, terms: Terms, now: number): number | null {
  const isClosed = terms.closed !== undefined && terms.closed.length > 0;
  return isClosed && state.phase !== 'unlinked' ? now + CLOSED_LOOK_MS : null;
}

function overlayInstant(state: LinkState, terms: Terms, now: number): number | null {
  const { overlay, occupancy } = state;
  if (!overlay || overlay.wrote || overlay.spoken || occupancy.endedAt === null) return null;
  const at = occupancy.endedAt + terms.settleMs;
  return at > now ? at : null;
}

/** Wants the first Teams reading begun at or after this instant, even an unchanged one (EC4). */
export function nextTeamsLook(state: LinkState, now: number): number | null {
  const { wait, unsettled, stale, seenAt } = state.teams;
  if (wait) return wait.until;
  if (state.phase === 'new' && seenAt === 0) return now;
  if (unsettled && stale) return stale.until;
  return null;
}
