import type { GraphHandle } from '../call';
import { createSubscription } from './create-call';
import type { SubscriptionSurroundings } from './create-call';
import {
  deleteSubscription,
  listSubscriptions,
  readSubscription,
  reauthorizeSubscription,
  updateSubscription,
} from './manage-calls';

interface RouteTable {
  on(method: string, pattern: string, handle: GraphHandle): unknown;
}

/** Registers the subscription calls. */
export function addSubscriptionRoutes(table: RouteTable, around: SubscriptionSurroundings): void {
  table.on('POST', '/subscriptions', (call) => createSubscription(call, around));
  table.on('GET', '/subscriptions', (call) => listSubscriptions(call, around));
  table.on('GET', '/subscriptions/{id}', (call) => readSubscription(call, around));
  table.on('PATCH', '/subscriptions/{id}', (call) => updateSubscription(call, around));
  table.on('DELETE', '/subscriptions/{id}', (call) => deleteSubscription(call, around));
  table.on('POST', '/subscriptions/{id}/reauthorize', (call) =>
    reauthorizeSubscription(call, around),
  );
}
