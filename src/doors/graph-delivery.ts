/** What both doors of Graph have in common: the handshake, the shape, whose each item is. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { answerJson, parseJson } from './door';
import type { Door, DoorAnswer, DoorRequest } from './door';
import { drop, refuse } from './verdict';
import type { DoorEvents, DropCode } from './verdict';

/** What a notification tells of somebody. */
export interface PresenceNews {
  readonly personId: string;
  /** `availability/activity`, where it came sealed and vouched for; else null. */
  readonly words: string | null;
}

export const LIFECYCLE_EVENTS = [
  'reauthorizationRequired',
  'subscriptionRemoved',
  'missed',
] as const;
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

/** A subscription of ours at Graph, as the lookup knows it. */
export interface GraphSubscription {
  readonly tenantId: string;
  readonly clientState: string;
  /** It must be noted when this ends, since the answer follows; nothing is called from here. */
  notify(news: PresenceNews): Promise<void>;
  lifecycle(event: LifecycleEvent): Promise<void>;
}

export interface GraphDoorDeps {
  /** Null: not one of ours. */
  readonly findSubscription: (subscriptionId: string) => Promise<GraphSubscription | null>;
  /** Tenants these tokens vouch for; null when one of them is forged (graph.md 4.11). */
  readonly verifyValidation: (tokens: readonly string[]) => Promise<ReadonlySet<string> | null>;
  readonly openContent: (content: {
    readonly data: string;
    readonly dataSignature: string;
    readonly dataKey: string;
    readonly encryptionCertificateId: string;
  }) => unknown;
  readonly events: DoorEvents;
}

/** One item of a delivery; what else it has is left to who takes it (graph.md 4.6, 4.8). */
const itemShape = z.looseObject({
  subscriptionId: z.string(),
  clientState: z.string().nullish(),
  tenantId: z.string().nullish(),
});
const deliveryShape = z.object({
  value: z.array(itemShape).max(5_000),
  validationTokens: z.array(z.string()).max(100).nullish(),
});
export type GraphItem = z.infer<typeof itemShape>;

/** An item whose subscription and secret are right. */
export interface OwnItem {
  readonly item: GraphItem;
  readonly subscription: GraphSubscription;
}

/** Takes one item; answers why it was dropped, null when it was taken. */
export type TakeItem = (own: OwnItem, vouched: ReadonlySet<string>) => Promise<DropCode | null>;

/** Many encrypted items come in one request; VCC's events are much smaller. */
export const GRAPH_MAX_BYTES = 4 * 1024 * 1024;
const MAX_TOKEN = 4_096;

export function createGraphDoor(
  deps: GraphDoorDeps,
  { name, take }: { readonly name: string; readonly take: TakeItem },
): Door {
  return async (request) => {
    const token = request.query.get('validationToken');
    if (token !== null) return echo(deps.events, token);
    try {
      return await takeDelivery(deps, request, take);
    } catch (error) {
      deps.events.failed(name, error);
      return refuse(deps.events, 'store-down');
    }
  };
}

/** The token and nothing else, as text: never as anything a browser would run (graph.md 4.4). */
function echo(events: DoorEvents, token: string): DoorAnswer {
  if (token === '' || token.length > MAX_TOKEN) return refuse(events, 'bad-validation');
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: token };
}

/** One delivery may mix subscriptions: each item is judged by itself. */
async function takeDelivery(
  deps: GraphDoorDeps,
  request: DoorRequest,
  take: TakeItem,
): Promise<DoorAnswer> {
  const { events } = deps;
  if (request.rawBody.length > GRAPH_MAX_BYTES) return refuse(events, 'too-large');
  const body = parseJson(request.rawBody);
  if (body === undefined) return refuse(events, 'not-json');
  const delivery = deliveryShape.safeParse(body);
  if (!delivery.success) return refuse(events, 'not-notifications');
  const { value, validationTokens } = delivery.data;
  const found = await findOwn(deps, value);
  // Strangers are not worth a look at their tokens.
  const vouched =
    found.own.length > 0 ? await deps.verifyValidation(validationTokens ?? []) : new Set<string>();
  let last = found.last;
  for (const own of found.own) {
    const code = vouched ? await take(own, vouched) : 'bad-validation-token';
    if (code !== null) last = drop(events, code, { tenantId: own.subscription.tenantId });
  }
  return last ?? answerJson(202, { code: 'taken', message: 'Taken.' });
}

interface Found {
  readonly own: readonly OwnItem[];
  /** Answer to the last item that was not ours. */
  readonly last: DoorAnswer | null;
}

async function findOwn(deps: GraphDoorDeps, items: readonly GraphItem[]): Promise<Found> {
  const known = new Map<string, GraphSubscription | null>();
  const own: OwnItem[] = [];
  let last: DoorAnswer | null = null;
  for (const item of items) {
    const { subscriptionId: id } = item;
    const subscription = known.has(id) ? known.get(id) : await deps.findSubscription(id);
    known.set(id, subscription ?? null);
    const code = subscription ? faultOf(item, subscription) : 'unknown-subscription';
    if (subscription && code === null) own.push({ item, subscription });
    else if (code !== null) last = drop(deps.events, code);
  }
  return { own, last };
}

/** Secret and tenant must be those we stored: nothing else proves a notification without data. */
function faultOf(item: GraphItem, subscription: GraphSubscription): DropCode | null {
  if (!isSame(item.clientState ?? '', subscription.clientState)) return 'wrong-client-state';
  const tenantId = (item.tenantId ?? '').toLowerCase();
  return tenantId === subscription.tenantId.toLowerCase() ? null : 'wrong-tenant';
}

/** In constant time whatever the lengths. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
