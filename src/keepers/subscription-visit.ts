/** One watcher is visited: what the plan says is done at Graph, and what is held is kept (KP3). */
import type { CallResult } from '../clients/call-result';
import { presenceResource } from '../clients/graph/subscriptions';
import type {
  Delegate,
  GraphSubscriptions,
  GraphSubscriptionView,
  NotifyCertificate,
} from '../clients/graph/subscriptions';
import { HOUR, MINUTE } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { HeldSubscription, WatcherStore } from '../store/watching';
import { planSubscription } from './subscription-plan';
import type { SubscriptionNeed, SubscriptionStep } from './subscription-plan';

export interface VisitDeps {
  readonly watchers: WatcherStore;
  readonly graph: GraphSubscriptions;
  readonly clock: Clock;
  readonly notificationUrl: string;
  readonly lifecycleUrl: string;
  /** Null: notifications come without data. */
  readonly certificate: NotifyCertificate | null;
  seal(text: string): HeldSubscription['clientState'];
  /** A secret of 128 characters at most that nobody can guess. */
  newSecret(): string;
  hash(text: string): string;
  /** Between 0 and 1. */
  random(): number;
}

/** Why nothing lives in a watcher's name; each has its sentence in the desk. */
export type WatcherTrouble =
  'sign-in-needed' | 'forbidden' | 'quota-used' | 'refused' | 'unreachable';

export type VisitEnd =
  { readonly ok: true } | { readonly ok: false; readonly code: WatcherTrouble; afterMs: number };

interface Visit {
  readonly deps: VisitDeps;
  readonly who: Delegate;
  readonly personIds: readonly string[];
}

/** As long as Graph allows (graph.md 4.3). */
const LIFETIME_MS = HOUR;
const CONFLICT = 409;

export function needOf(deps: VisitDeps, personIds: readonly string[]): SubscriptionNeed | null {
  if (personIds.length === 0) return null;
  return {
    resourceHash: deps.hash(presenceResource(personIds)),
    notificationUrl: deps.notificationUrl,
    certificateId: deps.certificate?.id ?? null,
  };
}

/** Ends with exactly one live subscription for these people, or says why not. */
export async function visitWatcher(
  deps: VisitDeps,
  who: Delegate,
  personIds: readonly string[],
): Promise<VisitEnd> {
  const token = await who.tokens.get();
  if (token.kind !== 'ok') return failed(token, 'sign-in-needed');
  const listed = await deps.graph.list(who);
  if (listed.kind !== 'ok') return failed(listed, 'forbidden');
  const held = await deps.watchers.held(who.tenantId);
  const own = held.filter(({ watcherId }) => watcherId === who.personId);
  const need = needOf(deps, personIds);
  const now = deps.clock.now();
  const plan = planSubscription({ need, held: own, listed: listed.value, now });
  for (const id of plan.forget) await deps.watchers.letGo(id);
  for (const id of plan.remove) await deps.graph.remove(who, id);
  return takeStep({ deps, who, personIds }, plan.step);
}

/** Nothing is to be held in this name any more. */
export async function leaveWatcher(deps: VisitDeps, who: Delegate): Promise<VisitEnd> {
  return visitWatcher(deps, who, []);
}

function takeStep(visit: Visit, step: SubscriptionStep): Promise<VisitEnd> {
  switch (step.kind) {
    case 'none':
      return Promise.resolve({ ok: true });
    case 'create':
      return create(visit, 'first');
    case 'keep':
      return keep(visit, step.held);
    case 'renew':
      return renew(visit, step.held);
    case 'reauthorize':
      return reauthorize(visit, step.held);
  }
}

async function create(visit: Visit, attempt: 'first' | 'again'): Promise<VisitEnd> {
  const { deps, who, personIds } = visit;
  const clientState = deps.newSecret();
  const made = await deps.graph.create(who, {
    personIds,
    clientState,
    notificationUrl: deps.notificationUrl,
    lifecycleUrl: deps.lifecycleUrl,
    certificate: deps.certificate,
    expiresAt: deps.clock.now() + LIFETIME_MS,
  });
  if (made.kind === 'ok') return keepNew(visit, made.value, clientState);
  if (made.status !== CONFLICT) return failed(made, 'forbidden');
  return attempt === 'first' ? makeRoom(visit) : failed(made, 'quota-used');
}

