import { randomUUID } from 'node:crypto';
import { Secret, createSealer } from '../../src/config/secrets';
import type { Definition } from '../../src/core/agent-state';
import type { Person } from '../../src/desk/access';
import { createDesk } from '../../src/desk/desk';
import type { Desk } from '../../src/desk/desk';
import type {
  AccountSubscription,
  AccountUser,
  DirectoryPerson,
  Reached,
} from '../../src/desk/reach';
import type { Connection, Store } from '../../src/store/store';
import { createHandClock } from '../clients/hand-clock';
import type { HandClock } from '../clients/hand-clock';
import { openTestStore } from '../store/open-store';

export const SEALER = createSealer(new Secret(Buffer.alloc(32, 3).toString('base64')));
export const WEBHOOK_SECRET = Buffer.from('a meadow full of clover and yarrow').toString('base64');
export const PUBLIC_URL = 'https://link.meadowbank.example';

export const ADMIN: Person = { tenantId: 'meadow', personId: 'basil', roles: ['Admin'], wids: [] };
export const AGENT: Person = { tenantId: 'meadow', personId: 'juniper', roles: [], wids: [] };
/** Of an organisation that has never switched the product on. */
export const NEWCOMER: Person = {
  tenantId: 'heath',
  personId: 'tansy',
  roles: ['Admin'],
  wids: [],
};
export const STRANGER: Person = {
  tenantId: 'brook',
  personId: 'sorrel',
  roles: ['Admin'],
  wids: [],
};

export const NEW_CONNECTION = {
  region: 'emea',
  accountKey: 'meadow-key',
  clientId: 'client',
  clientSecret: 'yarrow',
} as const;

export const DEFINITIONS: readonly Definition[] = [
  { presenceId: 'ready', category: 'Ready', name: 'Ready', selectable: true },
  { presenceId: 'away', category: 'Away', name: 'Away', selectable: true },
  { presenceId: 'lunch', category: 'Away', name: 'Lunch', selectable: true },
  { presenceId: 'ext', category: 'ExtendedAway', name: 'Extended Away', selectable: true },
  { presenceId: 'out', category: 'LoggedOut', name: 'Logged Out', selectable: false },
];

type Failure = Exclude<Reached<never>, { kind: 'ok' }>;

/** What VCC and Microsoft would say; a failure put here is said instead. */
export interface Outside {
  scopes: string[];
  roles: string[];
  users: AccountUser[];
  definitions: readonly Definition[];
  people: DirectoryPerson[];
  subscriptions: AccountSubscription[];
  /** Subscriptions of accounts that other credentials open, by client id. */
  accounts: Record<string, AccountSubscription[]>;
  /** What a subscription is made for instead of what was asked; null: just that. */
  takes: readonly string[] | null;
  /** Runs while we call ourselves. */
  onOwnHook: ((connectionId: string) => Promise<void>) | null;
  /** States of agents by user id; Ready of long ago when absent. */
  presences: Record<string, { state: { presenceId: string }; updatedAt: number }>;
  /** Keys under which tokens were asked for. */
  logins: string[];
  /** How many addresses each search of the directory named. */
  searches: number[];
  /** Calls to VCC, by name. */
  vccCalls: string[];
  /** Tenants the keeper of watchers was told to look after, and watchers it was told to leave. */
  watching: string[];
  fail: Partial<
    Record<
      | 'ownHook'
      | 'presence'
      | 'borrow'
      | 'token'
      | 'definitions'
      | 'users'
      | 'webhooks'
      | 'subscribe'
      | 'roles'
      | 'people',
      Failure
    >
  >;
}

