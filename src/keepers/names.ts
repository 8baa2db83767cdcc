/** JN15: names and agent ids follow what the two sides say; the ids that hold a link never change. */
import type { GraphClient } from '../clients/graph/client';
import type { AccountAccess, VccClient, VccUser } from '../clients/vcc/client';
import { HOUR, MINUTE } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, Link, Store } from '../store/store';

export interface NamesDeps {
  readonly store: Pick<Store, 'connections' | 'leases' | 'links'>;
  readonly vcc: Pick<VccClient, 'users'>;
  readonly graph: Pick<GraphClient, 'getUser'>;
  readonly clock: Clock;
  /** Names this process among those that share the store. */
  readonly owner: string;
  accountOf(connection: Connection): AccountAccess;
  onError(error: unknown): void;
}

/** Graph answers for one person at a time, and a name can wait: so many an hour, in turn. */
const PEOPLE_PER_PASS = 300;

export interface NamesKeeper {
  /** One pass over all connections; answers the pause until the next. */
  pass(): Promise<number>;
}

export function createNamesKeeper(deps: NamesDeps): NamesKeeper {
  /** Last link whose person was looked up, by connection. */
  const reached = new Map<string, string>();
  return {
    pass: async () => {
      for (const connection of await deps.store.connections.all()) {
        if (connection.status === 'draft' || connection.trouble.vcc) continue;
        await visit(deps, connection, reached).catch(deps.onError);
      }
      return HOUR;
    },
  };
}

async function visit(
  deps: NamesDeps,
  connection: Connection,
  reached: Map<string, string>,
): Promise<void> {
  const { store, clock, owner } = deps;
  const now = clock.now();
  const lease = `names:${connection.id}`;
  if (!(await store.leases.hold(lease, owner, now, now + 10 * MINUTE))) return;
  try {
    await follow(deps, connection, reached);
  } finally {
    await store.leases.release(lease, owner);
  }
}

async function follow(
  deps: NamesDeps,
  connection: Connection,
  reached: Map<string, string>,
): Promise<void> {
  const { store } = deps;
  const links = await store.links.list(connection.id);
  if (links.length === 0) return;
  const users = await deps.vcc.users(deps.accountOf(connection), 'All');
  if (users.kind !== 'ok') return;
  const agents = new Map(users.value.map((user) => [user.userId.toLowerCase(), user]));
  const people = await readPeople(deps, links, reached.get(connection.id) ?? '');
  reached.set(connection.id, people.last);
  for (const link of links) {
    await rename(store, link, {
      user: agents.get(link.agentUserId.toLowerCase()),
      personName: people.names.get(link.personId),
    });
  }
}

interface PeopleRead {
  readonly names: ReadonlyMap<string, string>;
  /** Empty: the next pass begins anew. */
  readonly last: string;
}

async function readPeople(
  { graph }: NamesDeps,
  links: readonly Link[],
  after: string,
): Promise<PeopleRead> {
  const inTurn = [...links].sort((one, other) => (one.id < other.id ? -1 : 1));
  const rest = inTurn.filter(({ id }) => id > after);
  const part = rest.slice(0, PEOPLE_PER_PASS);
  const names = new Map<string, string>();
  for (const { tenantId, personId } of part) {
    const user = await graph.getUser({ tenantId, personId });
    if (user.kind === 'retry' || user.kind === 'unknown') break;
    if (user.kind === 'ok') names.set(personId, user.value.displayName);
  }
  return { names, last: rest.length > part.length ? (part.at(-1)?.id ?? '') : '' };
}

async function rename(
  store: NamesDeps['store'],
  link: Link,
  {
    user,
    personName,
  }: { readonly user?: VccUser | undefined; readonly personName?: string | undefined },
): Promise<void> {
  await store.links.rename(link.id, {
    agentId: user?.agentId ?? link.agentId,
    agentName: user?.name ?? link.agentName,
    personName: personName ?? link.personName,
  });
}
