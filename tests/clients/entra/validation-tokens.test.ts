import { followClock } from '../../../demo/clock';
import { MovableClock } from '../../../sandbox/clock';
import { createEntraSandbox } from '../../../sandbox/entra';
import type { EntraServer } from '../../../sandbox/entra';
import { createValidationVerifier } from '../../../src/clients/entra/validation-tokens';
import type { VerifyValidation } from '../../../src/clients/entra/validation-tokens';
import { createTransport } from '../../../src/clients/pipeline/transport';
import type { Transport } from '../../../src/clients/pipeline/transport';
import { silentEvents } from '../../../src/runtime/events';

const TENANT = '11111111-1111-4111-8111-111111111111';
const BROOK = '22222222-2222-4222-8222-222222222222';
const APP = 'c0c0c0c0-0000-4000-8000-000000000001';
const PUBLISHER = '0bf30f3b-4a52-48df-9a82-234910c4a086';

let entra: EntraServer;
let transport: Transport;
let verify: VerifyValidation;
const clock = new MovableClock({ start: Date.UTC(2026, 10, 23, 9) });

beforeAll(async () => {
  entra = await createEntraSandbox({ clock });
  for (const tenantId of [TENANT, BROOK]) entra.addTenant({ tenantId });
  transport = createTransport({ extraCa: entra.certificatePem });
  verify = createValidationVerifier({
    transport,
    entraUrl: entra.url,
    clientId: APP,
    clock: followClock(clock),
    events: silentEvents,
  });
});
afterAll(async () => {
  await transport.close();
  await entra.close();
});

interface Ask {
  readonly version?: '1.0' | '2.0';
  readonly tenantId?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}

const makeToken = ({ version = '1.0', tenantId = TENANT, claims = {} }: Ask = {}) =>
  entra.ssoToken({
    tenantId,
    personId: PUBLISHER,
    clientId: APP,
    version,
    claims: {
      aud: APP,
      ...(version === '1.0' ? { appid: PUBLISHER } : { azp: PUBLISHER }),
      ...claims,
    },
  });

test.each(['1.0', '2.0'] as const)(
  '[KP1] a token of form %s vouches for its tenant',
  async (version) => {
    expect(await verify([await makeToken({ version })])).toEqual(new Set([TENANT]));
  },
);

test('[KP1] several tokens vouch for several tenants', async () => {
  const tokens = [await makeToken(), await makeToken({ tenantId: BROOK })];
  expect(await verify(tokens)).toEqual(new Set([TENANT, BROOK]));
});

test('no token vouches for nobody', async () => {
  expect(await verify([])).toEqual(new Set());
});

test.each<[string, Ask]>([
  ['another publisher', { claims: { appid: 'dd0f30f3-4a52-48df-9a82-234910c4a086' } }],
  ['another publisher in the newer form', { version: '2.0', claims: { azp: APP } }],
  ['another audience', { claims: { aud: 'somebody-else' } }],
  ['another issuer', { claims: { iss: 'https://sts.windows.example/' } }],
  ['the issuer of another tenant', { claims: { iss: `https://sts.windows.net/${BROOK}/` } }],
  ['an end that has come', { claims: { exp: Math.floor(clock.now() / 1_000) - 120 } }],
  ['a begin that has not', { claims: { nbf: Math.floor(clock.now() / 1_000) + 600 } }],
  ['no end at all', { claims: { exp: undefined } }],
])('[KP1] a token with %s spoils the whole delivery', async (_case, ask) => {
  expect(await verify([await makeToken(), await makeToken(ask)])).toBeNull();
});

test('[KP1] a token with another signature, or none, spoils the whole delivery', async () => {
  const token = await makeToken();
  const [head, body] = token.split('.');
  const none = Buffer.from('{"alg":"none","kid":"x"}').toString('base64url');
  expect(await verify([`${head}.${body}.${Buffer.alloc(256).toString('base64url')}`])).toBeNull();
  expect(await verify([`${none}.${body}.`])).toBeNull();
  expect(await verify(['clover'])).toBeNull();
});
