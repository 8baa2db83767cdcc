/** A store on PostgreSQL and both sides as tables to fill, for tests of keepers. */
import { randomUUID } from 'node:crypto';
import type { CallResult } from '../../src/clients/call-result';
import type { GraphClient, GraphUser, PresenceReading } from '../../src/clients/graph/client';
import type {
  AgentPresence,
  AgentStatus,
  Subscription,
  VccUser,
} from '../../src/clients/vcc/client';
import type { FullVccClient } from '../../src/clients/vcc/full-client';
import { initialLinkState } from '../../src/core/link-state';
import { silentEvents } from '../../src/runtime/events';
import type { Connection, Link, Store } from '../../src/store/store';
import { createHandClock } from '../clients/hand-clock';
import type { HandClock } from '../clients/hand-clock';
import { openTestStore } from '../store/open-store';
import { sampleConnection, sampleLink } from '../store/samples';

export type Failure = Exclude<CallResult<never>, { kind: 'ok' }>;

export const SHUT_OUT: Failure = { kind: 'forbidden', status: 403, reason: 'bad-credentials' };
export const AWAY: Failure = { kind: 'retry', afterMs: 1_000, reason: 'HTTP 503' };
export const REFUSED: Failure = { kind: 'refused', status: 400, reason: 'HTTP 400' };
export const GONE: Failure = { kind: 'gone', status: 404, reason: 'not found' };

/** What the two sides say; a failure put here is said instead. */
export interface Sides {
  scopes: readonly string[] | Failure;
  users: VccUser[] | Failure;
  statuses: AgentStatus[] | Failure;
  presences: AgentPresence[] | Failure;
  subscriptions: Subscription[] | Failure;
  /** An event type the account does not know. */
  unknownEvent: string | null;
  /** Takes version 0 of events where version 1 was asked for. */
  hasOldNames: boolean;
  roles: readonly string[] | Failure;
  people: Map<string, Partial<PresenceReading> | Failure>;
  known: Set<string>;
  /** Names of the calls made, oldest first. */
  readonly calls: string[];
}

export interface KeeperRig {
  readonly store: Store;
  readonly clock: HandClock;
  readonly sides: Sides;
  readonly graph: GraphClient;
  readonly vcc: FullVccClient;
  readonly woken: string[];
  readonly marks: string[];
  /** What most keepers take. */
  readonly deps: ReturnType<typeof depsOf>;
  connect(changes?: Partial<Connection>): Promise<Connection>;
  join(connection: Connection, name: string): Promise<Link>;
  calls(name: string): number;
  close(): Promise<void>;
}

export async function openKeeperRig(): Promise<KeeperRig> {
  const opened = await openTestStore();
  const clock = createHandClock();
  const sides = createSides();
  const [woken, marks]: [string[], string[]] = [[], []];
  const graph = graphOf(sides);
  const vcc = vccOf(sides);
  const { store } = opened;
  return {
    store,
    clock,
    sides,
    graph,
    vcc,
    woken,
    marks,
    deps: depsOf({ store, clock, graph, vcc, woken, marks }),
    connect: async (changes = {}) => {
      const connection = sampleConnection({ status: 'connected', ...changes });
      await store.connections.insert(connection);
      return connection;
    },
    join: async (connection, name) => {
      const people = { personId: `p-${name}`, agentUserId: `u-${name}`, agentId: `a-${name}` };
      const link = sampleLink(connection, people);
      await store.links.insert(link, initialLinkState());
      const joined = await store.links.get(link.id);
      if (!joined) throw new Error('The link was not kept.');
      return joined;
    },
    calls: (name) => sides.calls.filter((one) => one === name).length,
    close: opened.close,
  };
}

type Base = Pick<KeeperRig, 'store' | 'clock' | 'graph' | 'vcc' | 'woken' | 'marks'>;

function depsOf({ store, clock, graph, vcc, woken, marks }: Base) {
  return {
    store,
    clock,
    graph,
    vcc,
    owner: randomUUID(),
    events: {
      ...silentEvents,
      connectionMarked: (code: string | null) => void marks.push(`connection ${code}`),
      linkMarked: (code: string | null) => void marks.push(`link ${code}`),
      failed: (code: string, error: unknown) => {
        throw new Error(code, { cause: error });
      },
    },
    wakeMany: async (linkIds: readonly string[]) => void woken.push(...linkIds),
    accountOf: ({ region, accountKey }: Connection) => ({
      key: `${region}/${accountKey}`,
      region,
      clientId: 'client',
      clientSecret: 'yarrow',
    }),
  };
}

