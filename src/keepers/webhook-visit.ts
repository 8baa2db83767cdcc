/** KP3: one visit to an account's subscriptions: list, compare, mend. */
import type { CallResult } from '../clients/call-result';
import type { AccountAccess, NewSubscription } from '../clients/vcc/client';
import type { FullVccClient } from '../clients/vcc/full-client';
import { HOUR } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, SealedText, Store, WebhookSubscription } from '../store/store';
import { isInOrder, planWebhook } from './webhook-plan';
import type { WebhookPlan } from './webhook-plan';

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
  wanted(connection: Connection): NewSubscription;
}

export type Failure = Exclude<CallResult<never>, { kind: 'ok' }>;

export interface WebhookVisit {
  /** What was done, for the log; empty: everything was in order. */
  readonly done: readonly string[];
  readonly failure: Failure | null;
}

/** VCC repeats a delivery for a day (vcc.md 3.2). */
const PREVIOUS_KEPT_MS = 25 * HOUR;

export async function visitWebhook(
  deps: WebhookVisitDeps,
  connection: Connection,
  { isDistrusted }: { readonly isDistrusted: boolean },
): Promise<WebhookVisit> {
  const account = deps.accountOf(connection);
  const { url, events } = deps.wanted(connection);
  const listed = await deps.vcc.subscriptions(account);
  if (listed.kind !== 'ok') return { done: [], failure: listed };
  const heldId = connection.webhook?.subscriptionId ?? null;
  const plan = planWebhook({ heldId, listed: listed.value, url, events, isDistrusted });
  if (isInOrder(plan)) return { done: await dropPrevious(deps, connection), failure: null };
  return carryOut(deps, connection, plan);
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
  const edited = await deps.vcc.updateSubscription(deps.accountOf(connection), keptId, change);
  if (edited.kind !== 'ok') return edited;
  await keep(deps, connection, { ...connection.webhook, changedAt: deps.clock.now() });
  return null;
}

async function createAnew(deps: WebhookVisitDeps, connection: Connection): Promise<Failure | null> {
  const account = deps.accountOf(connection);
  const made = await deps.vcc.createSubscription(account, deps.wanted(connection));
  if (made.kind !== 'ok') return made;
  const { subscriptionId, secret } = made.value;
  const isKept =
    secret !== undefined && (await keepNew(deps, connection, { subscriptionId, secret }));
  if (isKept) return null;
  await deps.vcc.deleteSubscription(account, subscriptionId);
  return secret === undefined
    ? { kind: 'refused', status: 200, reason: 'VCC told no secret' }
    : null;
}

async function keepNew(
  deps: WebhookVisitDeps,
  connection: Connection,
  made: { readonly subscriptionId: string; readonly secret: string },
): Promise<boolean> {
  const now = deps.clock.now();
  const previousSecret = connection.webhook?.secret ?? null;
  return keep(deps, connection, {
    subscriptionId: made.subscriptionId,
    secret: deps.seal(made.secret),
    previousSecret,
    ...(previousSecret === null ? {} : { previousUntil: now + PREVIOUS_KEPT_MS }),
    changedAt: now,
  });
}

/** False: the connection is gone. */
async function keep(
  { store }: WebhookVisitDeps,
  { id }: Connection,
  webhook: WebhookSubscription,
): Promise<boolean> {
  return (await store.connections.edit(id, { webhook })) !== null;
}

/** Deliveries that were on the way when the secret changed have come or been given up. */
async function dropPrevious(
  deps: WebhookVisitDeps,
  connection: Connection,
): Promise<readonly string[]> {
  const { webhook } = connection;
  const isOver = (webhook?.previousUntil ?? Infinity) <= deps.clock.now();
  if (!webhook || !isOver) return [];
  const { previousUntil: _over, ...rest } = webhook;
  await keep(deps, connection, { ...rest, previousSecret: null });
  return ['forgot the previous secret'];
}
