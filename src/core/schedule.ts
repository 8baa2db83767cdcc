/** When the link wants its next turn, and its next look at Teams. */
import { waitsForEnd } from './draft';
import { instrumentFor } from './instrument';
import type { LinkState } from './link-state';
import type { Terms } from './mapping';
import { RENEW_AHEAD_MS } from './plan-teams';

/** Instant of the next turn that is due without any fact; null: none. */
export function nextWake(state: LinkState, terms: Terms, now: number): number | null {
  const instants = [
    ...vccInstants(state),
    ...teamsInstants(state),
    pauseInstant(state),
    overlayInstant(state, terms, now),
  ].filter((at) => at !== null);
  return instants.length > 0 ? Math.min(...instants) : null;
}

function vccInstants(state: LinkState): (number | null)[] {
  if (state.phase === 'unlinking' || state.phase === 'unlinked') return [];
  const pending = state.toAgent !== null && !waitsForEnd(state);
  const wants = pending || (state.readAgent && state.phase !== 'paused');
  const deadline = state.agent.doubt?.deadline ?? null;
  return [
    wants && !state.agent.doubt ? state.retryAt.vcc : null,
    deadline === null ? null : Math.max(deadline, state.retryAt.vcc),
  ];
}

function teamsInstants(state: LinkState): (number | null)[] {
  const { meant, probe, teams } = state;
  const wants =
    state.releasing ||
    state.takeBackSession ||
    state.renewSession ||
    (probe !== null && !probe.arrived && !teams.wait) ||
    (meant?.stage === 'write' && !teams.wait) ||
    (meant?.stage === 'write' && state.retryAt.teams > 0 && state.failures.teams > 0);
  return [wants ? state.retryAt.teams : null, renewal(state)];
}

/** WT3: holds that are meant are renewed; an Available session is not (WT5). */
function renewal(state: LinkState): number | null {
  const { meant, teams, retryAt } = state;
  if (meant?.stage !== 'shown' && meant?.stage !== 'write') return null;
  const slot = teams.preferred?.expiresAt ?? Infinity;
  const fades = instrumentFor(meant.presence) === 'session' && meant.presence.availability === 'Available';
  const session = fades ? Infinity : (teams.session?.expiresAt ?? Infinity);
  const first = Math.min(slot, session);
  return first === Infinity ? null : Math.max(first - RENEW_AHEAD_MS, retryAt.teams);
}

function pauseInstant(state: LinkState): number | null {
  const bounded = state.phase === 'paused' || state.phase === 'unlinking';
  return bounded ? state.pausedUntil : null;
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