function createSides(): Sides {
  return {
    scopes: ['users:read', 'users:write', 'admin:read', 'admin:write', 'stats'],
    users: [],
    statuses: [],
    presences: [],
    subscriptions: [],
    unknownEvent: null,
    hasOldNames: false,
    roles: ['Presence.ReadWrite.All', 'User.Read.All'],
    people: new Map(),
    known: new Set(),
    calls: [],
  };
}

function say<T>(value: T | Failure): CallResult<T> {
  const isFailure = typeof value === 'object' && value !== null && 'kind' in value;
  return isFailure ? value : { kind: 'ok', status: 200, value };
}

function graphOf(sides: Sides): GraphClient {
  const done: CallResult<null> = { kind: 'ok', status: 200, value: null };
  return {
    readPresences: async (_tenantId, ids) => {
      sides.calls.push('readPeople');
      const failing = ids.map((id) => sides.people.get(id)).find((one) => one && 'kind' in one);
      if (failing) return failing as Failure;
      return say(ids.flatMap((id) => readingOf(sides, id)));
    },
    getUser: async ({ personId }) => {
      sides.calls.push('getUser');
      return sides.known.has(personId) ? say(userOf(personId)) : GONE;
    },
    findByAddress: async () => say([]),
    grantedRoles: async () => {
      sides.calls.push('grantedRoles');
      return say(sides.roles);
    },
    setPresence: async () => done,
    clearPresence: async () => done,
    setPreferredPresence: async () => done,
    clearPreferredPresence: async () => done,
  };
}

function readingOf(sides: Sides, personId: string): PresenceReading[] {
  const found = sides.people.get(personId);
  if (!found || 'kind' in found) return [];
  return [{ personId, availability: 'Available', activity: 'Available', ...found }];
}

function userOf(id: string): GraphUser {
  const mail = `${id}@meadow.example`;
  return { id, displayName: id, userPrincipalName: mail, mail, userType: 'Member' };
}

function vccOf(sides: Sides): FullVccClient {
  const heard = async <T>(name: string, value: T | Failure): Promise<CallResult<T>> => {
    sides.calls.push(name);
    return say(value);
  };
  const isUnknown = (events: readonly string[] = []): boolean =>
    sides.unknownEvent !== null && events.includes(sides.unknownEvent);
  const take = <Ask extends { readonly events?: readonly string[] }>(ask: Ask): Ask =>
    sides.hasOldNames && ask.events
      ? { ...ask, events: ask.events.map((name) => name.replace('.v1', '.v0')) }
      : ask;
  const client = {
    tryCredentials: () => heard('tryCredentials', sides.scopes),
    users: () => heard('users', sides.users),
    agentStatus: (_account: unknown, onCall?: () => void) => {
      onCall?.();
      return heard('agentStatus', sides.statuses);
    },
    agentDoings: () => heard('agentDoings', []),
    readPresences: (_account: unknown, ids: readonly string[]) => {
      const all = sides.presences;
      const wanted = Array.isArray(all) ? all.filter((one) => ids.includes(one.userId)) : all;
      return heard('readAgents', wanted);
    },
    subscriptions: () => heard('subscriptions', sides.subscriptions),
    createSubscription: (_account: unknown, ask: Omit<Subscription, 'subscriptionId'>) => {
      if (isUnknown(ask.events)) return heard('createSubscription', REFUSED);
      const subscriptionId = `made-${sides.calls.length}`;
      const made = { ...take(ask), subscriptionId, enabled: true };
      if (Array.isArray(sides.subscriptions)) sides.subscriptions.push(made);
      return heard('createSubscription', { ...made, secret: `secret of ${subscriptionId}` });
    },
    updateSubscription: (_account: unknown, id: string, change: Partial<Subscription>) => {
      if (isUnknown(change.events)) return heard('updateSubscription', REFUSED);
      const all = Array.isArray(sides.subscriptions) ? sides.subscriptions : [];
      const found = all.find((one) => one.subscriptionId === id);
      if (found) Object.assign(found, take(change));
      return heard('updateSubscription', found ?? GONE);
    },
    deleteSubscription: (_account: unknown, id: string) => {
      if (Array.isArray(sides.subscriptions)) {
        sides.subscriptions = sides.subscriptions.filter((one) => one.subscriptionId !== id);
      }
      return heard('deleteSubscription', null);
    },
  };
  return client as unknown as FullVccClient;
}
