import { replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { issuerV1 } from './state';
import type { EntraState } from './state';
import { unknownTenant, replyTokenProblem } from './token-error';

const SHARED = new Set(['common', 'organizations', 'consumers']);

/** `/{tenant}[/v2.0]/.well-known/openid-configuration` (graph.md 7.6). */
export function handleMetadata(state: EntraState, ask: Ask, version: '1.0' | '2.0'): Reply {
  const tenant = (ask.params['tenant'] ?? '').toLowerCase();
  if (!SHARED.has(tenant) && !state.directory.hasTenant(tenant)) {
    return replyTokenProblem(unknownTenant(tenant), state.clock.now());
  }
  const base = `${state.url}/${tenant}`;
  const issuerTenant = SHARED.has(tenant) ? '{tenantid}' : tenant;
  const isV2 = version === '2.0';
  return replyJson(200, {
    issuer: isV2 ? `${state.url}/${issuerTenant}/v2.0` : issuerV1(issuerTenant),
    token_endpoint: `${base}/oauth2/${isV2 ? 'v2.0/' : ''}token`,
    authorization_endpoint: `${base}/oauth2/${isV2 ? 'v2.0/' : ''}authorize`,
    end_session_endpoint: `${base}/oauth2/${isV2 ? 'v2.0/' : ''}logout`,
    jwks_uri: isV2 ? `${base}/discovery/v2.0/keys` : `${state.url}/common/discovery/keys`,
    userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
    ],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'oid', 'ver', 'name'],
    tenant_region_scope: null,
    cloud_instance_name: new URL(state.url).host,
    msgraph_host: 'graph.microsoft.com',
  });
}

/** `/{tenant}/discovery/[v2.0/]keys` */
export function handleKeys(state: EntraState): Reply {
  return replyJson(200, state.keys.publicKeys(`${state.url}/{tenantid}/v2.0`));
}

/** `/common/discovery/instance`: the sandbox knows itself only. */
export function handleInstance(state: EntraState, ask: Ask): Reply {
  const host = new URL(state.url).host;
  const asked = ask.query.get('authorization_endpoint');
  const tenant = asked === null ? 'common' : (new URL(asked).pathname.split('/')[1] ?? 'common');
  return replyJson(200, {
    tenant_discovery_endpoint: `${state.url}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}
