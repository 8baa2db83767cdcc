/** KP3: subscriptions at VCC are looked after: at start, each hour, and when deliveries seem wrong. */
import { HOUR, MINUTE } from '../core/time';
import type { TroubleCode } from '../core/trouble';
import type { Events } from '../runtime/events';
import type { Connection, Store } from '../store/store';
import { visitWebhook } from './webhook-visit';
import type { Failure, WebhookVisitDeps } from './webhook-visit';

export interface WebhooksDeps extends WebhookVisitDeps {
  readonly store: Pick<Store, 'connections' | 'leases' | 'facts'>;
  /** Names this process among those that share the store. */
  readonly owner: string;
  readonly events: Pick<Events, 'subscriptionsMended' | 'failed'>;
  /** KP4; null: it is well. */
  mark(connectionId: string, code: TroubleCode | null): Promise<unknown>;
  /** The account does not let us in. */
  onShutOut(connectionId: string): void;
}

export interface WebhooksKeeper {
  /** Visits the connections that are due; answers the pause until the next pass. */
  pass(): Promise<number>;
  /** Deliveries do not verify: it is looked after at once. */
  doubt(connectionId: string): void;
  /** The sweep found a change of this instant that no event had told. */
  missed(connectionId: string, changedAt: number): Promise<void>;
  /** Ends when no visit is under way. */
  rest(): Promise<void>;
  isBusy(): boolean;
}

interface Watched {
  nextAt: number;
  /** Not oftener than once in a while, whoever makes us doubt. */
  doubtedAt: number;
  replacedAt: number;
  /** A change that no event told, with no event since. */
  missedAt: number | null;
}

type Why = 'due' | 'doubt';

const EVERY_MS = HOUR;
const AFTER_FAILURE_MS = MINUTE;
const PASS_MS = 5 * MINUTE;
const LEASE_MS = MINUTE;
const DOUBT_EVERY_MS = 10 * MINUTE;
const REPLACE_EVERY_MS = HOUR;

export function createWebhooksKeeper(deps: WebhooksDeps): WebhooksKeeper {
  const watched = new Map<string, Watched>();
  let work = Promise.resolve();
  let busy = 0;
  const of = (id: string): Watched => {
    const known = watched.get(id) ?? newWatched();
    watched.set(id, known);
    return known;
  };
  const queue = (id: string, why: Why): Promise<void> => {
    busy += 1;
    work = work
      .then(() => visitHeld(deps, { id, state: of(id), why }))
      .catch((error: unknown) => deps.events.failed('webhooks', error))
      .finally(() => {
        busy -= 1;
      });
    return work;
  };
  const doubt = (id: string): void => {
    const state = of(id);
    if (deps.clock.now() - state.doubtedAt < DOUBT_EVERY_MS) return;
    state.doubtedAt = deps.clock.now();
    void queue(id, 'doubt');
  };
  return {
    doubt,
    pass: async () => {
      const connections = await deps.store.connections.all();
      const ids = new Set(connections.map(({ id }) => id));
      for (const id of watched.keys()) if (!ids.has(id)) watched.delete(id);
      const now = deps.clock.now();
      const due = connections.filter((one) => isOpen(one) && of(one.id).nextAt <= now);
      for (const { id } of due) await queue(id, 'due');
      return pauseFor(deps, [...watched.values()]);
    },
    missed: async (id, changedAt) => {
      if (await isSilentAgain(deps, id, { state: of(id), changedAt })) doubt(id);
    },
    rest: async () => {
      while (busy > 0) await work;
    },
    isBusy: () => busy > 0,
  };
}

function newWatched(): Watched {
  return { nextAt: 0, doubtedAt: -Infinity, replacedAt: -Infinity, missedAt: null };
}

function isOpen({ status, trouble }: Connection): boolean {
  return status !== 'draft' && trouble.vcc === undefined;
}

function pauseFor({ clock }: WebhooksDeps, watched: readonly Watched[]): number {
  const next = Math.min(...watched.map(({ nextAt }) => nextAt));
  return Math.min(PASS_MS, Math.max(MINUTE / 2, next - clock.now()));
}

/** One lost event proves nothing; two changes with no event at all in between do. */
async function isSilentAgain(
  { store }: WebhooksDeps,
  connectionId: string,
  { state, changedAt }: { readonly state: Watched; readonly changedAt: number },
): Promise<boolean> {
  const newest = await store.facts.newestWebhook(connectionId);
  const isSilent = state.missedAt !== null && newest < state.missedAt;
  const missedAt = isSilent ? state.missedAt : newest < changedAt ? changedAt : null;
  state.missedAt = missedAt;
  return isSilent && missedAt !== null && changedAt > missedAt;
}

interface Visit {
  readonly id: string;
  readonly state: Watched;
  readonly why: Why;
}

async function visitHeld(deps: WebhooksDeps, visit: Visit): Promise<void> {
  const { store, clock, owner } = deps;
  const now = clock.now();
  visit.state.nextAt = now + EVERY_MS;
  const lease = `webhooks:${visit.id}`;
  if (!(await store.leases.hold(lease, owner, now, now + LEASE_MS))) return;
  try {
    await visitOnce(deps, visit);
  } finally {
    await store.leases.release(lease, owner);
  }
}

/** What looks right and still does not verify has a secret that is not ours: it is made anew. */
async function visitOnce(deps: WebhooksDeps, { id, state, why }: Visit): Promise<void> {
  const connection = await deps.store.connections.get(id);
  if (!connection || !isOpen(connection)) return;
  const first = await visitWebhook(deps, connection, { isDistrusted: false });
  const now = deps.clock.now();
  const isPuzzling = why === 'doubt' && first.failure === null && first.done.length === 0;
  const mayReplace = now - state.replacedAt >= REPLACE_EVERY_MS;
  if (isPuzzling && mayReplace) state.replacedAt = now;
  const visit =
    isPuzzling && mayReplace ? await visitWebhook(deps, connection, { isDistrusted: true }) : first;
  if (visit.done.length > 0) {
    state.missedAt = null;
    deps.events.subscriptionsMended(visit.done, {
      tenantId: connection.tenantId,
      connectionId: id,
    });
  }
  if (visit.failure) return fail(deps, { id, state, why }, visit.failure);
  await deps.mark(id, null);
}

async function fail(deps: WebhooksDeps, { id, state }: Visit, failure: Failure): Promise<void> {
  if (failure.kind === 'retry' || failure.kind === 'unknown') {
    state.nextAt = deps.clock.now() + Math.max(AFTER_FAILURE_MS, failure.afterMs);
    return;
  }
  state.nextAt = deps.clock.now() + PASS_MS;
  if (failure.kind === 'forbidden' && failure.reason === 'bad-credentials') {
    deps.onShutOut(id);
    return;
  }
  await deps.mark(id, 'webhooks-lost');
}
