import { ConfidentialClientApplication } from '@azure/msal-node';
import type { AuthenticationResult } from '@azure/msal-node';
import { z } from 'zod';
import { systemClock } from '../../runtime/clock';
import type { CallResult } from '../call-result';
import { createCaller } from '../pipeline/caller';
import { createWindowPace } from '../pipeline/window-pace';
import type { AppTokenOptions } from './app-tokens';
import { toMsalAuthority } from './authority';
import { toMsalAuth } from './credential';
import { readTokenTrouble } from './token-trouble';
import { createEntraNetwork } from './undici-network';
import type { EntraNetwork, EntraNetworkOptions } from './undici-network';

/** `scope`: `https://graph.microsoft.com/Presence.Read.All` or another cloud's. */
export type DelegatedTokenOptions = AppTokenOptions;

/** What a person has lent us: a token for an hour, and the means to get the next one. */
export interface DelegatedGrant {
  readonly accessToken: string;
  readonly lifetimeMs: number;
  readonly refreshToken: string;
}

/** Tokens in the name of a person (graph.md 7.3). Nothing is kept here. */
export interface DelegatedTokens {
  /** Exchanges the sign-in token a person presented. */
  onBehalfOf(ask: {
    readonly tenantId: string;
    readonly assertion: string;
  }): Promise<CallResult<DelegatedGrant>>;
  /** Entra gives a new refresh token each time; the newest one is to be kept. */
  refresh(ask: {
    readonly tenantId: string;
    readonly refreshToken: string;
  }): Promise<CallResult<DelegatedGrant>>;
}

const TOKEN_BUDGET = { requests: 100, windowMs: 10_000 };

/**
 * `forbidden` when somebody must mend something (consent, a new sign-in), else `retry`.
 * @throws {Error} when the credential cannot be read
 */
export function createDelegatedTokens(options: DelegatedTokenOptions): DelegatedTokens {
  const auth = toMsalAuth(options.credential);
  const call = createCaller({
    ...options,
    pace: createWindowPace({ clock: options.clock, budget: TOKEN_BUDGET }),
  });
  // A new MSAL for each exchange: it would keep the tokens of people who have long left us.
  const open = (tenantId: string): Exchange => {
    const network = watchGrants({ call, tenantId, entraUrl: options.entraUrl });
    const app = new ConfidentialClientApplication({
      auth: { clientId: options.clientId, ...auth, ...toMsalAuthority(options.entraUrl, tenantId) },
      system: { networkClient: network, disableInternalRetries: true },
    });
    return { app, network };
  };
  const scopes = [options.scope];
  return {
    onBehalfOf: ({ tenantId, assertion }) =>
      acquire(open(tenantId), ({ app }) =>
        app.acquireTokenOnBehalfOf({ oboAssertion: assertion, scopes, skipCache: true }),
      ),
    refresh: ({ tenantId, refreshToken }) =>
      acquire(open(tenantId), ({ app }) =>
        app.acquireTokenByRefreshToken({ refreshToken, scopes }),
      ),
  };
}

interface GrantWatcher extends EntraNetwork {
  /** Of the newest answer; MSAL itself shows no refresh token. */
  refreshToken(): string | undefined;
}

interface Exchange {
  readonly app: ConfidentialClientApplication;
  readonly network: GrantWatcher;
}

const grantShape = z.object({ refresh_token: z.string().min(1) });

function watchGrants(options: EntraNetworkOptions): GrantWatcher {
  const network = createEntraNetwork(options);
  let newest: string | undefined;
  return {
    ...network,
    refreshToken: () => newest,
    sendPostRequestAsync: async (url, request) => {
      const response = await network.sendPostRequestAsync<never>(url, request);
      newest = grantShape.safeParse(response.body).data?.refresh_token;
      return response;
    },
  };
}

async function acquire(
  exchange: Exchange,
  run: (exchange: Exchange) => Promise<AuthenticationResult | null>,
): Promise<CallResult<DelegatedGrant>> {
  try {
    return readResult(await run(exchange), exchange.network.refreshToken());
  } catch (error) {
    const failure = exchange.network.takeFailure();
    if (failure) return readTokenTrouble(failure);
    return nonsense(
      error instanceof Error && 'errorCode' in error ? String(error.errorCode) : 'error',
    );
  }
}

/** MSAL reckons the end by real time. */
function readResult(
  result: AuthenticationResult | null,
  refreshToken: string | undefined,
): CallResult<DelegatedGrant> {
  if (!result || result.accessToken === '' || !result.expiresOn) return nonsense('no token');
  if (refreshToken === undefined) return nonsense('no refresh token');
  const lifetimeMs = Math.max(0, result.expiresOn.getTime() - systemClock.now());
  const value = { accessToken: result.accessToken, lifetimeMs, refreshToken };
  return { kind: 'ok', status: 200, value };
}

function nonsense(reason: string): CallResult<never> {
  return { kind: 'retry', afterMs: 5_000, reason: `nonsense from Entra: ${reason}` };
}
