import { makeServerCertificate } from '../../sandbox/entra/certificate';
import { makeAppCertificate } from './rsa-certificate';
import { createAppTokens } from '../../src/clients/entra/app-tokens';
import { createSsoVerifier, TEAMS_CLIENT_IDS } from '../../src/clients/entra/jwks';
import type { SsoVerifier, SsoVerifierOptions } from '../../src/clients/entra/jwks';
import { createTransport } from '../../src/clients/pipeline/transport';
import { silentEvents } from '../../src/runtime/events';
import {
  APP_ID_URI,
  CLIENT,
  createMicrosoftWorld,
  JUNIPER,
  OTHER_TENANT,
  SECRET,
  TENANT,
} from './world';
import type { MicrosoftWorld } from './world';

const HOUR = 3_600_000;
const UNKNOWN_TENANT = '77777777-aaaa-4bbb-8ccc-000000000007';
const PERSONAL_TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';

let world: MicrosoftWorld;

beforeEach(async () => {
  world = await createMicrosoftWorld();
});

afterEach(() => world.close());

function tokenRequests(): number {
  return world.entra.requests.filter(({ path }) => path.endsWith('/token')).length;
}

function keyRequests(): number {
  return world.entra.requests.filter(({ path }) => path.endsWith('/keys')).length;
}

describe('app-only tokens', () => {
  it('come with one request however many ask, and no other', async () => {
    const cache = world.tokens().forTenant(TENANT);
    const results = await Promise.all([cache.get(), cache.get(), cache.get()]);
    expect(new Set(results.map((one) => one.kind === 'ok' && one.value)).size).toBe(1);
    expect(world.entra.requests.map(({ path }) => path)).toEqual([`/${TENANT}/oauth2/v2.0/token`]);
  });

  it('come for a certificate as well', async () => {
    // MSAL rounds the time of its assertion, up to half a second ahead.
    await world.clock.advance(2_000);
    const { certPem, keyPem } = makeAppCertificate();
    const cache = world.tokens({ certificatePem: `${keyPem}\n${certPem}` }).forTenant(TENANT);
    expect((await cache.get()).kind).toBe('ok');
  });

  it('need a certificate with its own RSA key', () => {
    const [own, other] = [makeAppCertificate(), makeAppCertificate()];
    const elliptic = makeServerCertificate();
    const opening = (pem: string) => () => world.tokens({ certificatePem: pem });
    expect(opening(own.certPem)).toThrow('private key as PEM');
    expect(opening(own.certPem + other.keyPem)).toThrow('its own RSA key');
    expect(opening(elliptic.certPem + elliptic.keyPem)).toThrow('its own RSA key');
  });

  it('are fetched afresh on demand', async () => {
    const cache = world.tokens().forTenant(TENANT);
    await cache.fresh();
    await cache.fresh();
    await cache.get();
    expect(tokenRequests()).toBe(2);
  });

  it('[KP4] say why there is none', async () => {
    const reasonOf = async (tenantId: string, secret = SECRET): Promise<string> => {
      const result = await world.tokens({ secret }).forTenant(tenantId).get();
      return result.kind === 'forbidden' ? result.reason : result.kind;
    };
    expect(await reasonOf(OTHER_TENANT)).toBe('consent-missing');
    expect(await reasonOf(UNKNOWN_TENANT)).toBe('unknown-tenant');
    expect(await reasonOf(TENANT, 'wrong')).toBe('bad-secret');
    world.entra.knobs.missingConsent = 'AADSTS7000229';
    expect(await reasonOf(OTHER_TENANT)).toBe('consent-missing');
    world.entra.knobs.expiredSecrets.add(CLIENT);
    expect(await reasonOf(TENANT)).toBe('expired-secret');
  });

  it('[KP4] come again when consent does', async () => {
    const cache = world.tokens().forTenant(OTHER_TENANT);
    expect((await cache.get()).kind).toBe('forbidden');
    world.entra.consent(OTHER_TENANT, CLIENT);
    expect((await cache.get()).kind).toBe('ok');
  });

  it.each([
    ['fails', { status: 500, body: '{"error":"server_error"}' }],
    ['answers HTML', { status: 200, body: '<html>' }],
    ['answers without a token', { status: 200, body: '{}' }],
    ['cuts the connection', { cut: 'before' as const }],
    ['says too many', { status: 429, headers: { 'retry-after': '1.5' } }],
  ])('can be had later when Entra %s', async (_name, fault) => {
    const cache = world.tokens().forTenant(TENANT);
    const mend = world.entra.faults.add(fault);
    expect((await cache.get()).kind).toBe('retry');
    mend();
    const later = cache.get();
    await world.clock.advance(1_500);
    expect((await later).kind).toBe('ok');
  });

  it('are not asked of a host whose certificate is not trusted', async () => {
    const transport = createTransport();
    const cache = createAppTokens({
      entraUrl: world.entra.url,
      clientId: CLIENT,
      credential: { secret: SECRET },
      scope: 'https://graph.microsoft.com/.default',
      transport,
      clock: world.serviceClock,
      events: silentEvents,
    }).forTenant(TENANT);
    expect((await cache.get()).kind).toBe('retry');
    expect(world.entra.requests).toHaveLength(0);
    await transport.close();
  });
});

