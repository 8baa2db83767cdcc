import { initialLinkState } from './link-state';
import type { LinkState } from './link-state';

/**
 * A state the law cannot go on from: everything is looked at anew and VCC is right, as after a pause
 * (GD6). What we hold, or may hold by a call under way, is remembered, and so is who must be left alone.
 */
export function startAnew(before: LinkState): LinkState {
  const fresh = initialLinkState();
  const { session = null, preferred = null } = before.teams;
  const stays = before.phase === 'paused' || before.phase === 'unlinking';
  return {
    ...fresh,
    ...(stays && {
      phase: before.phase,
      pausedUntil: before.pausedUntil,
      pauseCode: before.pauseCode,
      releasing: session !== null || preferred !== null,
    }),
    alignment: 'hold',
    teams: { ...fresh.teams, session, preferred },
    inFlight: before.inFlight,
  };
}
