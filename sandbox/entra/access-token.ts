import { randomUUID } from 'node:crypto';
import type { GraphTokenClaims } from '../contract';
import { GRAPH_AUDIENCE, issuerV1 } from './state';
import type { EntraState } from './state';

/** An access token for Graph; these are v1.0 whatever endpoint issued them (graph.md 7.3). */
export function issueGraphToken(state: EntraState, grant: GraphTokenClaims): string {
  const nowS = Math.floor(state.clock.now() / 1000);
  const isDelegated = grant.personId !== undefined;
  const token = state.keys.sign({
    aud: GRAPH_AUDIENCE,
    iss: issuerV1(grant.tenantId),
    iat: nowS,
    nbf: nowS,
    exp: nowS + state.knobs.tokenLifetimeS,
    appid: grant.appId,
    appidacr: '1',
    tid: grant.tenantId,
    oid: grant.personId ?? `service-principal-${grant.appId}`,
    idtyp: isDelegated ? 'user' : 'app',
    ...(isDelegated ? { scp: (grant.scopes ?? []).join(' ') } : { roles: grant.roles }),
    uti: randomUUID(),
    ver: '1.0',
  });
  if (state.knobs.graphTokens === 'jwt') return token;
  const opaque = `EwB${randomUUID().replaceAll('-', '')}`;
  state.opaqueTokens.set(opaque, token);
  return opaque;
}

/** Claims of a Graph access token this Entra issued; undefined when not valid now. */
export function readGraphToken(state: EntraState, token: string): GraphTokenClaims | undefined {
  const claims = state.keys.verify(state.opaqueTokens.get(token) ?? token);
  if (!claims || claims['aud'] !== GRAPH_AUDIENCE) return undefined;
  const { tid, appid, oid, roles, scp } = claims;
  if (typeof tid !== 'string' || typeof appid !== 'string') return undefined;
  return {
    tenantId: tid,
    appId: appid,
    roles: Array.isArray(roles) ? roles.map(String) : [],
    ...(typeof scp === 'string' ? { personId: String(oid), scopes: scp.split(' ') } : {}),
  };
}
