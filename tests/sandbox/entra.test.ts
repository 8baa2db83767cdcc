import { ConfidentialClientApplication } from '@azure/msal-node';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { createLocalJWKSet, jwtVerify, SignJWT, generateKeyPair } from 'jose';
import { request as httpsRequest } from 'node:https';
import { MovableClock } from '../../sandbox/clock';
import { createEntraSandbox } from '../../sandbox/entra';
import type { EntraServer } from '../../sandbox/entra';

const TENANT = '11111111-1111-4111-8111-111111111111';
const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';
const CLIENT = 'c0c0c0c0-0000-4000-8000-000000000001';
const PERSON = 'aaaaaaaa-0000-4000-8000-000000000001';
const REDIRECT = 'https://link.example/consented';
const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
  json(): Record<string, unknown>;
}

let clock: MovableClock;
let entra: EntraServer;

beforeEach(async () => {
  clock = new MovableClock({ start: Date.now() });
  entra = await createEntraSandbox({ clock });
  entra.registerApp({
    clientId: CLIENT,
    clientSecret: 'meadow-secret',
    applicationIdUri: `api://link.example/${CLIENT}`,
    redirectUris: [REDIRECT],
    applicationPermissions: ['Presence.ReadWrite.All', 'User.Read.All'],
  });
  entra.addTenant({ tenantId: TENANT, consentedApps: [CLIENT] });
  entra.addTenant({ tenantId: OTHER_TENANT });
});

afterEach(async () => {
  await entra.close();
});

function send(
  method: string,
  url: string,
  sent: { body?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      url,
      { method, ca: entra.certificatePem, headers: sent.headers ?? {}, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([k, v]) => [k, String(v)]),
            ),
            text,
            json: () => JSON.parse(text) as Record<string, unknown>,
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent.body);
  });
}