/**
 * One that we do not know stands in the way. Its client state is not ours to know, so it cannot be
 * taken over: it goes, and ours is made (graph.md 4.2).
 */
async function makeRoom(visit: Visit): Promise<VisitEnd> {
  const { deps, who } = visit;
  const listed = await deps.graph.list(who);
  if (listed.kind !== 'ok') return failed(listed, 'forbidden');
  for (const { id } of listed.value) await deps.graph.remove(who, id);
  return create(visit, 'again');
}

async function keepNew(
  visit: Visit,
  view: GraphSubscriptionView,
  clientState: string,
): Promise<VisitEnd> {
  const { deps, who, personIds } = visit;
  const { tenantId, personId: watcherId } = who;
  const isHeld = await deps.watchers.hold({
    subscriptionId: view.id,
    tenantId,
    watcherId,
    clientState: deps.seal(clientState),
    resourceHash: deps.hash(presenceResource(personIds)),
    people: personIds.length,
    ...termOf(deps, view),
  });
  // The watcher was taken away meanwhile: nobody would ever renew it.
  if (!isHeld) await deps.graph.remove(who, view.id);
  return { ok: true };
}

async function keep({ deps }: Visit, held: HeldSubscription): Promise<VisitEnd> {
  await deps.watchers.hold(held);
  return { ok: true };
}

async function renew(visit: Visit, held: HeldSubscription): Promise<VisitEnd> {
  const { deps, who } = visit;
  const { subscriptionId: id } = held;
  const expiresAt = deps.clock.now() + LIFETIME_MS;
  const renewed = await deps.graph.renew(who, { id, expiresAt, certificate: deps.certificate });
  // Whether it arrived can be seen.
  const seen = renewed.kind === 'unknown' ? await deps.graph.get(who, id) : renewed;
  if (seen.kind === 'ok') {
    if (renewed.kind === 'unknown' && seen.value.expiresAt <= held.expiresAt) {
      return failed(renewed, 'forbidden');
    }
    return keep(visit, { ...held, ...termOf(deps, seen.value) });
  }
  if (seen.kind === 'retry' || seen.kind === 'unknown') return failed(seen, 'forbidden');
  return replace(visit, held);
}

/** Keeps its end; the renewal comes in its own time. */
async function reauthorize(visit: Visit, held: HeldSubscription): Promise<VisitEnd> {
  const { deps, who } = visit;
  const done = await deps.graph.reauthorize(who, held.subscriptionId);
  if (done.kind === 'ok') return keep(visit, { ...held, reauthorize: false });
  if (done.kind === 'retry' || done.kind === 'unknown') return failed(done, 'forbidden');
  return replace(visit, held);
}

/** On any refusal: away with it, and a new one (graph.md 4.9). */
async function replace(visit: Visit, held: HeldSubscription): Promise<VisitEnd> {
  const { deps, who } = visit;
  await deps.watchers.letGo(held.subscriptionId);
  await deps.graph.remove(who, held.subscriptionId);
  return create(visit, 'first');
}

type Term = Pick<HeldSubscription, 'certificateId' | 'expiresAt' | 'renewAt' | 'reauthorize'>;

/** The end Graph names counts; renewal 30 to 40 minutes on, spread by chance (graph.md 4.9). */
function termOf(deps: VisitDeps, { expiresAt }: GraphSubscriptionView): Term {
  const renewAt = deps.clock.now() + (30 + 10 * deps.random()) * MINUTE;
  return {
    certificateId: deps.certificate?.id ?? null,
    expiresAt,
    renewAt: Math.round(renewAt),
    reauthorize: false,
  };
}

const PASSING_MS = MINUTE;
/** Somebody must mend it first, or a stale quota must run out (graph.md 4.2). */
const STANDING_MS = 10 * MINUTE;

function failed(
  result: Exclude<CallResult<unknown>, { readonly kind: 'ok' }>,
  standing: WatcherTrouble,
): VisitEnd {
  if (result.kind === 'retry' || result.kind === 'unknown') {
    return { ok: false, code: 'unreachable', afterMs: Math.max(result.afterMs, PASSING_MS) };
  }
  const code = result.kind === 'forbidden' || result.status === CONFLICT ? standing : 'refused';
  return { ok: false, code, afterMs: STANDING_MS };
}
