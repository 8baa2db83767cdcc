/** KP3: one visit to an account's subscriptions: list, compare, mend. */
import type { CallResult } from '../clients/call-result';
import type { AccountAccess, NewSubscription } from '../clients/vcc/client';
import type { FullVccClient, SubscriptionChange } from '../clients/vcc/full-client';
import { HOUR } from '../core/time';
import { askFitting } from '../runtime/ask-fitting';
import type { Clock } from '../runtime/clock';
import { isSameNames } from '../runtime/same-names';
import type { Connection, SealedText, Store, WebhookSubscription } from '../store/store';
import { isInOrder, planWebhook } from './webhook-plan';
import type { EventList, WebhookPlan } from './webhook-plan';

export interface WebhookVisitDeps {
  readonly store: Pick<Store, 'connections'>;
  readonly vcc: Pick<
    FullVccClient,
    'subscriptions' | 'createSubscription' | 'updateSubscription' | 'deleteSubscription'
  >;
  readonly clock: Clock;
  accountOf(connection: Connection): AccountAccess;
  seal(text: string): SealedText;
  /** Name, address and event types of a connection's subscription; names are unique at VCC. */
  wanted(connection: Connection): WantedSubscription;
}

export interface WantedSubscription extends NewSubscription {
  /** What is asked for instead where VCC refuses the whole list, the widest first. */
  readonly shorter?: readonly EventList[];
}

export type Failure = Exclude<CallResult<never>, { kind: 'ok' }>;

export interface WebhookVisit {
  /** What was done, for the log; empty: everything was in order. */
  readonly done: readonly string[];
  readonly failure: Failure | null;
}

/** VCC repeats a delivery for a day (vcc.md 3.2). */
const PREVIOUS_KEPT_MS = 25 * HOUR;
/** An account may learn the names it has refused. */
const WHOLE_AGAIN_MS = 24 * HOUR;

export async function visitWebhook(
  deps: WebhookVisitDeps,
  connection: Connection,
  { isDistrusted }: { readonly isDistrusted: boolean },
): Promise<WebhookVisit> {
  const account = deps.accountOf(connection);
  const { url, events, shorter = [] } = deps.wanted(connection);
  const listed = await deps.vcc.subscriptions(account);
  if (listed.kind !== 'ok') return { done: [], failure: listed };
  const heldId = connection.webhook?.subscriptionId ?? null;
  const scene = { heldId, listed: listed.value, url, events, isDistrusted };
  const plan = planWebhook({ ...scene, shorter: listFine(deps, connection, shorter) });
  if (isInOrder(plan)) return { done: await dropPrevious(deps, connection), failure: null };
  return carryOut(deps, connection, plan);
}

/** Lists that will do for now, besides the whole one. */
function listFine(
  { clock }: WebhookVisitDeps,
  { webhook }: Connection,
  shorter: readonly EventList[],
): readonly EventList[] {
  const { wholeRefusedAt = -Infinity, settledEvents } = webhook ?? {};
  if (clock.now() - wholeRefusedAt >= WHOLE_AGAIN_MS) return [];
  return settledEvents ? [...shorter, settledEvents] : shorter;
}

/** The new one before the old ones go, so that the gap is as short as VCC makes it. */
async function carryOut(
  deps: WebhookVisitDeps,
  connection: Connection,
  plan: WebhookPlan,
): Promise<WebhookVisit> {
  const done: string[] = [];
  const failure = plan.keptId
    ? await mend(deps, connection, plan)
    : await createAnew(deps, connection);
  if (failure) return { done, failure };
  if (!plan.keptId) done.push('created');
  if (plan.change) done.push(`mended ${Object.keys(plan.change).join(', ')}`);
  for (const id of plan.removeIds) {
    const removed = await deps.vcc.deleteSubscription(deps.accountOf(connection), id);
    if (removed.kind !== 'ok' && removed.kind !== 'gone') return { done, failure: removed };
    done.push('removed');
  }
  return { done, failure: null };
}

