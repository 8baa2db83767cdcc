/** Change notifications of presences (graph.md 4): calls in the name of a watcher. */
import { z } from 'zod';
import type { CallResult } from '../call-result';
import { createCaller } from '../pipeline/caller';
import type { CallerOptions } from '../pipeline/caller';
import { readJson, readNothing } from '../pipeline/read-json';
import type { TokenCache } from '../pipeline/token-cache';
import { toCall } from './requests';
import type { Ask, RequestTerms } from './requests';

/** In whose name: Graph shows a subscription only to the person and app that made it. */
export interface Delegate {
  readonly tenantId: string;
  readonly personId: string;
  readonly tokens: TokenCache;
}

export interface NotifyCertificate {
  /** Own name of the key pair, at most 128 characters. */
  readonly id: string;
  /** Base64 of the DER, public part only (graph.md 4.10). */
  readonly base64: string;
}

export interface SubscriptionAsk {
  /** At most 650 people. */
  readonly personIds: readonly string[];
  readonly notificationUrl: string;
  readonly lifecycleUrl: string;
  readonly clientState: string;
  readonly expiresAt: number;
  /** Null: notifications without data. */
  readonly certificate: NotifyCertificate | null;
}

export interface SubscriptionTerm {
  readonly expiresAt: number;
  readonly certificate: NotifyCertificate | null;
}

/** As Graph shows it. */
export interface GraphSubscriptionView {
  readonly id: string;
  readonly resource: string;
  readonly notificationUrl: string;
  readonly expiresAt: number;
  /** Null where Graph does not say. */
  readonly applicationId: string | null;
  readonly creatorId: string | null;
  readonly certificateId: string | null;
}

export interface GraphSubscriptions {
  /** `refused` with status 409: the person holds one already (graph.md 4.2). */
  create(who: Delegate, ask: SubscriptionAsk): Promise<CallResult<GraphSubscriptionView>>;
  /** Those for presences only. */
  list(who: Delegate): Promise<CallResult<readonly GraphSubscriptionView[]>>;
  get(who: Delegate, id: string): Promise<CallResult<GraphSubscriptionView>>;
  /** Renews and reauthorizes at once (graph.md 4.8, 4.9). */
  renew(
    who: Delegate,
    renewal: SubscriptionTerm & { readonly id: string },
  ): Promise<CallResult<GraphSubscriptionView>>;
  /** Keeps the end, takes the new token. */
  reauthorize(who: Delegate, id: string): Promise<CallResult<null>>;
  /** `404` counts as ok: it is gone as wanted. */
  remove(who: Delegate, id: string): Promise<CallResult<null>>;
}

/** People in one subscription (graph.md 4.2). */
export const IDS_PER_SUBSCRIPTION = 650;
/** While it is created Graph asks both addresses, ten seconds each at most (graph.md 4.4). */
const TIMEOUT_MS = 25_000;
const MAX_BYTES = 1024 * 1024;
const MAX_PAGES = 10;

const view = z
  .object({
    id: z.string().min(1),
    resource: z.string(),
    notificationUrl: z.string().nullish(),
    expirationDateTime: z.string(),
    applicationId: z.string().nullish(),
    creatorId: z.string().nullish(),
    encryptionCertificateId: z.string().nullish(),
  })
  .transform((raw): GraphSubscriptionView => ({
    id: raw.id,
    resource: raw.resource,
    notificationUrl: raw.notificationUrl ?? '',
    expiresAt: readInstant(raw.expirationDateTime),
    applicationId: raw.applicationId ?? null,
    creatorId: raw.creatorId ?? null,
    certificateId: raw.encryptionCertificateId ?? null,
  }))
  .refine(({ expiresAt }) => Number.isFinite(expiresAt));

const page = z.object({ value: z.array(view), '@odata.nextLink': z.string().optional() });

