import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock';
import { isRecord, jsonBody, replyJson } from '../../http/message';
import type { Reply } from '../../http/message';
import type { GraphCall } from '../call';
import { badRequest, extensionError, forbidden, replyError } from '../graph-error';
import { readCertificate } from './encryption';
import { isUrlAllowed, isUrlWilling } from './handshake';
import { watchedIds } from './resource';
import { subscriptionBody } from './subscription';
import type { Subscription } from './subscription';
import type { SubscriptionBook } from './subscription-book';

const MINUTE_MS = 60_000;
const MIN_LIFETIME_MS = 45 * MINUTE_MS;
const MAX_LIFETIME_MS = 60 * MINUTE_MS;
const MAX_TEXT = 128;

export interface SubscriptionSurroundings {
  readonly clock: SandboxClock;
  readonly book: SubscriptionBook;
  /** Called after a renewal, for deliveries that wait for a token. */
  readonly renewed: (subscription: Subscription) => void;
}

type Fields = Readonly<Record<string, unknown>>;

/** `POST /subscriptions` (graph.md 4.1 to 4.4) */
export async function createSubscription(
  call: GraphCall,
  { clock, book }: SubscriptionSurroundings,
): Promise<Reply> {
  const fields = jsonBody(call.ask);
  if (!isRecord(fields)) return badRequest('The body must be a JSON object.');
  const draft = readDraft(call, fields, clock.now());
  if ('status' in draft) return draft;
  if (book.isQuotaUsed(draft)) return quotaUsed();
  const refusal = await checkUrls(clock, draft);
  if (refusal) return refusal;
  if (book.isQuotaUsed(draft)) return quotaUsed();
  book.add(draft);
  return replyJson(201, {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity',
    ...subscriptionBody(draft),
  });
}

/** Asks each URL, even twice when both are the same. */
async function checkUrls(clock: SandboxClock, draft: Subscription): Promise<Reply | undefined> {
  for (const url of [draft.notificationUrl, draft.lifecycleNotificationUrl]) {
    if (url !== undefined && !(await isUrlWilling(clock, url))) return validationFailed();
  }
  return undefined;
}

export function validationFailed(): Reply {
  return replyError(
    400,
    'ValidationError',
    'Subscription validation request failed. Response must exactly match validationToken query parameter.',
  );
}

function readDraft(call: GraphCall, fields: Fields, nowMs: number): Subscription | Reply {
  const { resource, changeType, notificationUrl, lifecycleNotificationUrl } = fields;
  const watched = typeof resource === 'string' ? watchedIds(resource) : undefined;
  if (typeof resource !== 'string' || !watched) {
    return extensionError(400, 'Status Code: BadRequest; Reason: Unsupported workload.');
  }
  const { personId, scopes = [] } = call.claims;
  if (personId === undefined || !scopes.includes('Presence.Read.All')) {
    return forbidden(['Presence.Read.All (delegated)']);
  }
  if (changeType !== 'updated') return badRequest('changeType must be updated.');
  if (!isUrlAllowed(notificationUrl)) return badRequest('notificationUrl must be an HTTPS URL.');
  const lifecycleUrl = lifecycleNotificationUrl ?? undefined;
  if (lifecycleUrl !== undefined && !isUrlAllowed(lifecycleUrl)) {
    return badRequest('lifecycleNotificationUrl must be an HTTPS URL.');
  }
  const expiresAt = clampExpiry(fields['expirationDateTime'], nowMs);
  if (typeof expiresAt === 'string') return badRequest(expiresAt);
  const problem = textProblem(fields) ?? certificateProblem(fields);
  if (problem) return badRequest(problem);
  return {
    id: randomUUID(),
    tenantId: call.tenant.id,
    applicationId: call.claims.appId,
    creatorId: personId,
    resource,
    watched: new Set(watched),
    changeType,
    clientState: text(fields, 'clientState'),
    includeResourceData: fields['includeResourceData'] === true,
    notificationUrl,
    lifecycleNotificationUrl: lifecycleUrl,
    latestSupportedTlsVersion: text(fields, 'latestSupportedTlsVersion') ?? 'v1_2',
    notificationUrlAppId: text(fields, 'notificationUrlAppId'),
    encryptionCertificate: text(fields, 'encryptionCertificate'),
    encryptionCertificateId: text(fields, 'encryptionCertificateId'),
    expiresAt,
    token: call.token,
  };
}

/** Raised to 45 minutes when shorter; a text says what is wrong with it (4.3). */
export function clampExpiry(given: unknown, nowMs: number): number | string {
  const asked = typeof given === 'string' ? Date.parse(given.replace(/(\.\d{3})\d+/, '$1')) : NaN;
  if (Number.isNaN(asked)) return 'expirationDateTime is required and must be a UTC time.';
  // A second of grace: the caller's clock and the sandbox's need not agree to the millisecond.
  if (asked > nowMs + MAX_LIFETIME_MS + 1000) {
    return 'Subscription expiration can only be 60 minutes in the future.';
  }
  return Math.max(asked, nowMs + MIN_LIFETIME_MS);
}

/** What is wrong with certificate fields; undefined when fine or absent and not needed. */
export function certificateProblem(fields: Fields): string | undefined {
  const certificate = text(fields, 'encryptionCertificate');
  const id = text(fields, 'encryptionCertificateId');
  if (certificate === undefined && id === undefined) {
    return fields['includeResourceData'] === true
      ? 'includeResourceData needs encryptionCertificate and encryptionCertificateId.'
      : undefined;
  }
  if (certificate === undefined || id === undefined) {
    return 'encryptionCertificate and encryptionCertificateId go together.';
  }
  return readCertificate(certificate)
    ? undefined
    : 'encryptionCertificate is not an RSA certificate.';
}

function textProblem(fields: Fields): string | undefined {
  const long = ['clientState', 'encryptionCertificateId'].find(
    (name) => (text(fields, name)?.length ?? 0) > MAX_TEXT,
  );
  return long && `${long} is longer than ${MAX_TEXT} characters.`;
}

function text(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

function quotaUsed(): Reply {
  // The spelling is the service's (4.2).
  return extensionError(
    409,
    'Status Code: Conflict; Reason: A subscripton already exists. It must be deleted before a another can be made.',
  );
}
