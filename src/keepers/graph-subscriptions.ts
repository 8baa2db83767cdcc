/**
 * KP3, the Graph side: in the name of each watcher exactly one live subscription, for a shard of the
 * tenant's watched people. Only a shortcut: without it the sweep finds everything (KP1).
 */
import type { Delegate } from '../clients/graph/subscriptions';
import { MINUTE } from '../core/time';
import type { Store } from '../store/store';
import type { HeldSubscription, Watcher } from '../store/watching';
import { shardPeople } from './presence-shards';
import { isRenewalDue } from './subscription-plan';
import { leaveWatcher, needOf, visitWatcher } from './subscription-visit';
import type { VisitDeps, VisitEnd, WatcherTrouble } from './subscription-visit';

export interface GraphSubscriptionsDeps extends Omit<VisitDeps, 'watchers'> {
  readonly store: Pick<Store, 'watchers' | 'links' | 'connections' | 'leases'>;
  /** Names this process among those that share the store. */
  readonly owner: string;
  /** Each visit has a fresh token, since deliveries lean on it (graph.md 4.7). */
  delegateOf(watcher: Watcher): Delegate;
  /** `null`: healed. */
  onMark(watcher: Watcher, code: WatcherTrouble | null): void;
  onError(error: unknown): void;
}

export interface GraphSubscriptionsKeeper {
  /** Visits the watchers that are due; answers the pause until the next pass. */
  pass(): Promise<number>;
  /** Looks after a tenant at once, whatever was planned. */
  hurry(tenantId: string): Promise<void>;
  /** Takes back what is held in this name; a failure leaves it to end by itself within the hour. */
  leave(watcher: Watcher): Promise<void>;
  /** Had any tenant a watcher at the last look? */
  isUsed(): boolean;
  isBusy(): boolean;
  /** Ends when nobody is being visited. */
  rest(): Promise<void>;
}

const PASS_MS = MINUTE;
const LEASE_MS = 3 * MINUTE;
/** Without any reason: subscriptions end without a word (graph.md 4.8). */
const CHECK_MS = 10 * MINUTE;

export function createGraphSubscriptionsKeeper(
  deps: GraphSubscriptionsDeps,
): GraphSubscriptionsKeeper {
  const checked = new Map<string, number>();
  const visit: VisitDeps = { ...deps, watchers: deps.store.watchers };
  const rounds: Rounds = { deps, visit, checked, running: new Map(), isUsed: false };
  return {
    pass: async () => {
      const watchers = await deps.store.watchers.all();
      forgetGone(checked, watchers);
      rounds.isUsed = watchers.length > 0;
      const tenants = new Set(watchers.map(({ tenantId }) => tenantId));
      await Promise.all([...tenants].map((tenantId) => keepTenant(rounds, tenantId)));
      return PASS_MS;
    },
    hurry: async (tenantId) => {
      // One that runs may have looked before what is new was stored.
      await rounds.running.get(tenantId);
      rounds.isUsed = true;
      await keepTenant(rounds, tenantId);
    },
    isUsed: () => rounds.isUsed,
    isBusy: () => rounds.running.size > 0,
    rest: async () => {
      while (rounds.running.size > 0) await Promise.all(rounds.running.values());
    },
    leave: async (watcher) => void (await leaveWatcher(visit, deps.delegateOf(watcher))),
  };
}

interface Rounds {
  readonly deps: GraphSubscriptionsDeps;
  readonly visit: VisitDeps;
  /** When each watcher was visited by this process. */
  readonly checked: Map<string, number>;
  readonly running: Map<string, Promise<void>>;
  isUsed: boolean;
}

/** One at a time, here and in all processes: two would delete each other's subscriptions. */
function keepTenant(rounds: Rounds, tenantId: string): Promise<void> {
  const under = rounds.running.get(tenantId);
  if (under) return under;
  const run = keepUnderLease(rounds, tenantId)
    .catch((error: unknown) => rounds.deps.onError(error))
    .finally(() => rounds.running.delete(tenantId));
  rounds.running.set(tenantId, run);
  return run;
}

async function keepUnderLease(rounds: Rounds, tenantId: string): Promise<void> {
  const { store } = rounds.deps;
  if (!(await holdTenant(rounds.deps, tenantId))) return;
  const watchers = await store.watchers.list(tenantId);
  if ((await store.connections.list(tenantId)).length === 0) return endAll(rounds, watchers);
  const people = await store.links.watched(tenantId);
  const shards = shardPeople({
    watcherIds: watchers.map(({ personId }) => personId),
    personIds: people.map(({ personId }) => personId),
  });
  const held = await store.watchers.held(tenantId);
  for (const watcher of watchers) {
    const personIds = shards.get(watcher.personId) ?? [];
    const own = held.filter(({ watcherId }) => watcherId === watcher.personId);
    if (!isDue(rounds, { watcher, personIds, held: own })) continue;
    if (!(await holdTenant(rounds.deps, tenantId))) return;
    await visitOne(rounds, watcher, personIds);
  }
}

function holdTenant(
  { store, clock, owner }: GraphSubscriptionsDeps,
  tenantId: string,
): Promise<boolean> {
  const now = clock.now();
  return store.leases.hold(`graph-subscriptions:${tenantId}`, owner, now, now + LEASE_MS);
}

/** What they lent was lent for a connection, and the tenant has none any more. */
async function endAll({ deps, visit }: Rounds, watchers: readonly Watcher[]): Promise<void> {
  for (const watcher of watchers) {
    await leaveWatcher(visit, deps.delegateOf(watcher));
    await deps.store.watchers.remove(watcher.tenantId, watcher.personId);
  }
}

interface Kept {
  readonly watcher: Watcher;
  readonly personIds: readonly string[];
  readonly held: readonly HeldSubscription[];
}

function isDue({ deps, visit, checked }: Rounds, { watcher, personIds, held }: Kept): boolean {
  const now = deps.clock.now();
  if (watcher.retryAt > now) return false;
  const last = checked.get(keyOf(watcher));
  if (last === undefined || now - last >= CHECK_MS || watcher.trouble !== null) return true;
  const need = needOf(visit, personIds);
  if (held.length !== (need ? 1 : 0)) return true;
  return held.some(
    (one) =>
      one.reauthorize ||
      isRenewalDue(one, now) ||
      one.resourceHash !== need?.resourceHash ||
      one.certificateId !== need.certificateId,
  );
}

async function visitOne(
  { deps, visit, checked }: Rounds,
  watcher: Watcher,
  personIds: readonly string[],
): Promise<void> {
  checked.set(keyOf(watcher), deps.clock.now());
  const end = await visitWatcher(visit, deps.delegateOf(watcher), personIds);
  await mark(deps, watcher, end);
}

async function mark(
  { store, clock, onMark }: GraphSubscriptionsDeps,
  watcher: Watcher,
  end: VisitEnd,
): Promise<void> {
  const code = end.ok ? null : end.code;
  if (end.ok && watcher.trouble === null && watcher.retryAt === 0) return;
  await store.watchers.mark(watcher, code, end.ok ? 0 : clock.now() + end.afterMs);
  if (code !== watcher.trouble) onMark(watcher, code);
}

function keyOf({ tenantId, personId }: Watcher): string {
  return `${tenantId} ${personId}`;
}

/** Who is added again later is visited at once. */
function forgetGone(checked: Map<string, number>, watchers: readonly Watcher[]): void {
  const known = new Set(watchers.map(keyOf));
  for (const key of checked.keys()) if (!known.has(key)) checked.delete(key);
}
