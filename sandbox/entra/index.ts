import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EntraSandbox, ServerOptions } from '../contract';
import type { Handle } from '../http/message';
import { replyJson } from '../http/message';
import { createRouter } from '../http/router';
import type { Router } from '../http/router';
import { startServer } from '../http/server';
import { readGraphToken } from './access-token';
import { makeServerCertificate } from './certificate';
import { decideConsent, showConsent } from './consent';
import { createDirectory } from './directory';
import { handleInstance, handleKeys, handleMetadata } from './discovery';
import { createKeyRing } from './key-ring';
import { makeSsoToken } from './sso-token';
import type { EntraKnobs, EntraState } from './state';
import { handleToken } from './token-endpoint';

export type { EntraKnobs } from './state';

export interface EntraServer extends EntraSandbox {
  readonly knobs: EntraKnobs;
  /** Makes every refresh token of a person useless, as a password change does. */
  revokeRefreshTokens(personId: string): void;
}

/** Starts the sandbox's Entra on https with a certificate it makes itself. */
export async function createEntraSandbox(
  options: ServerOptions & { readonly knobs?: Partial<EntraKnobs> },
): Promise<EntraServer> {
  const state = createState(options);
  const router = createRoutes(state);
  const certificate = makeServerCertificate();
  const server = await startServer({
    clock: options.clock,
    ...(options.port === undefined ? {} : { port: options.port }),
    tls: { key: certificate.keyPem, cert: certificate.certPem },
    handle: (ask) => answer(router, ask),
  });
  state.url = server.url;
  const certificatePath = keepCertificate(certificate.certPem);
  return {
    ...server,
    ...controls(state),
    certificatePem: certificate.certPem,
    certificatePath,
    async close() {
      rmSync(dirname(certificatePath), { recursive: true, force: true });
      await server.close();
    },
  };
}

type Controls = Pick<
  EntraServer,
  | 'knobs'
  | 'registerApp'
  | 'addTenant'
  | 'consent'
  | 'withdrawConsent'
  | 'rotateKeys'
  | 'ssoToken'
  | 'readAccessToken'
  | 'revokeRefreshTokens'
>;

function controls(state: EntraState): Controls {
  const { directory } = state;
  return {
    knobs: state.knobs,
    registerApp: (app) => directory.registerApp(app),
    addTenant({ tenantId, consentedApps = [] }) {
      directory.addTenant(tenantId);
      for (const clientId of consentedApps) directory.consent(tenantId, clientId);
    },
    consent: (tenantId, clientId) => directory.consent(tenantId, clientId),
    withdrawConsent: (tenantId, clientId) => directory.withdrawConsent(tenantId, clientId),
    rotateKeys: (keepOldMs) => state.keys.rotate(keepOldMs),
    ssoToken: (ask) => Promise.resolve(makeSsoToken(state, ask)),
    readAccessToken: (token) => readGraphToken(state, token),
    revokeRefreshTokens(personId) {
      for (const [token, grant] of state.refreshGrants) {
        if (grant.personId === personId) state.refreshGrants.delete(token);
      }
    },
  };
}

function createState({
  clock,
  knobs,
}: ServerOptions & { readonly knobs?: Partial<EntraKnobs> }): EntraState {
  return {
    clock,
    directory: createDirectory(),
    keys: createKeyRing(clock),
    knobs: {
      tokenLifetimeS: 3599,
      missingConsent: 'AADSTS700016',
      forgedConsentTenant: undefined,
      interactionRequiredFor: new Set(),
      expiredSecrets: new Set(),
      graphTokens: 'jwt',
      ...knobs,
    },
    opaqueTokens: new Map(),
    refreshGrants: new Map(),
    url: '',
  };
}

function createRoutes(state: EntraState): Router {
  const keys: Handle = () => handleKeys(state);
  return createRouter()
    .on('GET', '/common/discovery/instance', (ask) => handleInstance(state, ask))
    .on('GET', '/{tenant}/v2.0/.well-known/openid-configuration', (ask) =>
      handleMetadata(state, ask, '2.0'),
    )
    .on('GET', '/{tenant}/.well-known/openid-configuration', (ask) =>
      handleMetadata(state, ask, '1.0'),
    )
    .on('GET', '/{tenant}/discovery/v2.0/keys', keys)
    .on('GET', '/{tenant}/discovery/keys', keys)
    .on('POST', '/{tenant}/oauth2/v2.0/token', (ask) => handleToken(state, ask))
    .on('GET', '/{tenant}/v2.0/adminconsent', (ask) => showConsent(state, ask, 'v2'))
    .on('POST', '/{tenant}/v2.0/adminconsent', (ask) => decideConsent(state, ask, 'v2'))
    .on('GET', '/{tenant}/adminconsent', (ask) => showConsent(state, ask, 'v1'))
    .on('POST', '/{tenant}/adminconsent', (ask) => decideConsent(state, ask, 'v1'));
}

const answer = async (router: Router, ask: Parameters<Handle>[0]) =>
  (await router.handle(ask)) ?? replyJson(404, { error: 'not_found' });

function keepCertificate(pem: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'sandbox-entra-')), 'certificate.pem');
  writeFileSync(path, pem);
  return path;
}
