import { isRecord, jsonBody, replyEmpty, replyJson } from '../../http/message';
import type { Reply } from '../../http/message';
import type { GraphCall } from '../call';
import { badRequest, replyError } from '../graph-error';
import { certificateProblem, clampExpiry, validationFailed } from './create-call';
import type { SubscriptionSurroundings } from './create-call';
import { isUrlAllowed, isUrlWilling } from './handshake';
import { subscriptionBody } from './subscription';
import type { Subscription } from './subscription';

const CONTEXT = 'https://graph.microsoft.com/v1.0/$metadata#subscriptions';
const PATCHABLE = new Set([
  'expirationDateTime',
  'notificationUrl',
  'encryptionCertificate',
  'encryptionCertificateId',
]);

export function listSubscriptions(call: GraphCall, { book }: SubscriptionSurroundings): Reply {
  const own = book.all().filter((one) => isOwn(call, one));
  return replyJson(200, { '@odata.context': CONTEXT, value: own.map(subscriptionBody) });
}

export function readSubscription(call: GraphCall, around: SubscriptionSurroundings): Reply {
  const found = findOwn(call, around);
  return found ? replyJson(200, withContext(found)) : unknown(call);
}

export function deleteSubscription(call: GraphCall, around: SubscriptionSurroundings): Reply {
  const found = findOwn(call, around);
  if (!found) return unknown(call);
  around.book.remove(found.id);
  return replyEmpty(204);
}

/** Keeps the end, takes the new token (graph.md 4.8). */
export function reauthorizeSubscription(call: GraphCall, around: SubscriptionSurroundings): Reply {
  const found = findOwn(call, around);
  if (!found) return unknown(call);
  found.token = call.token;
  around.renewed(found);
  return replyEmpty(204);
}

/** `PATCH /subscriptions/{id}` (graph.md 4.9) */
export async function updateSubscription(
  call: GraphCall,
  around: SubscriptionSurroundings,
): Promise<Reply> {
  const found = findOwn(call, around);
  if (!found) return unknown(call);
  const fields = jsonBody(call.ask);
  if (!isRecord(fields)) return badRequest('The body must be a JSON object.');
  const stray = Object.keys(fields).find((name) => !PATCHABLE.has(name));
  if (stray) return badRequest(`${stray} cannot be changed.`);
  const problem = certificateProblem(fields);
  if (problem) return badRequest(problem);
  const asked = fields['expirationDateTime'];
  const expiresAt = asked === undefined ? found.expiresAt : clampExpiry(asked, around.clock.now());
  if (typeof expiresAt === 'string') return badRequest(expiresAt);
  const { notificationUrl = found.notificationUrl } = fields;
  if (!isUrlAllowed(notificationUrl)) return badRequest('notificationUrl must be an HTTPS URL.');
  const isMoved = notificationUrl !== found.notificationUrl;
  if (isMoved && !(await isUrlWilling(around.clock, notificationUrl))) return validationFailed();
  found.notificationUrl = notificationUrl;
  applyCertificate(found, fields);
  found.token = call.token;
  around.book.extend(found.id, expiresAt);
  around.renewed(found);
  return replyJson(200, withContext(found));
}

function applyCertificate(
  subscription: Subscription,
  { encryptionCertificate, encryptionCertificateId }: Readonly<Record<string, unknown>>,
): void {
  if (typeof encryptionCertificate !== 'string' || typeof encryptionCertificateId !== 'string')
    return;
  subscription.encryptionCertificate = encryptionCertificate;
  subscription.encryptionCertificateId = encryptionCertificateId;
}

function withContext(subscription: Subscription): object {
  return { '@odata.context': `${CONTEXT}/$entity`, ...subscriptionBody(subscription) };
}

function findOwn(call: GraphCall, { book }: SubscriptionSurroundings): Subscription | undefined {
  const found = book.get(call.ask.params['id'] ?? '');
  return found && isOwn(call, found) ? found : undefined;
}

/** Of the same app and person; others do not even see it. */
function isOwn({ claims, tenant }: GraphCall, subscription: Subscription): boolean {
  return (
    subscription.tenantId === tenant.id &&
    subscription.applicationId === claims.appId &&
    subscription.creatorId === claims.personId
  );
}

function unknown({ ask }: GraphCall): Reply {
  return replyError(
    404,
    'ResourceNotFound',
    `The object was not found. Subscription ${ask.params['id'] ?? ''}.`,
  );
}
