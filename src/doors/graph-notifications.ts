import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { answerJson, MAX_BYTES, parseJson } from './door';
import type { Door, DoorAnswer, DoorRequest } from './door';
import { drop, refuse } from './verdict';
import type { DoorEvents } from './verdict';

/** A subscription of ours at Graph, as the lookup knows it. */
export interface GraphSubscription {
  readonly clientState: string;
  /** Takes what was notified; it must be stored when this ends, since the answer follows. */
  take(item: GraphItem): Promise<void>;
}

export interface GraphDoorDeps {
  /** Null: not one of ours. */
  readonly findSubscription: (subscriptionId: string) => Promise<GraphSubscription | null>;
  readonly events: DoorEvents;
}

/** One item of a delivery; what else it has is left to who takes it (graph.md 4.6, 4.8). */
const itemShape = z.looseObject({
  subscriptionId: z.string(),
  clientState: z.string().nullish(),
  lifecycleEvent: z.string().optional(),
});
const deliveryShape = z.object({ value: z.array(itemShape).max(5_000) });
export type GraphItem = z.infer<typeof itemShape>;

const MAX_TOKEN = 4_096;

/** `POST /hooks/graph` */
export function createGraphNotificationsDoor(deps: GraphDoorDeps): Door {
  return createGraphDoor(deps, 'graph-notifications');
}

/** What both doors of Graph have in common: the handshake, the shape, whose it is. */
export function createGraphDoor(deps: GraphDoorDeps, name: string): Door {
  return async (request) => {
    const token = request.query.get('validationToken');
    if (token !== null) return echo(deps.events, token);
    try {
      return await takeDelivery(deps, request);
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

async function takeDelivery(deps: GraphDoorDeps, request: DoorRequest): Promise<DoorAnswer> {
  const { events } = deps;
  if (request.rawBody.length > MAX_BYTES) return refuse(events, 'too-large');
  const body = parseJson(request.rawBody);
  if (body === undefined) return refuse(events, 'not-json');
  const delivery = deliveryShape.safeParse(body);
  if (!delivery.success) return refuse(events, 'not-notifications');
  let last: DoorAnswer | null = null;
  for (const item of delivery.data.value) last = (await takeItem(deps, item)) ?? last;
  return last ?? answerJson(202, { code: 'taken', message: 'Taken.' });
}

/** One delivery may mix subscriptions: each item is judged by itself. Null when it was taken. */
async function takeItem(deps: GraphDoorDeps, item: GraphItem): Promise<DoorAnswer | null> {
  const subscription = await deps.findSubscription(item.subscriptionId);
  if (!subscription) return drop(deps.events, 'unknown-subscription');
  if (!isSame(item.clientState ?? '', subscription.clientState)) {
    return drop(deps.events, 'wrong-client-state');
  }
  await subscription.take(item);
  return null;
}

/** In constant time whatever the lengths. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
