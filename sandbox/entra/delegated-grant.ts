import { randomUUID } from 'node:crypto';
import { issueGraphToken } from './access-token';
import { decodeJwt } from './jwt';
import type { Claims } from './jwt';
import { isGraph, parseScopes } from './scope';
import type { AskedScopes } from './scope';
import { delegatedPermissions, issuerV2 } from './state';
import type { EntraState, RefreshGrant } from './state';
import type { TokenAnswer, TokenAsk } from './token-ask';
import {
  appOnlyAssertion,
  badAssertion,
  consentMissing,
  interactionRequired,
  missingParameter,
  staleRefreshToken,
  unknownResource,
  wrongAssertionAudience,
} from './token-error';
import type { TokenProblem } from './token-error';

/** The on-behalf-of exchange (graph.md 7.3). */
export function answerOnBehalfOf(state: EntraState, ask: TokenAsk): TokenAnswer {
  const { form } = ask;
  const assertion = form.get('assertion');
  if (!assertion) return missingParameter('assertion');
  if (form.get('requested_token_use') !== 'on_behalf_of') {
    return missingParameter('requested_token_use');
  }
  const claims = state.keys.verify(assertion);
  if (!claims) return badAssertion(decodeJwt(assertion) ? 'key or time' : 'not a JWT');
  const problem = checkAssertion(state, ask, claims);
  if (problem) return problem;
  return answerDelegated(state, ask, String(claims['oid']));
}

/** Redeems a refresh token; Entra gives a new one each time. */
export function answerRefresh(state: EntraState, ask: TokenAsk): TokenAnswer {
  const token = ask.form.get('refresh_token');
  if (!token) return missingParameter('refresh_token');
  const grant = state.refreshGrants.get(token);
  if (!grant || grant.clientId !== ask.app.clientId || grant.tenantId !== ask.tenantId) {
    return staleRefreshToken;
  }
  return answerDelegated(state, ask, grant.personId);
}

function checkAssertion(
  state: EntraState,
  { tenantId, app }: TokenAsk,
  claims: Claims,
): TokenProblem | undefined {
  const isForUs = claims['aud'] === app.clientId || claims['aud'] === app.applicationIdUri;
  if (!isForUs) return wrongAssertionAudience;
  if (typeof claims['scp'] !== 'string') return appOnlyAssertion;
  if (claims['tid'] !== tenantId) return badAssertion('the token is of another tenant');
  if (state.knobs.interactionRequiredFor.has(String(claims['oid']))) return interactionRequired;
  return undefined;
}

function answerDelegated(state: EntraState, ask: TokenAsk, personId: string): TokenAnswer {
  const { tenantId, app } = ask;
  const asked = parseScopes(ask.form.get('scope') ?? '');
  if (asked.resource !== undefined && !isGraph(asked.resource)) {
    return unknownResource(asked.resource, tenantId);
  }
  const scopes = grantedScopes(state, ask, asked);
  if (!scopes) return consentMissing(app.clientId);
  const grant: RefreshGrant = { tenantId, clientId: app.clientId, personId, scopes };
  const lifetimeS = state.knobs.tokenLifetimeS;
  return {
    token_type: 'Bearer',
    scope: scopes.join(' '),
    expires_in: lifetimeS,
    ext_expires_in: lifetimeS,
    access_token: issueGraphToken(state, {
      tenantId,
      appId: app.clientId,
      roles: [],
      personId,
      scopes,
    }),
    ...(asked.isOffline ? { refresh_token: keepRefreshGrant(state, grant) } : {}),
    ...(asked.isOpenId ? { id_token: idToken(state, grant) } : {}),
    ...(ask.form.get('client_info') ? { client_info: clientInfo(grant) } : {}),
  };
}

/** The asked scopes when all are consented to; undefined otherwise. */
function grantedScopes(
  state: EntraState,
  { tenantId, app }: TokenAsk,
  asked: AskedScopes,
): readonly string[] | undefined {
  if (!state.directory.grantedRoles(tenantId, app.clientId)) return undefined;
  const granted = delegatedPermissions(app);
  if (asked.names.includes('.default')) return granted;
  return asked.names.every((name) => granted.includes(name)) ? asked.names : undefined;
}

function keepRefreshGrant(state: EntraState, grant: RefreshGrant): string {
  const token = `1.${randomUUID()}.${randomUUID()}`;
  state.refreshGrants.set(token, grant);
  return token;
}

function idToken(state: EntraState, { tenantId, clientId, personId }: RefreshGrant): string {
  const nowS = Math.floor(state.clock.now() / 1000);
  return state.keys.sign({
    aud: clientId,
    iss: issuerV2(state, tenantId),
    iat: nowS,
    nbf: nowS,
    exp: nowS + state.knobs.tokenLifetimeS,
    oid: personId,
    sub: `${personId}-${clientId}`,
    tid: tenantId,
    ver: '2.0',
  });
}

function clientInfo({ tenantId, personId }: RefreshGrant): string {
  return Buffer.from(JSON.stringify({ uid: personId, utid: tenantId })).toString('base64url');
}
