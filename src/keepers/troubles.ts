/**
 * KP4: looks into refusals and absences that turns and sweeps report, marks what only somebody
 * outside can mend, and takes the marks off when the cause has gone.
 */
import { MINUTE } from '../core/time';
import type { Side } from '../core/trouble';
import type { Events } from '../runtime/events';
import type { Connection, Link } from '../store/store';
import { lookAtAccount, lookAtAgents, lookAtPeople, lookAtTenant } from './looks';
import type { Finding, LookDeps } from './looks';
import { markConnection, markLink } from './marking';
import type { MarkingDeps } from './marking';

export interface TroublesDeps extends MarkingDeps, LookDeps {
  /** Names this process among those that share the store. */
  readonly owner: string;
  readonly events: Pick<
    Events,
    'connectionMarked' | 'linkMarked' | 'connectionsTroubled' | 'failed'
  >;
}

/** What is suspected; looked into at once, but each no oftener than once a minute. */
export type Suspicion =
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | { readonly kind: 'account'; readonly connectionId: string }
  | { readonly kind: 'links'; readonly side: Side; readonly linkIds: readonly string[] };

export interface Troubles {
  report(suspicion: Suspicion): void;
  /** Looks whether the cause of any mark has gone; answers the pause until the next look. */
  pass(): Promise<number>;
  /** After new credentials. */
  lookAgain(connectionId: string): Promise<void>;
  /** Ends when nothing is being looked into. */
  rest(): Promise<void>;
  isBusy(): boolean;
}

const AGAIN_AFTER_MS = MINUTE;

export function createTroubles(deps: TroublesDeps): Troubles {
  const lookedAt = new Map<string, number>();
  let work = Promise.resolve();
  let busy = 0;
  const isDue = (key: string): boolean => {
    const now = deps.clock.now();
    if (now - (lookedAt.get(key) ?? -Infinity) < AGAIN_AFTER_MS) return false;
    lookedAt.set(key, now);
    return true;
  };
  const queue = (task: () => Promise<void>): Promise<void> => {
    busy += 1;
    work = work
      .then(task)
      .catch((error: unknown) => deps.events.failed('troubles', error))
      .finally(() => {
        busy -= 1;
      });
    return work;
  };
  return {
    report: (suspicion) => {
      const due = onlyDue(suspicion, isDue);
      if (due) void queue(() => lookInto(deps, due));
    },
    pass: async () => {
      forgetOld(lookedAt, deps.clock.now());
      await queue(() => healAll(deps));
      return MINUTE;
    },
    lookAgain: (connectionId) =>
      queue(async () => {
        const connection = await deps.store.connections.get(connectionId);
        if (connection?.trouble.vcc) await lookIntoAccount(deps, connection);
      }),
    rest: async () => {
      while (busy > 0) await work;
    },
    isBusy: () => busy > 0,
  };
}

function onlyDue(suspicion: Suspicion, isDue: (key: string) => boolean): Suspicion | null {
  switch (suspicion.kind) {
    case 'tenant':
      return isDue(`tenant ${suspicion.tenantId}`) ? suspicion : null;
    case 'account':
      return isDue(`account ${suspicion.connectionId}`) ? suspicion : null;
    case 'links': {
      const { side } = suspicion;
      const linkIds = suspicion.linkIds.filter((id) => isDue(`link ${id} ${side}`));
      return linkIds.length > 0 ? { kind: 'links', side, linkIds } : null;
    }
  }
}

function forgetOld(lookedAt: Map<string, number>, now: number): void {
  for (const [key, at] of lookedAt) if (now - at >= AGAIN_AFTER_MS) lookedAt.delete(key);
}

async function lookInto(deps: TroublesDeps, suspicion: Suspicion): Promise<void> {
  switch (suspicion.kind) {
    case 'tenant':
      await lookIntoTenant(deps, suspicion.tenantId);
      return;
    case 'account': {
      const connection = await deps.store.connections.get(suspicion.connectionId);
      if (connection) await lookIntoAccount(deps, connection);
      return;
    }
    case 'links':
      return lookIntoLinks(deps, suspicion);
  }
}

