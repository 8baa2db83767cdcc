import { readJson, readNothing } from '../pipeline/read-json';
import type { FullVccClient } from './full-client';
import { itemsOf, readList } from './list';
import type { Ask } from './requests';
import type { Sender } from './sender';
import { subscription } from './wire';

type SubscriptionOperations = Pick<
  FullVccClient,
  'subscriptions' | 'createSubscription' | 'updateSubscription' | 'deleteSubscription'
>;

const PATH = '/subscriptions';

/** The Webhooks API (vcc.md 3.1). */
export function subscriptionOperations(sender: Sender): SubscriptionOperations {
  return {
    subscriptions: async (access) => {
      const ask: Ask = { ...base, name: 'subscriptions', path: PATH };
      const result = await sender.send(access, ask, readList(subscription, ['subscriptions']));
      return itemsOf(result, ask.name, sender.events);
    },
    createSubscription: (access, ask) =>
      sender.send(access, write('POST', 'createSubscription', ask), readJson(subscription)),
    updateSubscription: (access, subscriptionId, change) =>
      sender.send(
        access,
        { ...write('PATCH', 'updateSubscription', change), path: pathOf(subscriptionId) },
        readJson(subscription),
      ),
    deleteSubscription: (access, subscriptionId) =>
      sender.send(
        access,
        { ...write('DELETE', 'deleteSubscription'), path: pathOf(subscriptionId) },
        readNothing,
      ),
  };
}

const base = {
  api: 'webhooks',
  effect: 'read',
  method: 'GET',
  scope: 'admin:read',
  priority: 'sweep',
} as const;

function write(method: Ask['method'], name: string, body?: object): Ask {
  return {
    ...base,
    method,
    name,
    path: PATH,
    effect: 'write',
    scope: 'admin:write',
    ...(body ? { body } : {}),
  };
}

function pathOf(subscriptionId: string): string {
  return `${PATH}/${encodeURIComponent(subscriptionId)}`;
}
