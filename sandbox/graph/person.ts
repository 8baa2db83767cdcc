import type { PersonSeed, SimulatedPerson } from '../contract';
import { PersonPresence } from './presence/person-presence';
import type { PresenceSurroundings } from './presence/person-presence';
import { preferredDefaultMs, preferredPairOf } from './presence/pairs';
import type { ClientSession } from './presence/client-session';

export interface StatusMessage {
  readonly content: string;
  readonly endsAt: number;
}

/** A person as the parts of the sandbox Graph know them. */
export interface GraphPerson {
  seed: PersonSeed;
  readonly tenantId: string;
  readonly presence: PersonPresence;
  readonly simulated: SimulatedPerson;
  statusMessage: StatusMessage | undefined;
}

export interface PersonBirth {
  readonly tenantId: string;
  readonly seed: PersonSeed;
  readonly around: PresenceSurroundings;
}

export function createPerson({ tenantId, seed, around }: PersonBirth): GraphPerson {
  const client = seed.signedIn === false ? undefined : { openedAt: around.clock.now() };
  const presence = new PersonPresence(around, client);
  const person: GraphPerson = {
    seed,
    tenantId,
    presence,
    simulated: createSimulated(tenantId, () => person),
    statusMessage: undefined,
  };
  return person;
}

function createSimulated(tenantId: string, person: () => GraphPerson): SimulatedPerson {
  return {
    get id() {
      return person().seed.id;
    },
    tenantId,
    get displayName() {
      return person().seed.displayName;
    },
    get userPrincipalName() {
      return person().seed.userPrincipalName;
    },
    shown() {
      const { availability, activity, sequenceNumber, since } = person().presence.shown();
      return { availability, activity, sequenceNumber, since };
    },
    held: () => person().presence.held(),
    ...statusMenu(() => person().presence),
    ...calendar(() => person().presence),
    ...clientActions(() => person().presence),
  };
}

type Presence = () => PersonPresence;

function statusMenu(presence: Presence): Pick<SimulatedPerson, 'setByHand' | 'resetStatus'> {
  return {
    setByHand(availability) {
      const chosen = preferredPairOf(availability);
      if (!chosen) throw new Error(`The client has no status "${availability}".`);
      presence().change((holdings, now) => {
        holdings.preferred = { ...chosen, endsAt: now + (preferredDefaultMs(chosen) ?? 0) };
      });
    },
    resetStatus() {
      presence().change((holdings) => {
        holdings.preferred = undefined;
      });
    },
  };
}

type Calendar = Pick<
  SimulatedPerson,
  'startMeeting' | 'endMeeting' | 'startFocusing' | 'endFocusing' | 'setOutOfOffice'
>;

function calendar(presence: Presence): Calendar {
  return {
    startMeeting: () => presence().change((held, now) => void (held.meetingSince = now)),
    endMeeting: () => presence().change((held) => void (held.meetingSince = undefined)),
    startFocusing: () => presence().change((held, now) => void (held.focusingSince = now)),
    endFocusing: () => presence().change((held) => void (held.focusingSince = undefined)),
    setOutOfOffice: (on) => presence().change((held) => void (held.isOutOfOffice = on)),
  };
}

type ClientActions = Pick<
  SimulatedPerson,
  | 'joinCall'
  | 'leaveCall'
  | 'goIdle'
  | 'goAwayByIdleness'
  | 'touchMouse'
  | 'closeLaptop'
  | 'openLaptop'
>;

function clientActions(presence: Presence): ClientActions {
  /** Does nothing while the laptop is closed. */
  const edit = (next: (client: ClientSession, nowMs: number) => ClientSession): void =>
    presence().change((held, now) => {
      if (held.client) held.client = next(held.client, now);
    });
  return {
    joinCall: (activity = 'InACall') =>
      edit((client, since) => ({ ...client, call: { activity, since } })),
    leaveCall: () => edit(({ call: _call, ...rest }) => rest),
    goIdle: () =>
      edit((client, now) => ({ ...client, untouchedSince: client.untouchedSince ?? now })),
    goAwayByIdleness: () =>
      edit((client, now) => ({ ...client, untouchedSince: now, isAwayNow: true })),
    touchMouse: () => edit(touched),
    closeLaptop: () => presence().change((held) => void (held.client = undefined)),
    openLaptop: () => presence().change((held, now) => void (held.client ??= { openedAt: now })),
  };
}

function touched({ openedAt, call }: ClientSession): ClientSession {
  return { openedAt, ...(call ? { call } : {}) };
}