async function lookIntoTenant(deps: TroublesDeps, tenantId: string): Promise<Finding> {
  const finding = await lookAtTenant(deps, tenantId);
  for (const connection of await deps.store.connections.list(tenantId)) {
    await conclude(deps, connection, { side: 'teams', finding });
  }
  return finding;
}

async function lookIntoAccount(deps: TroublesDeps, connection: Connection): Promise<Finding> {
  const finding = await lookAtAccount(deps, connection);
  await conclude(deps, connection, { side: 'vcc', finding });
  return finding;
}

async function conclude(
  deps: TroublesDeps,
  { id }: Connection,
  { side, finding }: { readonly side: Side; readonly finding: Finding },
): Promise<void> {
  if (finding === 'unclear') return;
  await markConnection(deps, id, { side, code: finding === 'well' ? null : finding });
}

/** First whether all are shut out, then whether it is these. */
async function lookIntoLinks(
  deps: TroublesDeps,
  { side, linkIds }: Extract<Suspicion, { kind: 'links' }>,
): Promise<void> {
  const found = await Promise.all(linkIds.map((id) => deps.store.links.get(id)));
  const links = found.filter((link) => link !== null);
  for (const group of groupBy(links, keyOf(side)).values()) await lookIntoGroup(deps, side, group);
}

async function lookIntoGroup(
  deps: TroublesDeps,
  side: Side,
  links: readonly Link[],
): Promise<void> {
  const [first] = links;
  if (!first) return;
  if (side === 'teams') {
    if ((await lookIntoTenant(deps, first.tenantId)) !== 'well') return;
    return markAll(deps, side, await lookAtPeople(deps, first.tenantId, links));
  }
  const connection = await deps.store.connections.get(first.connectionId);
  if (!connection || (await lookIntoAccount(deps, connection)) !== 'well') return;
  await markAll(deps, side, await lookAtAgents(deps, connection, links));
}

async function markAll(
  deps: TroublesDeps,
  side: Side,
  findings: ReadonlyMap<Link, Finding>,
): Promise<void> {
  for (const [link, finding] of findings) {
    if (finding !== 'unclear') {
      await markLink(deps, link, { side, code: finding === 'well' ? null : finding });
    }
  }
}

function keyOf(side: Side): (link: Link) => string {
  return side === 'teams' ? (link) => link.tenantId : (link) => link.connectionId;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

/** One process at a time looks after the marked. */
async function healAll(deps: TroublesDeps): Promise<void> {
  const { store, clock, owner } = deps;
  const now = clock.now();
  if (!(await store.leases.hold('troubles', owner, now, now + MINUTE))) return;
  const connections = await store.connections.all();
  await healConnections(deps, connections);
  await healLinks(deps);
  deps.events.connectionsTroubled(countCodes(await store.connections.all()));
}

async function healConnections(
  deps: TroublesDeps,
  connections: readonly Connection[],
): Promise<void> {
  const tenants = connections.filter((one) => one.trouble.teams).map((one) => one.tenantId);
  for (const tenantId of new Set(tenants)) await lookIntoTenant(deps, tenantId);
  for (const connection of connections) {
    if (connection.trouble.vcc) await lookIntoAccount(deps, connection);
  }
}

/** Those whose own agent or person was out of reach, unless the whole side is. */
async function healLinks(deps: TroublesDeps): Promise<void> {
  const links = await deps.store.links.troubled();
  if (links.length === 0) return;
  const connections = new Map((await deps.store.connections.all()).map((one) => [one.id, one]));
  const isOpen = (link: Link, side: Side): boolean =>
    link.trouble[side] !== undefined && !connections.get(link.connectionId)?.trouble[side];
  const group = (side: Side) =>
    groupBy(
      links.filter((link) => isOpen(link, side)),
      keyOf(side),
    );
  for (const [connectionId, agents] of group('vcc')) {
    const connection = connections.get(connectionId);
    if (connection) await markAll(deps, 'vcc', await lookAtAgents(deps, connection, agents));
  }
  for (const [tenantId, people] of group('teams')) {
    await markAll(deps, 'teams', await lookAtPeople(deps, tenantId, people));
  }
}

function countCodes(connections: readonly Connection[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { trouble } of connections) {
    for (const { code } of Object.values(trouble)) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}
