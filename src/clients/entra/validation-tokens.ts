import { decodeProtectedHeader, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../runtime/clock';
import type { Events } from '../../runtime/events';
import { createCaller } from '../pipeline/caller';
import type { Transport } from '../pipeline/transport';
import { createWindowPace } from '../pipeline/window-pace';
import { trimSlash } from './authority';
import { createTenantKeys } from './tenant-keys';

export interface ValidationTokenOptions {
  readonly entraUrl: string;
  /** Audience of the tokens. */
  readonly clientId: string;
  readonly clock: Clock;
  readonly transport: Transport;
  readonly events: Events;
  /** Issuers' hosts of the cloud, v2 then v1; the global cloud's when absent. */
  readonly issuerHosts?: readonly string[];
}

/**
 * Tells for which tenants Microsoft Graph vouches with these tokens; null when one of them is not
 * its own, which makes the whole delivery suspect (graph.md 4.11).
 */
export type VerifyValidation = (tokens: readonly string[]) => Promise<ReadonlySet<string> | null>;

/** Microsoft Graph Change Tracking (graph.md 4.11). */
const PUBLISHER = '0bf30f3b-4a52-48df-9a82-234910c4a086';
const GLOBAL_HOSTS = ['https://login.microsoftonline.com', 'https://sts.windows.net'];
const SKEW_S = 60;
const KEY_BUDGET = { requests: 30, windowMs: 60_000 };

/** Both forms of token: which one comes depends on the app registration (graph.md 4.11). */
const claimsShape = z.object({
  tid: z.string(),
  iss: z.string(),
  aud: z.string(),
  appid: z.string().optional(),
  azp: z.string().optional(),
});

export function createValidationVerifier(options: ValidationTokenOptions): VerifyValidation {
  const keys = createTenantKeys({
    ...options,
    call: createCaller({
      ...options,
      pace: createWindowPace({ clock: options.clock, budget: KEY_BUDGET }),
    }),
  });
  const verifyOne = async (token: string): Promise<string | null> => {
    try {
      const { alg, kid } = decodeProtectedHeader(token);
      const key = alg === 'RS256' && kid !== undefined && (await keys.find('common', kid));
      if (!key) return null;
      const { payload } = await jwtVerify(token, key.verifier, {
        algorithms: ['RS256'],
        currentDate: new Date(options.clock.now()),
        clockTolerance: SKEW_S,
        requiredClaims: ['exp'],
      });
      return readTenant(payload, options);
    } catch {
      return null;
    }
  };
  return async (tokens) => {
    const tenants = new Set<string>();
    for (const token of tokens) {
      const tenantId = await verifyOne(token);
      if (tenantId === null) return null;
      tenants.add(tenantId);
    }
    return tenants;
  };
}

/** The tenant the token speaks for; null when somebody else made it, or for somebody else. */
function readTenant(payload: unknown, options: ValidationTokenOptions): string | null {
  const claims = claimsShape.safeParse(payload).data;
  if (!claims) return null;
  const { tid, iss, aud, appid, azp } = claims;
  if (aud !== options.clientId || (appid ?? azp) !== PUBLISHER) return null;
  const [v2 = '', v1 = ''] = options.issuerHosts ?? GLOBAL_HOSTS;
  const own = `${trimSlash(options.entraUrl)}/${tid}/v2.0`;
  return [`${v1}/${tid}/`, `${v2}/${tid}/v2.0`, own].includes(iss) ? tid.toLowerCase() : null;
}