export function createGraphSubscriptions(
  options: CallerOptions & Omit<RequestTerms, 'tokens'>,
): GraphSubscriptions {
  const call = createCaller({ ...options, timeoutMs: TIMEOUT_MS });
  const toOwnCall = ({ tenantId, personId, tokens }: Delegate, ask: Partial<Ask> & Part) =>
    toCall({ ...options, tokens: { forTenant: () => tokens } }, tenantId, {
      priority: 'renewal',
      maxBytes: MAX_BYTES,
      personId,
      ...ask,
    });
  return {
    create: (who, ask) =>
      call(toOwnCall(who, { ...CREATE, body: createBody(ask) }), readJson(view)),
    list: (who) =>
      listAll({ ...who, clientId: options.clientId }, (ask) =>
        call(toOwnCall(who, ask), readJson(page)),
      ),
    get: (who, id) => call(toOwnCall(who, { ...GET, path: pathOf(id) }), readJson(view)),
    renew: (who, { id, ...term }) =>
      call(toOwnCall(who, { ...RENEW, path: pathOf(id), body: termBody(term) }), readJson(view)),
    reauthorize: (who, id) =>
      call(toOwnCall(who, { ...REAUTHORIZE, path: `${pathOf(id)}/reauthorize` }), readNothing),
    remove: async (who, id) => {
      const removed = await call(toOwnCall(who, { ...REMOVE, path: pathOf(id) }), readNothing);
      return removed.kind === 'gone'
        ? { kind: 'ok', value: null, status: removed.status }
        : removed;
    },
  };
}

type Part = Pick<Ask, 'name' | 'effect' | 'method' | 'path'>;

const ROOT = '/subscriptions';
const CREATE: Part = { name: 'createSubscription', effect: 'write', method: 'POST', path: ROOT };
const LIST: Part = { name: 'listSubscriptions', effect: 'read', method: 'GET', path: ROOT };
const GET: Part = { name: 'getSubscription', effect: 'read', method: 'GET', path: ROOT };
const RENEW: Part = { name: 'renewSubscription', effect: 'write', method: 'PATCH', path: ROOT };
const REMOVE: Part = { name: 'deleteSubscription', effect: 'write', method: 'DELETE', path: ROOT };
const REAUTHORIZE: Part = {
  name: 'reauthorizeSubscription',
  effect: 'write',
  method: 'POST',
  path: ROOT,
};

function pathOf(id: string): string {
  return `${ROOT}/${encodeURIComponent(id)}`;
}

/** The one resource that names many people (graph.md 4.2). */
export function presenceResource(personIds: readonly string[]): string {
  const quoted = personIds.map((id) => `'${id}'`).join(',');
  return `/communications/presences?$filter=id in (${quoted})`;
}

function createBody(ask: SubscriptionAsk): object {
  return {
    changeType: 'updated',
    notificationUrl: ask.notificationUrl,
    lifecycleNotificationUrl: ask.lifecycleUrl,
    resource: presenceResource(ask.personIds),
    clientState: ask.clientState,
    latestSupportedTlsVersion: 'v1_2',
    ...termBody(ask),
    ...(ask.certificate ? { includeResourceData: true } : {}),
  };
}

function termBody({ expiresAt, certificate }: SubscriptionTerm): object {
  return {
    expirationDateTime: new Date(expiresAt).toISOString(),
    ...(certificate && {
      encryptionCertificate: certificate.base64,
      encryptionCertificateId: certificate.id,
    }),
  };
}

type ReadPage = (ask: Part) => Promise<CallResult<z.infer<typeof page>>>;

interface Owner extends Delegate {
  readonly clientId: string;
}

async function listAll(
  who: Owner,
  read: ReadPage,
): Promise<CallResult<readonly GraphSubscriptionView[]>> {
  const found: GraphSubscriptionView[] = [];
  let next: Part | undefined = LIST;
  for (let count = 0; next && count < MAX_PAGES; count += 1) {
    const result: Awaited<ReturnType<ReadPage>> = await read(next);
    if (result.kind !== 'ok') return result;
    found.push(...result.value.value.filter((one) => isPresence(one) && isOf(who, one)));
    next = nextPart(result.value['@odata.nextLink']);
  }
  return { kind: 'ok', value: found, status: 200 };
}

/** Only its query is taken over, so that a token follows no link to somebody else's host. */
function nextPart(link: string | undefined): Part | undefined {
  if (link === undefined || !URL.canParse(link)) return undefined;
  return { ...LIST, path: ROOT + new URL(link).search };
}

function isPresence({ resource }: GraphSubscriptionView): boolean {
  return /^\/?communications\/presences\b/i.test(resource);
}

function isOf(who: Owner, { creatorId, applicationId }: GraphSubscriptionView): boolean {
  return isSameOrUntold(creatorId, who.personId) && isSameOrUntold(applicationId, who.clientId);
}

function isSameOrUntold(told: string | null, own: string): boolean {
  return told === null || told.toLowerCase() === own.toLowerCase();
}

/** Seven digits of fraction are more than we keep (graph.md 4.3). */
function readInstant(text: string): number {
  return Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
}
