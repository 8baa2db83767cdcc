import type { PresencePair } from '../../contract';
import type { Voice } from './combine';
import { AWAY } from './pairs';

const FADE_STEP_MS = 5 * 60 * 1000;

/** What one app said with `setPresence`. */
export interface AppSession extends PresencePair {
  readonly setAt: number;
  readonly endsAt: number;
}

/** The session as it counts now: Available turns idle after 5 minutes and Away after 10 (2.5). */
export function sessionVoice(session: AppSession, nowMs: number, idle: PresencePair): Voice {
  const step = session.availability === 'Available' ? fadeStep(session, nowMs) : 0;
  const shown = [session, idle, AWAY][step] ?? AWAY;
  return {
    availability: shown.availability,
    activity: shown.activity,
    since: session.setAt + step * FADE_STEP_MS,
  };
}

/** Instants at which the session changes by itself. */
export function sessionTurns(session: AppSession): readonly number[] {
  const fades = session.availability === 'Available' ? [1, 2] : [];
  return [...fades.map((step) => session.setAt + step * FADE_STEP_MS), session.endsAt];
}

function fadeStep({ setAt }: AppSession, nowMs: number): number {
  return Math.min(2, Math.floor((nowMs - setAt) / FADE_STEP_MS));
}