async function mend(
  deps: WebhookVisitDeps,
  connection: Connection,
  { keptId, change }: WebhookPlan,
): Promise<Failure | null> {
  if (!change || keptId === null || !connection.webhook) return null;
  const account = deps.accountOf(connection);
  const update = (ask: SubscriptionChange) => deps.vcc.updateSubscription(account, keptId, ask);
  const { shorter = [] } = deps.wanted(connection);
  const { events, ...rest } = change;
  const { result, isWhole } = events
    ? await askFitting([events, ...shorter], (list) => update({ ...rest, events: list }))
    : { result: await update(rest), isWhole: null };
  if (result.kind !== 'ok') return result;
  const changedAt = deps.clock.now();
  const told = { events: result.value.events, isWhole, wanted: events ?? [] };
  await keep(deps, connection, (held) =>
    held?.subscriptionId === keptId ? { ...noteTold(held, told, changedAt), changedAt } : held,
  );
  return null;
}

interface Told {
  readonly wanted: EventList;
  /** What the subscription has now. */
  readonly events: EventList;
  /** Null: the list was not asked for. */
  readonly isWhole: boolean | null;
}

function noteTold(webhook: WebhookSubscription, told: Told, now: number): WebhookSubscription {
  if (told.isWhole === null) return webhook;
  const { wholeRefusedAt: _at, settledEvents: _events, ...rest } = webhook;
  return { ...rest, ...settle(told, now) };
}

/** Taken whole, it is told whole; an account may also take older names of events for ours. */
function settle(
  { wanted, events, isWhole }: Told,
  now: number,
): Pick<WebhookSubscription, 'wholeRefusedAt' | 'settledEvents'> {
  if (isWhole && isSameNames(events, wanted)) return {};
  return { wholeRefusedAt: now, settledEvents: events };
}

async function createAnew(deps: WebhookVisitDeps, connection: Connection): Promise<Failure | null> {
  const account = deps.accountOf(connection);
  const { shorter = [], events: whole, ...wanted } = deps.wanted(connection);
  const { result: made, isWhole } = await askFitting([whole, ...shorter], (events) =>
    deps.vcc.createSubscription(account, { ...wanted, events }),
  );
  if (made.kind !== 'ok') return made;
  const { subscriptionId, secret, events } = made.value;
  const told = { wanted: whole, events, isWhole };
  const isKept =
    secret !== undefined && (await keepNew(deps, connection, { subscriptionId, secret, told }));
  if (isKept) return null;
  await deps.vcc.deleteSubscription(account, subscriptionId);
  return secret === undefined
    ? { kind: 'refused', status: 200, reason: 'VCC told no secret' }
    : null;
}

async function keepNew(
  deps: WebhookVisitDeps,
  connection: Connection,
  made: { readonly subscriptionId: string; readonly secret: string; readonly told: Told },
): Promise<boolean> {
  const now = deps.clock.now();
  const secret = deps.seal(made.secret);
  return keep(deps, connection, (held) => ({
    subscriptionId: made.subscriptionId,
    secret,
    previousSecret: held?.secret ?? null,
    ...(held ? { previousUntil: now + PREVIOUS_KEPT_MS } : {}),
    changedAt: now,
    ...settle(made.told, now),
  }));
}

/** Edits what is held by now: meanwhile secrets may have been sealed anew. False: it is gone. */
async function keep(
  { store }: WebhookVisitDeps,
  { id }: Connection,
  change: (held: WebhookSubscription | null) => WebhookSubscription | null,
): Promise<boolean> {
  for (;;) {
    const current = await store.connections.get(id);
    if (!current) return false;
    const webhook = change(current.webhook);
    if (webhook === current.webhook) return true;
    if (await store.connections.edit(id, { webhook }, current.version)) return true;
  }
}

/** Deliveries that were on the way when the secret changed have come or been given up. */
async function dropPrevious(
  deps: WebhookVisitDeps,
  connection: Connection,
): Promise<readonly string[]> {
  if (!isPreviousOver(connection.webhook, deps.clock.now())) return [];
  await keep(deps, connection, (held) => {
    if (!held || !isPreviousOver(held, deps.clock.now())) return held;
    const { previousUntil: _over, ...rest } = held;
    return { ...rest, previousSecret: null };
  });
  return ['forgot the previous secret'];
}

function isPreviousOver(webhook: WebhookSubscription | null, now: number): boolean {
  return (webhook?.previousUntil ?? Infinity) <= now;
}