export interface DeskRig {
  readonly store: Store;
  readonly clock: HandClock;
  readonly desk: Desk;
  readonly outside: Outside;
  /** Links that were woken, oldest first. */
  readonly woken: string[];
  /** Back to nothing but the audit, for the next test on the same database. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openDesk(options: { allowedAccounts?: string[] } = {}): Promise<DeskRig> {
  const opened = await openTestStore();
  const clock = createHandClock();
  const outside = createOutside();
  const woken: string[] = [];
  const desk = createDesk({
    store: opened.store,
    clock,
    wake: async (linkId) => void woken.push(linkId),
    vcc: vccOf(outside),
    graph: graphOf(outside),
    watching: watchingOf(outside),
    seal: SEALER.seal,
    open: SEALER.open,
    publicUrl: PUBLIC_URL,
    cloud: 'global',
    consentUrl: (tenantId, state) => `https://entra.example/${tenantId}?state=${state}`,
    callOwnHook: async ({ connectionId }) => {
      await outside.onOwnHook?.(connectionId);
      return outside.fail.ownHook ?? ok(null);
    },
    allowedAccounts: options.allowedAccounts ?? null,
    feedClock: clock,
  });
  for (const tenantId of ['meadow', 'brook']) await giveConsent(opened.store, tenantId);
  const clear = async (): Promise<void> => {
    for (const { id } of await opened.store.connections.all()) {
      await opened.store.connections.remove(id);
    }
    await opened.store.people.prune({ doneBefore: Number.MAX_SAFE_INTEGER, now: 0 });
    Object.assign(outside, createOutside(), { fail: outside.fail });
    for (const step of Object.keys(outside.fail)) Reflect.deleteProperty(outside.fail, step);
    woken.length = 0;
  };
  const close = async (): Promise<void> => {
    desk.close();
    await opened.close();
  };
  return { store: opened.store, clock, desk, outside, woken, clear, close };
}

function giveConsent(store: Store, tenantId: string): Promise<void> {
  const roles = ['Presence.ReadWrite.All', 'User.Read.All'];
  const consent = { tenantId, cloud: 'global', consentedAt: 0, consentedBy: 'basil' } as const;
  return store.tenants.put({ ...consent, roles });
}

export function createOutside(): Outside {
  return {
    scopes: ['users:read', 'users:write', 'admin:read', 'admin:write', 'stats'],
    roles: ['Presence.ReadWrite.All', 'User.Read.All'],
    users: [
      user('u-juniper', '4021', 'Juniper Vale', 'juniper@meadow.example'),
      user('u-fennel', '4022', 'Fennel Marsh', 'fennel@meadow.example'),
      user('u-basil', null, 'Basil Thornwick', 'basil@meadow.example'),
    ],
    definitions: DEFINITIONS,
    people: [
      human('juniper', 'Juniper Vale', 'Member'),
      human('fennel', 'Fennel Marsh', 'Member'),
      human('guest', 'Clover Guest', 'Guest'),
    ],
    subscriptions: [],
    accounts: {},
    takes: null,
    onOwnHook: null,
    presences: {},
    logins: [],
    searches: [],
    vccCalls: [],
    watching: [],
    fail: {},
  };
}

function user(userId: string, agentId: string | null, name: string, email: string): AccountUser {
  return { userId, agentId, name, email, active: true };
}

function human(id: string, displayName: string, userType: string): DirectoryPerson {
  const mail = `${id}@meadow.example`;
  return { id, displayName, userPrincipalName: mail, mail, userType };
}

function ok<T>(value: T): Reached<T> {
  return { kind: 'ok', value };
}

interface Login {
  readonly clientId: string;
}

function subscriptionsOf({ accounts, subscriptions }: Outside, { clientId }: Login) {
  return accounts[clientId] ?? subscriptions;
}

function vccOf(outside: Outside) {
  const { fail } = outside;
  const vcc = {
    tryCredentials: async ({ key }: { key: string }) => {
      outside.logins.push(key);
      return fail.token ?? ok(outside.scopes);
    },
    presenceDefinitions: async () => fail.definitions ?? ok(outside.definitions),
    users: async (_login: unknown, include = 'Active') =>
      fail.users ?? ok(outside.users.filter((one) => include === 'All' || one.active)),
    user: async (_login: unknown, userId: string): Promise<Reached<AccountUser>> => {
      const found = outside.users.find((one) => one.userId === userId);
      return fail.users ?? (found ? ok(found) : { kind: 'gone', status: 404, reason: 'not found' });
    },
    readPresence: async (_login: unknown, userId: string) =>
      fail.presence ??
      ok(outside.presences[userId] ?? { state: { presenceId: 'ready' }, updatedAt: 1 }),
    subscriptions: async (login: Login) =>
      fail.webhooks ?? ok([...subscriptionsOf(outside, login)]),
    createSubscription: async (login: Login, ask: { url: string; events: readonly string[] }) => {
      if (fail.subscribe) return fail.subscribe;
      const subscriptionId = randomUUID();
      const made = { ...ask, events: outside.takes ?? ask.events, subscriptionId };
      subscriptionsOf(outside, login).push(made);
      return ok({ ...made, secret: WEBHOOK_SECRET });
    },
    deleteSubscription: async (login: Login, subscriptionId: string) => {
      const listed = subscriptionsOf(outside, login);
      const at = listed.findIndex((one) => one.subscriptionId === subscriptionId);
      listed.splice(at, at < 0 ? 0 : 1);
      return ok(null);
    },
  };
  // Each call is noted, whatever it is.
  return new Proxy(vcc, {
    get: (target, name: keyof typeof vcc) => {
      outside.vccCalls.push(name);
      return target[name];
    },
  });
}

function watchingOf(outside: Outside) {
  return {
    borrow: async ({ assertion }: { assertion: string }) =>
      outside.fail.borrow ?? ok({ refreshToken: `refresh of ${assertion}` }),
    hurry: (tenantId: string) => void outside.watching.push(`hurry ${tenantId}`),
    leave: async ({ personId }: { personId: string }) =>
      void outside.watching.push(`leave ${personId}`),
  };
}

function graphOf(outside: Outside) {
  return {
    grantedRoles: async () => outside.fail.roles ?? ok(outside.roles),
    findByAddress: async (_tenantId: string, addresses: readonly string[]) => {
      outside.searches.push(addresses.length);
      if (outside.fail.people) return outside.fail.people;
      return ok(
        outside.people.filter(({ mail, userPrincipalName }) =>
          [mail, userPrincipalName].some((one) => addresses.includes(one?.toLowerCase() ?? '')),
        ),
      );
    },
    getUser: async ({ personId }: { personId: string }): Promise<Reached<DirectoryPerson>> => {
      if (outside.fail.people) return outside.fail.people;
      const found = outside.people.find(
        (one) => one.id === personId || one.userPrincipalName === personId.toLowerCase(),
      );
      return found ? ok(found) : { kind: 'gone', status: 404, reason: 'Request_ResourceNotFound' };
    },
  };
}

/** A connection and the link of Juniper Vale, made by orders. */
export async function joinJuniper(rig: DeskRig): Promise<{ connectionId: string; linkId: string }> {
  const { id: connectionId } = await rig.desk.createConnection(ADMIN, NEW_CONNECTION);
  const ask = { connectionId, agentUserId: 'u-juniper', personId: 'juniper' };
  const { id: linkId } = await rig.desk.createLink(ADMIN, ask);
  return { connectionId, linkId };
}

/** Unread facts of a link, as its next turn will see them. */
export async function readFacts(rig: Pick<DeskRig, 'store' | 'clock'>, linkId: string) {
  const now = rig.clock.now();
  const turn = await rig.store.turns.claim(linkId, `look-${Math.random()}`, now, now);
  return turn?.facts ?? [];
}

export async function getStored(rig: DeskRig, connectionId: string): Promise<Connection> {
  const connection = await rig.store.connections.get(connectionId);
  if (!connection) throw new Error('The connection is gone.');
  return connection;
}
