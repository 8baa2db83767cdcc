import type { Account } from './account';
import { isKnownPattern } from './event-types';
import type { SubscriptionFields } from './subscription-book';

export type SubscriptionChanges = Partial<SubscriptionFields>;

const NAME_LENGTH = { min: 3, max: 128 };
const REQUIRED = ['name', 'url', 'events'] as const;

/** Fields of a create request, or one sentence of what is wrong (3.1). */
export function readNewSubscription(
  body: Readonly<Record<string, unknown>>,
  account: Account,
): (Omit<SubscriptionFields, 'secret'> & { readonly secret?: string }) | string {
  const changes = readChanges(body, account);
  if (typeof changes === 'string') return changes;
  const { name, url, events, ...rest } = changes;
  if (name === undefined || url === undefined || events === undefined) {
    return `${REQUIRED.find((field) => changes[field] === undefined)} is required`;
  }
  return { name, url, events, enabled: true, ...rest };
}

/** Fields of an edit, any subset, or one sentence of what is wrong. */
export function readChanges(
  body: Readonly<Record<string, unknown>>,
  account: Account,
  ownId?: string,
): SubscriptionChanges | string {
  const { name, url, events, enabled, secret } = body;
  const complaint =
    (name !== undefined && complainOfName(name, account, ownId)) ||
    (url !== undefined && complainOfUrl(url)) ||
    (events !== undefined && complainOfEvents(events)) ||
    (enabled !== undefined && typeof enabled !== 'boolean' && 'enabled must be true or false') ||
    (secret !== undefined && complainOfSecret(secret));
  if (complaint) return complaint;
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof url === 'string' ? { url } : {}),
    ...(isTextList(events) ? { events } : {}),
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(typeof secret === 'string' ? { secret } : {}),
  };
}

function complainOfName(name: unknown, account: Account, ownId?: string): string | undefined {
  const { min, max } = NAME_LENGTH;
  if (typeof name !== 'string' || name.length < min || name.length > max) {
    return `name must have ${min} to ${max} characters`;
  }
  const isTaken = account.book
    .all()
    .some((other) => other.name === name && other.subscriptionId !== ownId);
  return isTaken ? 'name must be unique' : undefined;
}

/** https only; http on loopback hosts is the sandbox's deviation. */
function complainOfUrl(url: unknown): string | undefined {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) return 'url must be a fully qualified URL';
  const isLocal = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(parsed.hostname);
  const isAllowed = parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLocal);
  return isAllowed ? undefined : 'url must use https';
}

function complainOfEvents(events: unknown): string | undefined {
  if (!isTextList(events) || events.length === 0) return 'events must name at least one event type';
  const unknown = events.find((name) => !isKnownPattern(name));
  return unknown === undefined ? undefined : `"${unknown}" is not an event type`;
}

function complainOfSecret(secret: unknown): string | undefined {
  const isBase64 =
    typeof secret === 'string' &&
    secret.length > 0 &&
    secret.length % 4 === 0 &&
    /^[A-Za-z0-9+/]+={0,2}$/.test(secret);
  return isBase64 ? undefined : 'secret must be base64';
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
