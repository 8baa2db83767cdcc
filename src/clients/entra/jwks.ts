import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Clock } from '../../runtime/clock';
import type { Events } from '../../runtime/events';
import { createCaller } from '../pipeline/caller';
import type { Transport } from '../pipeline/transport';
import { createWindowPace } from '../pipeline/window-pace';
import { trimSlash } from './authority';
import { checkClaims } from './sso-claims';
import type { SsoPerson, SsoRefusal, SsoTerms } from './sso-claims';
import { createTenantKeys } from './tenant-keys';
import type { SigningKey } from './tenant-keys';

/** Teams desktop and mobile, Teams web (graph.md 7.1). */
export const TEAMS_CLIENT_IDS: readonly string[] = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
];

export interface SsoVerifierOptions {
  readonly entraUrl: string;
  readonly clientId: string;
  /** `api://<tab host>/<client id>`; audience of v1 tokens. */
  readonly applicationIdUri: string;
  /** Client ids that may carry the token to us. */
  readonly allowedClients: readonly string[];
  readonly clock: Clock;
  readonly isKnownTenant: (tenantId: string) => boolean | Promise<boolean>;
  /** Tenants we know already; of all others together few keys are asked for. */
  readonly isEstablished?: (tenantId: string) => Promise<boolean>;
  readonly transport: Transport;
  readonly events: Events;
  /** Issuers' hosts of the cloud, v2 then v1; the global cloud's when absent. */
  readonly issuerHosts?: readonly string[];
}

export type SsoVerdict =
  | { readonly ok: true; readonly person: SsoPerson }
  /** `unknown-key` may pass by itself (Entra out of reach); the others are final. */
  | { readonly ok: false; readonly code: SsoRefusal; readonly reason: string };

export interface SsoVerifier {
  /** Rejects only when `isKnownTenant` does. */
  verify(token: string): Promise<SsoVerdict>;
}

const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
const SKEW_S = 60;
const KEY_BUDGET = { requests: 30, windowMs: 60_000 };
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const SENTENCES: Readonly<Record<SsoRefusal, string>> = {
  malformed: 'The token is not a readable JWT.',
  algorithm: 'The token is not signed with RS256.',
  'personal-account': 'Personal Microsoft accounts cannot be used here.',
  'unknown-tenant': 'The organisation of the token is not known here.',
  'unknown-key': 'The key that signed the token is not known.',
  signature: 'The signature of the token is wrong.',
  expired: 'The token has expired.',
  'not-yet-valid': 'The token is not valid yet.',
  issuer: 'The token was issued by somebody else.',
  audience: 'The token is meant for another application.',
  'app-only': 'The token is an application’s, not a person’s.',
  scope: 'The token lacks the scope access_as_user.',
  client: 'The token was given to a client that is not allowed.',
  claims: 'The token lacks a claim.',
};

/** Verifies Teams single sign-on tokens, v1 and v2 (graph.md 7.2). */
export function createSsoVerifier(options: SsoVerifierOptions): SsoVerifier {
  const keys = createTenantKeys({
    ...options,
    call: createCaller({
      ...options,
      pace: createWindowPace({ clock: options.clock, budget: KEY_BUDGET }),
    }),
  });
  const judge = async (token: string): Promise<SsoPerson | SsoRefusal> => {
    const head = readHead(token);
    if (typeof head === 'string') return head;
    if (head.tenantId === PERSONAL_TENANT) return 'personal-account';
    if (!(await options.isKnownTenant(head.tenantId))) return 'unknown-tenant';
    const key = await keys.find(head.tenantId, head.kid);
    if (!key) return 'unknown-key';
    const payload = await checkSignature(token, key, options.clock.now());
    return typeof payload === 'string'
      ? payload
      : checkClaims(payload, key, termsOf(options, head.tenantId));
  };
  return {
    verify: async (token) => {
      const found = await judge(token);
      if (typeof found !== 'string') return { ok: true, person: found };
      return { ok: false, code: found, reason: SENTENCES[found] };
    },
  };
}

interface TokenHead {
  readonly tenantId: string;
  readonly kid: string;
}

/** What must be read before anything is believed: whose keys to ask for. */
function readHead(token: string): TokenHead | SsoRefusal {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    const { tid } = decodeJwt(token);
    if (alg !== 'RS256') return 'algorithm';
    if (typeof kid !== 'string' || typeof tid !== 'string' || !GUID.test(tid)) return 'malformed';
    return { tenantId: tid, kid };
  } catch {
    return 'malformed';
  }
}

async function checkSignature(
  token: string,
  key: SigningKey,
  nowMs: number,
): Promise<JWTPayload | SsoRefusal> {
  try {
    const { payload } = await jwtVerify(token, key.verifier, {
      algorithms: ['RS256'],
      currentDate: new Date(nowMs),
      clockTolerance: SKEW_S,
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): SsoRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'nbf' ? 'not-yet-valid' : 'claims';
  }
  return 'signature';
}

function termsOf(options: SsoVerifierOptions, tenantId: string): SsoTerms {
  const hosts = options.issuerHosts ?? [
    'https://login.microsoftonline.com',
    'https://sts.windows.net',
  ];
  const [v2 = '', v1 = ''] = hosts;
  const own = `${trimSlash(options.entraUrl)}/${tenantId}`;
  return {
    issuers: [`${v2}/${tenantId}/v2.0`, `${v1}/${tenantId}/`, `${own}/v2.0`],
    audiences: [options.clientId, options.applicationIdUri],
    allowedClients: options.allowedClients,
  };
}
