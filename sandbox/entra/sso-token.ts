import { randomUUID } from 'node:crypto';
import type { EntraSandbox } from '../contract';
import type { Claims } from './jwt';
import { issuerV1, issuerV2 } from './state';
import type { EntraState } from './state';

export type SsoAsk = Parameters<EntraSandbox['ssoToken']>[0];

/** Teams on the web; the desktop client is 1fec8e78-bce4-4aaf-ab1b-5451cc387264 (graph.md 7.1). */
const TEAMS_WEB = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';

/** What `authentication.getAuthToken` gives to a tab (graph.md 7.2). */
export function makeSsoToken(state: EntraState, ask: SsoAsk): string {
  const nowS = Math.floor(state.clock.now() / 1000);
  return state.keys.sign({
    iat: nowS,
    nbf: nowS,
    exp: nowS + state.knobs.tokenLifetimeS,
    oid: ask.personId,
    tid: ask.tenantId,
    sub: Buffer.from(`${ask.personId}${ask.clientId}`).toString('base64url').slice(0, 43),
    scp: 'access_as_user',
    uti: randomUUID(),
    ...(ask.name ? { name: ask.name } : {}),
    ...(ask.roles ? { roles: ask.roles } : {}),
    ...(ask.wids ? { wids: ask.wids } : {}),
    ...(ask.version === '1.0' ? versionOne(state, ask) : versionTwo(state, ask)),
    // A claim overridden with undefined is left out.
    ...ask.claims,
  });
}

function versionOne(state: EntraState, ask: SsoAsk): Claims {
  return {
    aud: state.directory.app(ask.clientId)?.applicationIdUri ?? ask.clientId,
    iss: issuerV1(ask.tenantId),
    appid: TEAMS_WEB,
    appidacr: '0',
    ...(ask.upn ? { upn: ask.upn, unique_name: ask.upn } : {}),
    ver: '1.0',
  };
}

function versionTwo(state: EntraState, ask: SsoAsk): Claims {
  return {
    aud: ask.clientId,
    iss: issuerV2(state, ask.tenantId),
    azp: TEAMS_WEB,
    azpacr: '0',
    ...(ask.upn ? { preferred_username: ask.upn } : {}),
    ver: '2.0',
  };
}
