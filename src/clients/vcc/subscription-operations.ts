import { readJson, readNothing } from '../pipeline/read-json';
import type { CallResult } from '../call-result';
import type { AccountAccess, Subscription } from './client';
import type { FullVccClient, SubscriptionChange } from './full-client';
import { itemsOf, readList } from './list';
import type { Ask } from './requests';
import type { Sender } from './sender';
import { eventType, subscription } from './wire';

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
    createSubscription: (access, wanted) =>
      sendFitting(sender, access, {
        wanted,
        toAsk: (ask) => write('POST', 'createSubscription', ask),
      }),
    updateSubscription: (access, subscriptionId, wanted) =>
      sendFitting(sender, access, {
        wanted,
        toAsk: (change) => ({
          ...write('PATCH', 'updateSubscription', change),
          path: pathOf(subscriptionId),
        }),
      }),
    deleteSubscription: (access, subscriptionId) =>
      sender.send(
        access,
        { ...write('DELETE', 'deleteSubscription'), path: pathOf(subscriptionId) },
        readNothing,
      ),
  };
}

interface Fitting {
  readonly wanted: SubscriptionChange;
  readonly toAsk: (change: SubscriptionChange) => Ask;
}

/** Which events an account knows differs (vcc.md 3.1): one it refuses is asked for its list. */
async function sendFitting(
  sender: Sender,
  access: AccountAccess,
  { wanted, toAsk }: Fitting,
): Promise<CallResult<Subscription>> {
  const first = await sender.send(access, toAsk(wanted), readJson(subscription));
  if (first.kind !== 'refused' || !wanted.events) return first;
  const ask: Ask = { ...base, name: 'eventTypes', path: '/event-types' };
  const offered = await sender.send(access, ask, readList(eventType, ['eventTypes']));
  if (offered.kind !== 'ok') return first;
  const events = fitEvents(wanted.events, new Set(offered.value.items));
  // Then it was refused for something else.
  const isSame = wanted.events.every((name) => events.includes(name));
  if (events.length === 0 || isSame) return first;
  return sender.send(access, toAsk({ ...wanted, events }), readJson(subscription));
}

/** Version 0 of an event tells the same (vcc.md 3.3). */
function fitEvents(wanted: readonly string[], offered: ReadonlySet<string>): readonly string[] {
  return wanted.flatMap((name) => {
    const older = name.replace(/\.v1$/, '.v0');
    return [name, older].filter((one) => offered.has(one)).slice(0, 1);
  });
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
