/**
 * Instants of ours that lie in the future: our clock has been set back since, with the process, or runs behind
 * that of the process before. Nothing can be compared with them, so the link is begun anew.
 */
import type { Fact } from './fact';
import type { Hold, LinkState } from './link-state';
import { startAnew } from './start-anew';
import { HOUR, MINUTE } from './time';

/** Clocks of well-kept machines differ by less. */
export const CLOCKS_DIFFER_MS = MINUTE;

/** Null: nothing lies in the future. */
export function putRight(state: LinkState, facts: readonly Fact[], now: number): LinkState | null {
  const aheadMs = Math.max(newestOf(state) - now, ...facts.map(sinceAheadMs));
  if (aheadMs <= CLOCKS_DIFFER_MS || state.phase === 'unlinked') return null;
  // It is the clock that failed, not the law.
  const { lawFailedAt, ...anew } = startAnew({ ...state, lawFailedAt: 0 }, now);
  void lawFailedAt;
  const { session, preferred } = anew.teams;
  return {
    ...anew,
    pausedUntil: anew.pausedUntil === null ? null : anew.pausedUntil - aheadMs,
    // VCC's stamps are not ours.
    occupancy: { ...state.occupancy, endedAt: null },
    teams: { ...anew.teams, session: inDoubt(session, now), preferred: inDoubt(preferred, now) },
    toAgent: state.toAgent?.why === 'order' ? { ...state.toAgent, at: now, spanFrom: now } : null,
    inFlight: state.inFlight && {
      ...state.inFlight,
      startedAt: Math.min(state.inFlight.startedAt, now),
    },
  };
}

/** A fact of ours from the future is as new as can be. */
export function asOfNow(fact: Fact, now: number): Fact {
  if (fact.side === 'vcc' || fact.at <= now + CLOCKS_DIFFER_MS) return fact;
  return fact.side === 'teams' ? { ...fact, at: now, since: null } : { ...fact, at: now };
}

/** The reading before this one was begun later: then the clock has been set back in between. */
function sinceAheadMs(fact: Fact): number {
  return fact.side === 'teams' && fact.since !== null ? fact.since - fact.at : 0;
}

/** The latest instant at which something is said to have been done. */
function newestOf({ teams, meant, inFlight, changes, orders }: LinkState): number {
  return Math.max(
    teams.seenAt,
    teams.wait?.from ?? 0,
    teams.session?.writtenAt ?? 0,
    teams.preferred?.writtenAt ?? 0,
    meant?.since ?? 0,
    inFlight?.startedAt ?? 0,
    ...changes,
    ...Object.values(orders).map(({ at }) => at),
  );
}

/** How much of its hour is left nobody can tell (EC5). */
function inDoubt(hold: Hold | null, now: number): Hold | null {
  if (!hold) return null;
  const { writtenAt, expiresAt } = hold;
  const [since, until] = [Math.min(writtenAt, now), Math.min(expiresAt, now + HOUR)];
  return { ...hold, writtenAt: since, expiresAt: until, sure: false };
}
