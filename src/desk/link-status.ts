import type { Occupancy } from '../core/agent-state';
import type { LinkState } from '../core/link-state';
import { isSamePresence } from '../core/presence';
import { REASONS } from '../core/reason';
import type { ReasonCode } from '../core/reason';
import type { Trouble } from '../core/trouble';
import type { LinkStatus } from './contract';

/** Both sides of a link as last settled, and what there is to say: a trouble before all else (KP4). */
export function describeStatus(state: LinkState, trouble: Trouble | null = null): LinkStatus {
  const isEnded = state.phase === 'unlinking' || state.phase === 'unlinked';
  const code = trouble && !isEnded ? trouble.code : tell(state);
  const { settled } = state.agent;
  return {
    phase: state.phase === 'unlinked' ? 'unlinking' : state.phase,
    pausedUntil: state.pausedUntil,
    code,
    sentence: REASONS[code],
    vcc: {
      state: settled && {
        presenceId: settled.state.presenceId,
        category: settled.state.category,
        name: settled.state.name,
      },
      occupancy: readOccupancy(state),
      since: settled?.at ?? null,
    },
    teams: {
      availability: state.teams.settled?.availability ?? null,
      activity: state.teams.settled?.activity ?? null,
      since: readTeamsSince(state),
    },
  };
}

/** Codes that mean somebody has to look: counted in the health of a connection. */
export const TROUBLE: ReadonlySet<ReasonCode> = new Set([
  'vcc-refused',
  'vcc-not-taken',
  'teams-refused',
  'vcc-forbidden',
  'teams-forbidden',
  'agent-archived',
  'no-licence',
  'agent-gone',
  'person-gone',
  'vcc-trouble',
  'teams-trouble',
  'not-taken',
  'flapping',
  'law-failed',
]);

function tell(state: LinkState): ReasonCode {
  if (state.phase === 'new') return 'first-reading';
  if (state.phase === 'paused') return state.pauseCode ?? 'paused';
  if (state.phase === 'unlinking' || state.phase === 'unlinked') return 'unlinked';
  if (state.notice) return state.notice.code;
  if (state.failures.vcc > 0) return 'vcc-trouble';
  if (state.failures.teams > 0) return 'teams-trouble';
  if (state.probe) return 'probing';
  if (state.meant?.stage === 'write') return 'waiting-for-teams';
  return 'in-step';
}

function readOccupancy(state: LinkState): Occupancy {
  const phases = Object.values(state.occupancy.channels).map((channel) => channel.phase);
  if (phases.includes('engaged')) return 'engaged';
  if (phases.includes('wrapping-up')) return 'wrapping-up';
  return state.occupancy.reported?.occupancy ?? 'free';
}

/** Readings bear no time of change: it is known for what we set and for calls we watched begin. */
function readTeamsSince(state: LinkState): number | null {
  const { settled } = state.teams;
  if (!settled) return null;
  const told = [state.overlay, state.meant].find(
    (one) => one && isSamePresence(one.presence, settled),
  );
  return told?.since ?? null;
}
