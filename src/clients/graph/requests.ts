import { randomUUID } from 'node:crypto';
import type { PresencePair } from '../../core/mapping';
import type { AppTokens } from '../entra/app-tokens';
import type { Call, Priority, Waiting } from '../pipeline/exchange';
import type { PersonKey } from './client';
import { toIsoDuration } from './duration';

export interface RequestTerms {
  /** Without the version. */
  readonly graphUrl: string;
  /** Our client id: the session a presence is written under (graph.md 2.3). */
  readonly clientId: string;
  readonly tokens: AppTokens;
}

export interface Ask {
  readonly name: string;
  readonly effect: Call['effect'];
  readonly method: Call['method'];
  /** Under `/v1.0`, or a full address Graph gave us. */
  readonly path: string;
  readonly body?: object;
  readonly priority: Priority;
  readonly waiting?: Waiting;
  readonly personId?: string;
  readonly maxBytes?: number;
}

export const MAX_BULK_IDS = 650;

const MINUTE_MS = 60_000;
const MIN_SESSION_MS = 5 * MINUTE_MS;
const MAX_SESSION_MS = 240 * MINUTE_MS;
const BULK_MAX_BYTES = 8 * 1024 * 1024;
const USER_FIELDS = 'id,displayName,userPrincipalName,mail,userType';

/** A request of a tenant, ready for the pipeline. */
export function toCall(terms: RequestTerms, tenantId: string, ask: Ask): Call {
  return {
    side: 'graph',
    name: ask.name,
    effect: ask.effect,
    method: ask.method,
    url: ask.path.startsWith('/') ? versionedUrl(terms.graphUrl) + ask.path : ask.path,
    headers: {
      accept: 'application/json',
      'client-request-id': randomUUID(),
      ...(ask.body ? { 'content-type': 'application/json' } : {}),
    },
    ...(ask.body ? { body: JSON.stringify(ask.body) } : {}),
    paceKey: `graph:${tenantId}`,
    priority: ask.priority,
    ...(ask.waiting === undefined ? {} : { waiting: ask.waiting }),
    tokens: terms.tokens.forTenant(tenantId),
    who: { tenantId, ...(ask.personId === undefined ? {} : { personId: ask.personId }) },
    ...(ask.maxBytes === undefined ? {} : { maxBytes: ask.maxBytes }),
  };
}

/** A token must not follow a link to somebody else's host. */
export function isOwnLink(terms: RequestTerms, link: string): boolean {
  return URL.canParse(link) && new URL(link).origin === new URL(terms.graphUrl).origin;
}

export function bulkRead(personIds: readonly string[]): Omit<Ask, 'priority'> {
  return {
    name: 'getPresencesByUserId',
    effect: 'read',
    method: 'POST',
    path: '/communications/getPresencesByUserId',
    body: { ids: personIds },
    maxBytes: BULK_MAX_BYTES,
  };
}

export function userRead({ personId }: PersonKey): Omit<Ask, 'priority'> {
  const path = `/users/${encodeURIComponent(personId)}?$select=${USER_FIELDS}`;
  return { name: 'getUser', effect: 'read', method: 'GET', path, personId };
}

/** graph.md 6.1: `in` on both is a default query; of a list Graph takes fifteen. */
export function addressSearch(addresses: readonly string[]): Omit<Ask, 'priority'> {
  const list = addresses.map((one) => `'${one.replaceAll("'", "''")}'`).join(',');
  const filter = encodeURIComponent(`mail in (${list}) or userPrincipalName in (${list})`);
  const path = `/users?$filter=${filter}&$select=${USER_FIELDS}&$top=999`;
  return { name: 'findByAddress', effect: 'read', method: 'GET', path };
}

type WriteName =
  'setPresence' | 'clearPresence' | 'setUserPreferredPresence' | 'clearUserPreferredPresence';

export function presenceWrite(
  name: WriteName,
  { personId }: PersonKey,
  body: object,
): Omit<Ask, 'priority'> {
  const path = `/users/${encodeURIComponent(personId)}/presence/${name}`;
  return { name, effect: 'write', method: 'POST', path, body, personId };
}

/** @throws {RangeError} outside five minutes to four hours (graph.md 2.3) */
export function sessionBody(clientId: string, pair: PresencePair, expirationMs: number): object {
  if (!(expirationMs >= MIN_SESSION_MS && expirationMs <= MAX_SESSION_MS)) {
    throw new RangeError('A presence session lasts between five minutes and four hours.');
  }
  return { sessionId: clientId, ...preferredBody(pair, expirationMs) };
}

/** @throws {RangeError} below one second */
export function preferredBody(pair: PresencePair, expirationMs: number): object {
  if (!(expirationMs >= 1_000)) throw new RangeError('A preferred presence needs a duration.');
  return {
    availability: pair.availability,
    activity: pair.activity,
    expirationDuration: toIsoDuration(expirationMs),
  };
}

function versionedUrl(graphUrl: string): string {
  const base = graphUrl.replace(/\/+$/, '');
  return base.endsWith('/v1.0') ? base : `${base}/v1.0`;
}
