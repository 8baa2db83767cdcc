import { CURES } from '../core/trouble';
import { askFitting } from '../runtime/ask-fitting';
import { isSameAddress } from '../runtime/same-address';
import { isSameNames } from '../runtime/same-names';
import type { Connection, WebhookSubscription } from '../store/store';
import type { DeskDeps } from './context';
import { DeskError } from './problem';
import type { AccountLogin, AccountSubscription, Reached } from './reach';

const CHANNEL_PHASES = [
  'alerted',
  'connected',
  'held',
  'retrieved',
  'interrupted',
  'resumed',
  'parked',
  'unparked',
  'connectionfailed',
  'disconnected',
  'wrapstarted',
  'ended',
];

/** Event types we want told (vcc.md 3.3, 3.4). */
export const WEBHOOK_EVENTS: readonly string[] = [
  'agent.presencechanged.v1',
  ...CHANNEL_PHASES.map((phase) => `channel.${phase}.v1`),
];

const PRESENCE_EVENTS = ['agent.presencechanged.v1'];

/** The names Vonage's own pages have (vcc.md 3.4); the others were only seen at consumers. */
const DOCUMENTED_EVENTS = [
  ...PRESENCE_EVENTS,
  ...['alerted', 'connected', 'held', 'retrieved', 'interrupted', 'resumed'],
  ...['disconnected', 'wrapstarted'],
].map((name) => (name.includes('.') ? name : `channel.${name}.v1`));

/** What an account is asked to tell that does not know every name, the widest first. */
export const SHORTER_EVENTS: readonly (readonly string[])[] = [DOCUMENTED_EVENTS, PRESENCE_EVENTS];

/** Where VCC posts the events of a connection. */
export function webhookUrl(publicUrl: string, connectionId: string): string {
  return `${publicUrl}/hooks/vcc/${connectionId}`;
}

/** Creates the subscription and seals its secret, which VCC shows only now. */
export async function subscribe(
  deps: DeskDeps,
  login: AccountLogin,
  connectionId: string,
): Promise<WebhookSubscription> {
  const { result: reached, isWhole } = await createFitting(deps, login, connectionId);
  if (reached.kind !== 'ok') throw failSubscription(reached.reason);
  const { subscriptionId, secret, events } = reached.value;
  if (secret === undefined) throw failSubscription('VCC told no secret');
  // An account that knows only older names of some events is asked for those by the client.
  const isTold = isWhole && isSameNames(events, WEBHOOK_EVENTS);
  const settled = isTold ? {} : { wholeRefusedAt: deps.clock.now(), settledEvents: events };
  return { subscriptionId, secret: deps.seal(secret), previousSecret: null, ...settled };
}

/** JN8: does what is posted to the public address arrive? The edit that says so. */
export async function proveWebhook(
  deps: DeskDeps,
  connectionId: string,
  webhook: WebhookSubscription,
): Promise<Pick<Connection, 'status' | 'reason' | 'trouble'>> {
  const secret = deps.open(webhook.secret);
  const reached = await deps.callOwnHook({ connectionId, secret });
  if (reached.kind === 'ok') return { status: 'connected', reason: null, trouble: {} };
  const code = 'webhooks-unreachable';
  const trouble = { webhooks: { code, since: deps.clock.now() } } as const;
  return { status: 'degraded', reason: CURES[code], trouble };
}

/** An account that does not know every name of ours gets the documented ones, at last presence alone. */
async function createFitting(
  deps: DeskDeps,
  login: AccountLogin,
  connectionId: string,
): Promise<{ readonly result: Reached<AccountSubscription>; readonly isWhole: boolean }> {
  const name = `Presence Link ${connectionId.slice(0, 8)}`;
  const url = webhookUrl(deps.publicUrl, connectionId);
  return askFitting([WEBHOOK_EVENTS, ...SHORTER_EVENTS], (events) =>
    deps.vcc.createSubscription(login, { name, url, events }),
  );
}

/** Takes away what points at the connection. What cannot be reached is left for VCC's admin. */
export async function unsubscribe(
  deps: DeskDeps,
  login: AccountLogin,
  connectionId: string,
): Promise<void> {
  const reached = await deps.vcc.subscriptions(login);
  if (reached.kind !== 'ok') return;
  for (const one of findOurs(deps, reached.value, connectionId)) {
    await deps.vcc.deleteSubscription(login, one.subscriptionId);
  }
}

/** Subscriptions among these that point at the connection. */
export function findOurs(
  deps: DeskDeps,
  listed: readonly AccountSubscription[],
  connectionId: string,
): readonly AccountSubscription[] {
  const url = webhookUrl(deps.publicUrl, connectionId);
  return listed.filter((one) => isSameAddress(one.url, url));
}

function failSubscription(reason: string): DeskError {
  const sentence = `The step "webhook-subscription" failed: ${reason}.`;
  return new DeskError('vcc-step-failed', {
    detail: sentence,
    steps: [{ step: 'webhook-subscription', isOk: false, sentence }],
  });
}
