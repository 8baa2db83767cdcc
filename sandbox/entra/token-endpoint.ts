import { formBody, replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { issueGraphToken } from './access-token';
import { checkClient } from './client-check';
import { answerOnBehalfOf, answerRefresh } from './delegated-grant';
import { isGraph, parseScopes } from './scope';
import type { EntraState } from './state';
import type { TokenAnswer, TokenAsk } from './token-ask';
import {
  missingParameter,
  missingPrincipal,
  replyTokenProblem,
  unknownApplication,
  unknownGrant,
  unknownResource,
  unknownTenant,
  wrongScope,
} from './token-error';
import type { TokenProblem } from './token-error';

/** `POST /{tenant}/oauth2/v2.0/token` (graph.md 7.3, 7.4). */
export function handleToken(state: EntraState, ask: Ask): Reply {
  const answer = answerToken(state, ask);
  return isProblem(answer)
    ? replyTokenProblem(answer, state.clock.now())
    : replyJson(200, answer, { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' });
}

function answerToken(state: EntraState, ask: Ask): TokenAnswer {
  const tenantId = (ask.params['tenant'] ?? '').toLowerCase();
  const form = formBody(ask);
  const grantType = form.get('grant_type');
  if (!grantType) return missingParameter('grant_type');
  if (!state.directory.hasTenant(tenantId)) return unknownTenant(tenantId);
  const app = checkClient(state, ask, tenantId);
  if ('error' in app) return app;
  const tokenAsk = { tenantId, app, form };
  switch (grantType) {
    case 'client_credentials':
      return answerClientCredentials(state, tokenAsk);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return answerOnBehalfOf(state, tokenAsk);
    case 'refresh_token':
      return answerRefresh(state, tokenAsk);
    default:
      return unknownGrant(grantType);
  }
}

function answerClientCredentials(
  state: EntraState,
  { tenantId, app, form }: TokenAsk,
): TokenAnswer {
  const scope = form.get('scope');
  if (!scope) return missingParameter('scope');
  const { resource = '', names } = parseScopes(scope);
  if (names.length !== 1 || names[0] !== '.default') return wrongScope(scope);
  if (!isGraph(resource)) return unknownResource(resource, tenantId);
  const roles = state.directory.grantedRoles(tenantId, app.clientId);
  if (!roles) return noConsent(state, app.clientId, tenantId);
  const lifetimeS = state.knobs.tokenLifetimeS;
  return {
    token_type: 'Bearer',
    expires_in: lifetimeS,
    ext_expires_in: lifetimeS,
    access_token: issueGraphToken(state, { tenantId, appId: app.clientId, roles }),
  };
}

function noConsent(state: EntraState, clientId: string, tenantId: string): TokenProblem {
  return state.knobs.missingConsent === 'AADSTS700016'
    ? unknownApplication(clientId, tenantId)
    : missingPrincipal(clientId, tenantId);
}

function isProblem(answer: TokenAnswer): answer is TokenProblem {
  return 'error' in answer;
}