function postForm(path: string, fields: Record<string, string>): Promise<Answer> {
  return send('POST', `${entra.url}${path}`, {
    body: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

const askToken = (fields: Record<string, string>, tenant = TENANT) =>
  postForm(`/${tenant}/oauth2/v2.0/token`, {
    client_id: CLIENT,
    client_secret: 'meadow-secret',
    grant_type: 'client_credentials',
    scope: GRAPH_SCOPE,
    ...fields,
  });

/** msal-node's own client cannot be told a certificate authority, so it gets this one. */
class TrustingNetwork implements INetworkModule {
  async sendGetRequestAsync<T>(
    url: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> {
    return toMsal<T>(await send('GET', url, { headers: options?.headers ?? {} }));
  }
  async sendPostRequestAsync<T>(
    url: string,
    options?: NetworkRequestOptions,
  ): Promise<NetworkResponse<T>> {
    return toMsal<T>(
      await send('POST', url, { headers: options?.headers ?? {}, body: options?.body ?? '' }),
    );
  }
}

function toMsal<T>(answer: Answer): NetworkResponse<T> {
  return { status: answer.status, headers: answer.headers, body: answer.json() as T };
}

function msalClient(tenant = TENANT, secret = 'meadow-secret'): ConfidentialClientApplication {
  return new ConfidentialClientApplication({
    auth: {
      clientId: CLIENT,
      clientSecret: secret,
      authority: `${entra.url}/${tenant}`,
      knownAuthorities: [new URL(entra.url).host],
    },
    system: { networkClient: new TrustingNetwork() },
  });
}

describe('the real msal-node', () => {
  it('gets an app-only Graph token with the consented roles', async () => {
    const result = await msalClient().acquireTokenByClientCredential({ scopes: [GRAPH_SCOPE] });

    expect(entra.readAccessToken(result?.accessToken ?? '')).toEqual({
      tenantId: TENANT,
      appId: CLIENT,
      roles: ['Presence.ReadWrite.All', 'User.Read.All'],
    });
  });

  it('exchanges a Teams token on behalf of its person', async () => {
    const ssoToken = await entra.ssoToken({ tenantId: TENANT, personId: PERSON, clientId: CLIENT });

    const result = await msalClient().acquireTokenOnBehalfOf({
      oboAssertion: ssoToken,
      scopes: ['https://graph.microsoft.com/Presence.Read.All'],
    });

    expect(entra.readAccessToken(result?.accessToken ?? '')).toMatchObject({
      tenantId: TENANT,
      personId: PERSON,
      scopes: ['Presence.Read.All'],
    });
  });

  it('reports a tenant without consent with its AADSTS number', async () => {
    const asking = msalClient(OTHER_TENANT).acquireTokenByClientCredential({
      scopes: [GRAPH_SCOPE],
    });

    await expect(asking).rejects.toMatchObject({
      errorCode: 'unauthorized_client',
      errorNo: 700016,
    });
  });

  it('reports a wrong secret as invalid_client', async () => {
    const asking = msalClient(TENANT, 'wrong').acquireTokenByClientCredential({
      scopes: [GRAPH_SCOPE],
    });

    await expect(asking).rejects.toMatchObject({ errorCode: 'invalid_client', errorNo: 7000215 });
  });
});

describe('the token endpoint', () => {
  it.each([
    ['an unknown tenant', {}, '33333333-3333-4333-8333-333333333333', 400, 90002],
    ['an unknown app', { client_id: 'c0c0c0c0-0000-4000-8000-00000000000f' }, TENANT, 400, 700016],
    ['a wrong secret', { client_secret: 'no' }, TENANT, 401, 7000215],
    ['no secret', { client_secret: '' }, TENANT, 401, 7000218],
    [
      'a scope without .default',
      { scope: 'https://graph.microsoft.com/User.Read.All' },
      TENANT,
      400,
      1002012,
    ],
    ['a foreign resource', { scope: 'https://meadow.example/.default' }, TENANT, 400, 500011],
    ['no grant type', { grant_type: '' }, TENANT, 400, 900144],
    ['a strange grant type', { grant_type: 'password' }, TENANT, 400, 70003],
  ])('refuses %s', async (_what, fields, tenant, status, code) => {
    const answer = await askToken(fields, tenant);

    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ error_codes: [code] });
    expect(answer.json()['error_description']).toContain(`AADSTS${code}: `);
  });

  it('takes a certificate assertion whose issuer and subject are the app', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(CLIENT)
      .setSubject(CLIENT)
      .setAudience(`${entra.url}/${TENANT}/oauth2/v2.0/token`)
      .setExpirationTime('5m')
      .sign(privateKey);
    const fields = {
      grant_type: 'client_credentials',
      client_id: CLIENT,
      scope: GRAPH_SCOPE,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    };

    const good = await postForm(`/${TENANT}/oauth2/v2.0/token`, {
      ...fields,
      client_assertion: assertion,
    });
    const bad = await postForm(`/${TENANT}/oauth2/v2.0/token`, {
      ...fields,
      client_assertion: 'a.b.c',
    });

    expect(good.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(bad.json()).toMatchObject({ error: 'invalid_client', error_codes: [700027] });
  });

  it('stops honouring a token when its time is over', async () => {
    const token = String((await askToken({})).json()['access_token']);

    await clock.advance(3600_000);

    expect(entra.readAccessToken(token)).toBeUndefined();
  });

  it('grants what was asked for at the time of consent, until consent is given again', async () => {
    entra.registerApp({
      clientId: CLIENT,
      clientSecret: 'meadow-secret',
      applicationIdUri: `api://link.example/${CLIENT}`,
      redirectUris: [REDIRECT],
      applicationPermissions: ['Presence.ReadWrite.All', 'User.Read.All', 'Organization.Read.All'],
    });
    const rolesNow = async () =>
      entra.readAccessToken(String((await askToken({})).json()['access_token']))?.roles;
    const before = await rolesNow();

    entra.consent(TENANT, CLIENT);

    expect(before).not.toContain('Organization.Read.All');
    expect(await rolesNow()).toContain('Organization.Read.All');
  });

  it('refuses tokens after consent was withdrawn', async () => {
    entra.withdrawConsent(TENANT, CLIENT);
    entra.knobs.missingConsent = 'AADSTS7000229';

    expect((await askToken({})).json()).toMatchObject({ error_codes: [7000229] });
  });
});

describe('the on-behalf-of exchange', () => {
  const oboFields = (assertion: string) => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    scope: 'https://graph.microsoft.com/Presence.Read.All offline_access',
    assertion,
  });
  const sso = (claims: Record<string, unknown> = {}) =>
    entra.ssoToken({ tenantId: TENANT, personId: PERSON, clientId: CLIENT, claims });

  it('gives a refresh token for offline access, which can be redeemed until it is revoked', async () => {
    const first = (await askToken(oboFields(await sso()))).json();
    const redeem = () =>
      askToken({ grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) });
    const second = (await redeem()).json();

    entra.revokeRefreshTokens(PERSON);

    expect(entra.readAccessToken(String(second['access_token']))?.personId).toBe(PERSON);
    expect((await redeem()).json()).toMatchObject({ error: 'invalid_grant', error_codes: [50173] });
  });

  it.each([
    ['a token for another app', { aud: 'somebody-else' }, 500131],
    ['an app-only token', { scp: undefined }, 7000114],
    ['a token that has run out', { exp: 1000 }, 50013],
  ])('refuses %s', async (_what, claims, code) => {
    const answer = await askToken(oboFields(await sso(claims)));

    expect(answer.json()).toMatchObject({ error_codes: [code] });
  });

  it('asks for interaction with a claims challenge when told to', async () => {
    entra.knobs.interactionRequiredFor.add(PERSON);

    const answer = (await askToken(oboFields(await sso()))).json();

    expect(answer).toMatchObject({ error: 'interaction_required', error_codes: [50079] });
    expect(JSON.parse(String(answer['claims']))).toHaveProperty('access_token');
  });

  it('names missing consent for a scope nobody granted', async () => {
    const answer = await askToken({
      ...oboFields(await sso()),
      scope: 'https://graph.microsoft.com/Mail.Read',
    });

    expect(answer.json()).toMatchObject({ error: 'invalid_grant', error_codes: [65001] });
  });
});

