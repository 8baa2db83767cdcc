import { initialLinkState } from './link-state';
import type { Hold, LinkState } from './link-state';
import { readPresence } from './presence';
import { MINUTE } from './time';

/** For how long a link is left alone on which the law has failed again. */
export const LAW_STOP_MS = 10 * MINUTE;

/**
 * A state the law cannot go on from: everything is looked at anew and VCC is right, as after a pause
 * (GD6). What we hold, or may hold by a call under way, is remembered, and so is who must be left
 * alone. Where it fails again soon after that, the link is stopped for a while and then tried again.
 * Nothing of the state is trusted here, since the law has failed on it.
 */
export function startAnew(before: Partial<LinkState>, now: number): LinkState {
  const fresh = initialLinkState();
  const session = readHold(before.teams?.session);
  const preferred = readHold(before.teams?.preferred);
  const again = hasFailedLately(before, now);
  const ended = phaseOf(before, again ? now + LAW_STOP_MS : null);
  const retryAt = again ? now + LAW_STOP_MS : 0;
  return {
    ...fresh,
    ...ended,
    releasing: ended.phase !== 'new' && (session !== null || preferred !== null),
    alignment: 'hold',
    teams: { ...fresh.teams, session, preferred },
    inFlight: before.inFlight ?? null,
    retryAt: { vcc: retryAt, teams: retryAt },
    lawFailedAt: now,
  };
}

type Phase = Pick<LinkState, 'phase' | 'pausedUntil' | 'pauseCode'>;

function phaseOf(
  { phase, pausedUntil, pauseCode }: Partial<LinkState>,
  stopUntil: number | null,
): Phase {
  const until = typeof pausedUntil === 'number' ? pausedUntil : null;
  if (phase === 'unlinking' || phase === 'unlinked') {
    return { phase, pausedUntil: until ?? 0, pauseCode: null };
  }
  if (phase === 'paused' && pauseCode !== 'law-failed') {
    return { phase, pausedUntil: until, pauseCode: pauseCode ?? null };
  }
  if (stopUntil !== null) {
    return { phase: 'paused', pausedUntil: stopUntil, pauseCode: 'law-failed' };
  }
  return { phase: 'new', pausedUntil: null, pauseCode: null };
}

/** Twice as long as a stop, so that a failure right after one is not taken for the first. */
function hasFailedLately({ lawFailedAt }: Partial<LinkState>, now: number): boolean {
  return typeof lawFailedAt === 'number' && now - lawFailedAt < 2 * LAW_STOP_MS;
}

function readHold(hold: Partial<Hold> | null | undefined): Hold | null {
  if (!hold?.presence || !isInstant(hold.expiresAt) || !isInstant(hold.writtenAt)) return null;
  const { availability, activity } = hold.presence;
  if (typeof availability !== 'string' || typeof activity !== 'string') return null;
  const presence = readPresence(availability, activity);
  if (!presence) return null;
  const { writtenAt, expiresAt, sure } = hold;
  return { presence, writtenAt, expiresAt, sure: sure === true };
}

function isInstant(at: unknown): at is number {
  return typeof at === 'number' && Number.isFinite(at);
}