describe('single sign-on tokens', () => {
  const ask = { tenantId: TENANT, personId: JUNIPER, clientId: CLIENT };

  function verifier(known: readonly string[] = [TENANT]): SsoVerifier {
    return createSsoVerifier(optionsFor((tenantId) => known.includes(tenantId)));
  }

  function optionsFor(isKnown: (tenantId: string) => boolean): SsoVerifierOptions {
    return {
      entraUrl: world.entra.url,
      clientId: CLIENT,
      applicationIdUri: APP_ID_URI,
      allowedClients: TEAMS_CLIENT_IDS,
      clock: world.serviceClock,
      isKnownTenant: (tenantId) => Promise.resolve(isKnown(tenantId)),
      transport: world.transport,
      events: silentEvents,
    };
  }

  async function codeOf(token: string, from = verifier()): Promise<string> {
    const verdict = await from.verify(token);
    return verdict.ok ? 'ok' : verdict.code;
  }

  const withClaims = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
    world.entra.ssoToken({ ...ask, claims });

  it.each(['1.0', '2.0'] as const)('[JN2] name the person, version %s', async (version) => {
    const token = await world.entra.ssoToken({
      ...ask,
      version,
      name: 'Juniper Vale',
      upn: 'juniper@meadow.example',
      roles: ['Admin'],
      wids: ['w'],
    });
    expect(await verifier().verify(token)).toEqual({
      ok: true,
      person: {
        tenantId: TENANT,
        personId: JUNIPER,
        name: 'Juniper Vale',
        upn: 'juniper@meadow.example',
        roles: ['Admin'],
        wids: ['w'],
      },
    });
  });

  it('are refused when the key stands for another issuer', async () => {
    const iss = `https://login.microsoftonline.com/${TENANT}/v2.0`;
    expect(await codeOf(await withClaims({ iss }))).toBe('issuer');
  });

  it.each([
    ['audience', { aud: 'another-app' }],
    ['issuer', { iss: `https://sts.windows.net/${OTHER_TENANT}/` }],
    ['issuer', { iss: 'https://elsewhere.example/' }],
    ['app-only', { scp: undefined, roles: ['Presence.Read.All'] }],
    ['app-only', { idtyp: 'app' }],
    ['scope', { scp: 'User.Read access_as_user_too' }],
    ['client', { azp: 'some-client' }],
    ['client', { azp: undefined }],
    ['claims', { oid: undefined }],
    ['malformed', { tid: undefined }],
    ['malformed', { tid: '../../common' }],
    ['personal-account', { tid: PERSONAL_TENANT }],
    ['unknown-tenant', { tid: OTHER_TENANT }],
  ])('[JN2] are refused for their %s: %j', async (code, claims) => {
    expect(await codeOf(await withClaims(claims))).toBe(code);
  });

  it('are refused after their time, and before it, by our clock', async () => {
    const own = verifier();
    const token = await world.entra.ssoToken(ask);
    const early = await withClaims({ nbf: Math.floor(world.clock.now() / 1_000) + 600 });
    expect([await codeOf(token, own), await codeOf(early, own)]).toEqual(['ok', 'not-yet-valid']);
    await world.clock.advance(2 * HOUR);
    expect(await codeOf(token, own)).toBe('expired');
  });

  it('are refused when somebody changed them', async () => {
    const token = await world.entra.ssoToken(ask);
    const [head, , signature] = token.split('.');
    const [, other] = (await withClaims({ roles: ['Admin'] })).split('.');
    expect(await codeOf(`${head}.${other}.${signature}`)).toBe('signature');
    expect(await codeOf('not.a.token')).toBe('malformed');
    expect(await codeOf('')).toBe('malformed');
  });

  it('are refused with another algorithm', async () => {
    const [, payload] = (await world.entra.ssoToken(ask)).split('.');
    const encode = (head: object): string =>
      Buffer.from(JSON.stringify(head)).toString('base64url');
    expect(await codeOf(`${encode({ alg: 'none', kid: 'k' })}.${payload}.`)).toBe('algorithm');
    expect(await codeOf(`${encode({ alg: 'HS256', kid: 'k' })}.${payload}.eA`)).toBe('algorithm');
  });

  it('are checked with keys that are asked for once', async () => {
    const own = verifier();
    const token = await world.entra.ssoToken(ask);
    await Promise.all([codeOf(token, own), codeOf(token, own)]);
    await codeOf(token, own);
    expect(keyRequests()).toBe(1);
  });

  it('are accepted under a new key, without asking for every unknown one', async () => {
    const own = verifier();
    await codeOf(await world.entra.ssoToken(ask), own);
    await world.clock.advance(120_000);
    world.entra.rotateKeys();
    const fresh = await world.entra.ssoToken(ask);
    expect(await codeOf(fresh, own)).toBe('ok');
    const [, payload] = fresh.split('.');
    const head = Buffer.from(JSON.stringify({ alg: 'RS256', kid: 'nobody' })).toString('base64url');
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(`${head}.${payload}.AAAA`, own)));
    expect(codes).toEqual(['unknown-key', 'unknown-key', 'unknown-key']);
    expect(keyRequests()).toBe(2);
  });

  it('do not make us ask Entra about tenants we do not know', async () => {
    await codeOf(await withClaims({ tid: OTHER_TENANT }));
    expect(world.entra.requests).toHaveLength(0);
  });

  it('[JN2] of tenants nobody has connected cost few requests for keys, and hold up no others', async () => {
    const own = createSsoVerifier({
      ...optionsFor(() => true),
      isEstablished: (tenantId) => Promise.resolve(tenantId === TENANT),
    });
    const strangers = Array.from({ length: 60 }, (_, index) => {
      return `77777777-aaaa-4bbb-8ccc-${String(index).padStart(12, '0')}`;
    });
    const tokens = await Promise.all(strangers.map((tid) => withClaims({ tid })));
    const all = Promise.all(tokens.map((token) => codeOf(token, own)));
    for (let second = 0; second < 5; second += 1) await world.clock.advance(1_000);
    // Those within the budget are refused for what they say, the rest for want of a key.
    const codes = await all;
    expect(codes.filter((code) => code !== 'unknown-key' && code !== 'issuer')).toEqual([]);
    expect(codes.filter((code) => code === 'unknown-key').length).toBeGreaterThanOrEqual(30);
    expect(keyRequests()).toBeLessThanOrEqual(30);
    expect(await codeOf(await world.entra.ssoToken(ask), own)).toBe('ok');
  });

  it('are checked with the keys at hand while Entra is out of reach', async () => {
    const own = verifier();
    await codeOf(await world.entra.ssoToken(ask), own);
    world.entra.faults.add({ status: 503 });
    await world.clock.advance(25 * HOUR);
    expect(await codeOf(await world.entra.ssoToken(ask), own)).toBe('ok');
  });
});