describe('Teams tokens and keys', () => {
  const jwks = async () => {
    const metadata = (
      await send('GET', `${entra.url}/common/v2.0/.well-known/openid-configuration`)
    ).json();
    const keys = (await send('GET', String(metadata['jwks_uri']))).json();
    return keys as unknown as Parameters<typeof createLocalJWKSet>[0];
  };

  it('verify with jose against the published keys, in both versions', async () => {
    const keySet = createLocalJWKSet(await jwks());
    const ask = {
      tenantId: TENANT,
      personId: PERSON,
      clientId: CLIENT,
      upn: 'juniper@meadow.example',
    };

    const v2 = await jwtVerify(await entra.ssoToken(ask), keySet, {
      audience: CLIENT,
      issuer: `${entra.url}/${TENANT}/v2.0`,
    });
    const v1 = await jwtVerify(await entra.ssoToken({ ...ask, version: '1.0' }), keySet, {
      audience: `api://link.example/${CLIENT}`,
      issuer: `https://sts.windows.net/${TENANT}/`,
    });

    expect(v2.payload).toMatchObject({
      oid: PERSON,
      scp: 'access_as_user',
      ver: '2.0',
      azpacr: '0',
    });
    expect(v1.payload).toMatchObject({ oid: PERSON, upn: 'juniper@meadow.example', ver: '1.0' });
  });

  it('roll: the old key stays listed for a while, then goes', async () => {
    const oldKid = (await jwks()).keys[0]?.kid;

    entra.rotateKeys(60_000);
    const during = (await jwks()).keys.map(({ kid }) => kid);
    await clock.advance(60_000);
    const after = (await jwks()).keys.map(({ kid }) => kid);

    expect(during).toHaveLength(2);
    expect(during).toContain(oldKid);
    expect(after).toHaveLength(1);
    expect(after).not.toContain(oldKid);
  });

  it('have metadata whose issuer is a template for the shared tenants', async () => {
    const shared = await send(
      'GET',
      `${entra.url}/organizations/v2.0/.well-known/openid-configuration`,
    );
    const own = await send('GET', `${entra.url}/${TENANT}/v2.0/.well-known/openid-configuration`);
    const instance = await send(
      'GET',
      `${entra.url}/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(`${entra.url}/${TENANT}/oauth2/v2.0/authorize`)}`,
    );

    expect(shared.json()['issuer']).toBe(`${entra.url}/{tenantid}/v2.0`);
    expect(own.json()['issuer']).toBe(`${entra.url}/${TENANT}/v2.0`);
    expect(instance.json()['tenant_discovery_endpoint']).toContain(TENANT);
  });
});

describe('admin consent', () => {
  const query = {
    client_id: CLIENT,
    scope: GRAPH_SCOPE,
    redirect_uri: REDIRECT,
    state: 'opaque & odd',
  };
  const path = `/${OTHER_TENANT}/v2.0/adminconsent`;
  const decide = async (decision: string, at = path, more: Record<string, string> = {}) => {
    const answer = await postForm(at, { ...query, ...more, decision });
    return new URL(answer.headers['location'] ?? 'about:blank').searchParams;
  };

  it('shows the permissions with an Accept and a Cancel button', async () => {
    const page = await send('GET', `${entra.url}${path}?${new URLSearchParams(query).toString()}`);

    expect(page.status).toBe(200);
    expect(page.text).toContain('Presence.ReadWrite.All');
    expect(page.text).toContain('>Accept</button>');
    expect(page.text).toContain('>Cancel</button>');
  });

  it('accepted, redirects with the tenant and lets tokens be issued', async () => {
    const answer = await decide('accept');

    expect(Object.fromEntries(answer)).toEqual({
      admin_consent: 'True',
      tenant: OTHER_TENANT,
      scope: GRAPH_SCOPE,
      state: 'opaque & odd',
    });
    expect((await askToken({}, OTHER_TENANT)).status).toBe(200);
  });

  it('cancelled, says so beside admin_consent=True and grants nothing', async () => {
    const answer = await decide('cancel');

    expect(answer.get('admin_consent')).toBe('True');
    expect(answer.get('error')).toBe('consent_required');
    expect(answer.get('error_description')).toMatch(/^AADSTS65004/);
    expect((await askToken({}, OTHER_TENANT)).status).toBe(400);
  });

  it('can name a forged tenant in the redirect', async () => {
    entra.knobs.forgedConsentTenant = TENANT;

    expect((await decide('accept')).get('tenant')).toBe(TENANT);
  });

  it('lets the administrator say the organisation on the shared form', async () => {
    const answer = await decide('accept', '/organizations/v2.0/adminconsent', {
      tenant: OTHER_TENANT,
    });

    expect(answer.get('tenant')).toBe(OTHER_TENANT);
  });

  it('has a first version with its own refusal', async () => {
    expect((await decide('cancel', `/${OTHER_TENANT}/adminconsent`)).get('error')).toBe(
      'permission_denied',
    );
  });

  it('does not redirect to an address nobody registered', async () => {
    const answer = await postForm(path, {
      ...query,
      redirect_uri: 'https://elsewhere.example/',
      decision: 'accept',
    });

    expect(answer.status).toBe(400);
    expect(answer.text).toContain('AADSTS50011');
  });
});
