import { isRecord, jsonBody, replyEmpty, replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import type { Account } from './account';
import { EVENT_TYPES } from './event-types';
import type { ApiRules } from './guard';
import type { StoredSubscription } from './subscription-book';
import { readChanges, readNewSubscription } from './subscription-input';
import { checkVersion1 } from './versioned-api';

const CACHE = { 'cache-control': 'max-age=5, must-revalidate, private' };

export const WEBHOOKS_RULES: ApiRules = {
  unauthorized: (isTokenMissing) =>
    isTokenMissing
      ? refuseToken(401, 'The access token is missing', 'invalid_request')
      : refuseToken(401, 'The access token is invalid or has expired', 'invalid_token'),
  forbidden: () =>
    refuseToken(403, 'The access token does not have the required scope', 'insufficient_scope'),
  checkVersion: checkVersion1,
};

/** `GET /webhooks/event-types` */
export function listEventTypes(): Reply {
  return replyJson(200, { eventTypes: EVENT_TYPES }, CACHE);
}

/** `GET /webhooks/subscriptions` */
export function listSubscriptions(_ask: Ask, account: Account): Reply {
  return replyJson(200, { subscriptions: account.book.all().map(withoutSecret) }, CACHE);
}

/** `GET /webhooks/subscriptions/{subscriptionId}` */
export function getSubscription(ask: Ask, account: Account): Reply {
  const found = account.book.get(idOf(ask));
  return found ? replyJson(200, withoutSecret(found), CACHE) : notFound();
}

/** `POST /webhooks/subscriptions`: the only answer that bears the secret */
export function createSubscription(ask: Ask, account: Account): Reply {
  const body = jsonBody(ask);
  if (!isRecord(body)) return refuse('The request is invalid.');
  const fields = readNewSubscription(body, account);
  return typeof fields === 'string'
    ? refuse(fields)
    : replyJson(200, account.book.create(fields), CACHE);
}

/** `PATCH /webhooks/subscriptions/{subscriptionId}` */
export function editSubscription(ask: Ask, account: Account): Reply {
  const subscriptionId = idOf(ask);
  if (!account.book.get(subscriptionId)) return notFound();
  const body = jsonBody(ask);
  if (!isRecord(body)) return refuse('The request is invalid.');
  const changes = readChanges(body, account, subscriptionId);
  if (typeof changes === 'string') return refuse(changes);
  const edited = account.book.edit(subscriptionId, changes);
  return edited ? replyJson(200, withoutSecret(edited), CACHE) : notFound();
}

/** `DELETE /webhooks/subscriptions/{subscriptionId}` */
export function deleteSubscription(ask: Ask, account: Account): Reply {
  if (!account.book.delete(idOf(ask))) return notFound();
  const isEmpty = account.knobs.deleteSubscriptionStatus === 204;
  return isEmpty ? replyEmpty(204, CACHE) : replyJson(200, {}, CACHE);
}

function idOf(ask: Ask): string {
  return ask.params['subscriptionId'] ?? '';
}

function withoutSecret(subscription: StoredSubscription): Readonly<Record<string, unknown>> {
  const { subscriptionId, name, url, events, enabled } = subscription;
  return { subscriptionId, name, url, events, enabled };
}

function refuse(message: string): Reply {
  return replyJson(400, { message }, CACHE);
}

function notFound(): Reply {
  return replyJson(404, { message: 'The subscription was not found.' }, CACHE);
}

function refuseToken(status: number, description: string, error: string): Reply {
  return replyJson(status, { error_description: description, error }, CACHE);
}
