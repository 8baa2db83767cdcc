import { ConfidentialClientApplication } from '@azure/msal-node';
import type { AuthenticationResult } from '@azure/msal-node';
import { systemClock } from '../../runtime/clock';
import type { Clock } from '../../runtime/clock';
import type { Events } from '../../runtime/events';
import type { CallResult } from '../call-result';
import { createCaller } from '../pipeline/caller';
import { createTokenCache } from '../pipeline/token-cache';
import type { FreshToken, TokenCache } from '../pipeline/token-cache';
import type { Transport } from '../pipeline/transport';
import { createWindowPace } from '../pipeline/window-pace';
import { toMsalAuthority } from './authority';
import { toMsalAuth } from './credential';
import type { EntraCredential } from './credential';
import { readTokenTrouble } from './token-trouble';
import { createEntraNetwork } from './undici-network';
import type { EntraNetwork } from './undici-network';

export interface AppTokenOptions {
  /** `https://login.microsoftonline.com`, or another cloud's or the sandbox's. */
  readonly entraUrl: string;
  readonly clientId: string;
  readonly credential: EntraCredential;
  /** `https://graph.microsoft.com/.default` or another cloud's. */
  readonly scope: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly events: Events;
  readonly timeoutMs?: number;
}

/** App-only tokens, one per tenant (graph.md 7.4). Never `common` or `organizations`. */
export interface AppTokens {
  /**
   * `forbidden` with a `TokenTrouble` as reason when somebody must mend something, else `retry`.
   */
  forTenant(tenantId: string): TokenCache;
}

const TOKEN_BUDGET = { requests: 100, windowMs: 10_000 };

/** @throws {Error} when the credential cannot be read */
export function createAppTokens(options: AppTokenOptions): AppTokens {
  const auth = toMsalAuth(options.credential);
  const call = createCaller({
    ...options,
    pace: createWindowPace({ clock: options.clock, budget: TOKEN_BUDGET }),
  });
  const caches = new Map<string, TokenCache>();
  const open = (tenantId: string): TokenCache => {
    const network = createEntraNetwork({ call, tenantId, entraUrl: options.entraUrl });
    const app = new ConfidentialClientApplication({
      auth: {
        clientId: options.clientId,
        ...auth,
        ...toMsalAuthority(options.entraUrl, tenantId),
      },
      system: { networkClient: network, disableInternalRetries: true },
    });
    const fetch = (): Promise<CallResult<FreshToken>> => acquire(app, network, options.scope);
    return createTokenCache({ clock: options.clock, fetch });
  };
  return {
    forTenant: (tenantId) => {
      const cache = caches.get(tenantId) ?? open(tenantId);
      caches.set(tenantId, cache);
      return cache;
    },
  };
}

/** Past MSAL's own cache: ours stands before it and lives by our clock. */
async function acquire(
  app: ConfidentialClientApplication,
  network: EntraNetwork,
  scope: string,
): Promise<CallResult<FreshToken>> {
  try {
    const result = await app.acquireTokenByClientCredential({ scopes: [scope], skipCache: true });
    return result ? readResult(result) : nonsense('no token');
  } catch (error) {
    const failure = network.takeFailure();
    if (failure) return readTokenTrouble(failure);
    return nonsense(
      error instanceof Error && 'errorCode' in error ? String(error.errorCode) : 'error',
    );
  }
}

/** MSAL reckons the end by real time. */
function readResult(result: AuthenticationResult): CallResult<FreshToken> {
  if (result.accessToken === '' || !result.expiresOn) return nonsense('no token');
  const lifetimeMs = Math.max(0, result.expiresOn.getTime() - systemClock.now());
  return { kind: 'ok', status: 200, value: { token: result.accessToken, lifetimeMs } };
}

function nonsense(reason: string): CallResult<never> {
  return { kind: 'retry', afterMs: 5_000, reason: `nonsense from Entra: ${reason}` };
}
