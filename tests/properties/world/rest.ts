/** What must hold when all has fallen quiet: nothing pending, nothing believed that is not so, sides in step. */
import { occupancyOf } from '../../../src/core/draft';
import { overlayKind } from '../../../src/core/instrument';
import { imageOfAgent, imageOfPresence } from '../../../src/core/mapping-lookup';
import { isSamePresence, readPresence, showPresence } from '../../../src/core/presence';
import type { Presence } from '../../../src/core/presence';
import type { ReasonCode } from '../../../src/core/reason';
import type { TurnRecord } from '../../../src/core/record';
import type { World } from './world';

/** All that is wrong when all has fallen quiet. */
export function faultsAtRest(world: World): readonly string[] {
  const rest = explainRest(world);
  return [
    ...pendingIn(world).map((name) => `pending: ${name}`),
    ...errorsIn(world),
    ...(rest === null ? ['the sides differ and nothing says why'] : []),
  ];
}

/** What is still to be done, by name. */
export function pendingIn(world: World): readonly string[] {
  const { shelf } = world.service;
  const { state } = shelf;
  const found: Readonly<Record<string, boolean>> = {
    'a change for VCC': state.toAgent !== null,
    'a call in flight': state.inFlight !== null,
    'a doubtful write': state.agent.doubt !== null,
    'a reading of VCC': state.readAgent && state.phase !== 'paused',
    'a settling time': state.teams.wait !== null,
    'a probe': state.probe !== null,
    'a release': state.releasing,
    'a session to take back': state.takeBackSession,
    'a presence to write': state.meant?.stage === 'write',
    facts: shelf.unreadFacts().length > 0,
    'the beginning': state.phase === 'new',
  };
  return Object.keys(found).filter((name) => found[name]);
}

/** What the service believes and the world denies. */
export function errorsIn(world: World): readonly string[] {
  const { state } = world.service.shelf;
  const told = world.agent.now.state.presenceId;
  const shown = shownNow(world);
  const errors: string[] = [];
  if (state.agent.settled?.state.presenceId !== told) {
    errors.push(`VCC stands at ${told}, believed ${String(state.agent.settled?.state.presenceId)}`);
  }
  if ((occupancyOf(state) === 'free') !== (world.agent.occupancy === 'free')) {
    errors.push(`occupancy is ${world.agent.occupancy}, believed ${occupancyOf(state)}`);
  }
  const { settled } = state.teams;
  if (
    shown.availability !== 'Offline' &&
    !(settled && isSamePresence(settled, shown)) &&
    !state.overlay
  ) {
    errors.push(
      `Teams shows ${showPresence(shown)}, believed ${settled ? showPresence(settled) : 'nothing'}`,
    );
  }
  return errors;
}

export function shownNow(world: World): Presence {
  const { availability, activity } = world.person.shownAt(world.now);
  const read = readPresence(availability, activity);
  if (!read) throw new Error(`The world shows an unknown word: ${availability}/${activity}`);
  return read;
}

/** Rules that let the sides differ for good, told by the notice or the last record that tells of it. */
const LASTING: readonly ReasonCode[] = [
  'own-status',
  'not-taken',
  'teams-refused',
  'vcc-refused',
  'vcc-not-taken',
  'blank-row',
  'direction-off',
  'no-definition',
  'idle-off-queue',
  'hold-ended',
  'first-reading',
  'overlay-moves-nobody',
  'overlay-answered',
  'interaction-ended',
  'vcc-newer',
  'call-ended',
];

/** `in step`, or the rule that lets the sides differ; null: nothing explains it. */
export function explainRest(world: World): string | null {
  const { state } = world.service.shelf;
  const shown = shownNow(world);
  const agent = world.agent.now.state;
  const { terms } = world.service;
  if (state.phase === 'paused') return 'GD6 paused';
  const image = imageOfAgent(terms, agent, world.agent.occupancy);
  if (image.kind === 'shows' && isSamePresence(image.presence, shown))
    return 'in step: image of the agent';
  const set = imageOfPresence(terms, shown);
  if (set.kind === 'sets' && set.state.presenceId === agent.presenceId)
    return 'in step: image of the presence';
  if (agent.category === 'LoggedOut') return 'GD2 logged out';
  if (shown.availability === 'Offline') return 'EC6 offline';
  if (overlayKind(shown)) return 'WW6 overlay in Teams';
  if (world.agent.occupancy !== 'free') return 'GD1 on an interaction';
  if (image.kind !== 'shows' && set.kind !== 'sets') return 'MP1 blank both ways';
  if (state.notice && LASTING.includes(state.notice.code)) return `notice ${state.notice.code}`;
  return lastReason(world.service.shelf.records);
}

function lastReason(records: readonly TurnRecord[]): string | null {
  for (const record of [...records].reverse()) {
    const codes = [record.code, ...record.seen.map((line) => line.code)];
    const lasting = codes.find((code) => LASTING.includes(code));
    if (lasting) return `record ${lasting}`;
    if (record.outcome === 'wrote' && record.code !== 'renewed') return null;
  }
  return null;
}
