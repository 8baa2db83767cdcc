import { createDecipheriv, createHmac, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { SimulatedPerson } from '../../sandbox/contract';
import { selfSignedRsa } from './rsa-certificate';
import { BASIL, CLIENT, JUNIPER, MINUTE, TENANT, startGraphRig } from './graph-rig';
import type { GraphRig } from './graph-rig';
import { startReceiver } from './notification-receiver';
import type { Receiver } from './notification-receiver';

const READ_ALL = ['Presence.Read.All'];
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const certificate = selfSignedRsa(keys);

let rig: GraphRig;
let receiver: Receiver;
let token: string;
let juniper: SimulatedPerson;

beforeEach(async () => {
  rig = await startGraphRig();
  receiver = await startReceiver();
  token = await rig.personToken(BASIL, READ_ALL);
  juniper = rig.graph.person(TENANT, JUNIPER) as SimulatedPerson;
});
afterEach(async () => {
  await receiver.close();
  await rig.close();
});

type Fields = Record<string, unknown>;

const inMinutes = (minutes: number) =>
  new Date(rig.clock.now() + minutes * MINUTE).toISOString().replace('Z', '0000Z');

const create = (more: Fields = {}, asked: { token?: string } = {}) =>
  rig.call('POST', '/subscriptions', {
    token,
    ...asked,
    body: {
      changeType: 'updated',
      notificationUrl: receiver.url,
      resource: `/communications/presences?$filter=id in ('${JUNIPER}','${BASIL}')`,
      expirationDateTime: inMinutes(60),
      clientState: 'hay-and-clover',
      ...more,
    },
  });

const rich = () => ({
  includeResourceData: true,
  encryptionCertificate: certificate.toString('base64'),
  encryptionCertificateId: 'key-one',
});

const items = () => receiver.received.flatMap(({ body }) => body['value'] as Fields[]);
const message = (body: Fields) => String((body['error'] as Fields)['message']);

/** Moves time and lets deliveries come to rest at each step. */
const pass = (ms: number) => rig.clock.advance(ms, () => rig.graph.idle());

describe('creating a subscription', () => {
  it('asks the URL first and answers 201 with the subscription', async () => {
    const answer = await create({ notificationUrl: `${receiver.url}?tenant=a` });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      applicationId: CLIENT,
      creatorId: BASIL,
      clientState: 'hay-and-clover',
      expirationDateTime: inMinutes(60),
    });
    expect(answer.body).not.toHaveProperty('encryptionCertificate');
    expect(receiver.handshakes).toHaveLength(1);
    expect(receiver.handshakes[0]).toContain('?tenant=a&validationToken=');
  });

  it('asks both URLs, even when they are the same', async () => {
    await create({ lifecycleNotificationUrl: receiver.url });

    expect(receiver.handshakes).toHaveLength(2);
  });

  it.each(['json', 'wrong'] as const)('refuses when the handshake is answered %s', async (how) => {
    receiver.validation = how;

    const answer = await create();

    expect(answer.status).toBe(400);
    expect(message(answer.body)).toMatch(/^Subscription validation request failed/);
    expect(rig.graph.subscriptions()).toEqual([]);
  });

  it('refuses when the handshake is not answered within 10 seconds', async () => {
    receiver.validation = 'silent';
    const asking = create();
    while (receiver.handshakes.length === 0) await new Promise((resolve) => setImmediate(resolve));

    await rig.clock.advance(10_000);

    expect((await asking).status).toBe(400);
  });

  it('is refused to apps by themselves and to people without the permission', async () => {
    const app = await create({}, { token: await rig.appToken() });
    const own = await create({}, { token: await rig.personToken(BASIL, ['Presence.Read']) });

    expect([app.status, own.status]).toEqual([403, 403]);
  });

  it('is refused a second time with 409 until the first is gone', async () => {
    const first = await create();
    const second = await create();
    await rig.call('DELETE', `/subscriptions/${String(first.body['id'])}`, { token });
    const third = await create();

    expect([first.status, second.status, third.status]).toEqual([201, 409, 201]);
    expect(second.body).toMatchObject({ error: { code: 'ExtensionError' } });
    expect(message(second.body)).toContain('A subscripton already exists.');
  });

  it('lets another person of the same app have one', async () => {
    await create();

    const other = await create({}, { token: await rig.personToken(JUNIPER, READ_ALL) });

    expect(other.status).toBe(201);
  });

  it('can keep an ended subscription counting for a while', async () => {
    rig.graph.knobs.zombieQuotaMs = 5 * MINUTE;
    const first = await create();
    await rig.call('DELETE', `/subscriptions/${String(first.body['id'])}`, { token });
    const during = await create();
    await pass(5 * MINUTE);

    expect([during.status, (await create()).status]).toEqual([409, 201]);
  });

  it.each([
    [5, 201, 45],
    [50, 201, 50],
    [61, 400, 0],
  ])('asked for %d minutes answers %d', async (asked, status, given) => {
    const answer = await create({ expirationDateTime: inMinutes(asked) });

    expect(answer.status).toBe(status);
    if (status === 201) expect(answer.body['expirationDateTime']).toBe(inMinutes(given));
  });

  it.each([
    ['my own presence', { resource: '/me/presence' }],
    [
      'more than 650 people',
      {
        resource: `/communications/presences?$filter=id in (${Array(651).fill(`'${JUNIPER}'`).join(',')})`,
      },
    ],
    ['created entries', { changeType: 'created' }],
    ['a URL without TLS elsewhere', { notificationUrl: 'http://meadow.example/notify' }],
    ['content without a certificate', { includeResourceData: true }],
    ['a certificate that is none', { encryptionCertificate: 'aGF5', encryptionCertificateId: 'x' }],
    ['a long client state', { clientState: 'x'.repeat(129) }],
    ['no end', { expirationDateTime: null }],
  ])('refuses %s', async (_what, fields) => {
    expect((await create(fields)).status).toBe(400);
  });
});

describe('managing subscriptions', () => {
  const path = (answer: { body: Fields }) => `/subscriptions/${String(answer.body['id'])}`;

  it('lists and reads one’s own and hides it from others', async () => {
    const created = await create();
    const stranger = await rig.personToken(JUNIPER, READ_ALL);

    const listed = await rig.call('GET', '/subscriptions', { token });

    expect(listed.body['value']).toHaveLength(1);
    expect((await rig.call('GET', path(created), { token })).body['id']).toBe(created.body['id']);
    expect((await rig.call('GET', path(created), { token: stranger })).status).toBe(404);
    expect((await rig.call('DELETE', path(created), { token: stranger })).status).toBe(404);
  });

  it('ends without a word when its time is over, unless renewed', async () => {
    const created = await create();
    await pass(40 * MINUTE);
    const renewed = await rig.call('PATCH', path(created), {
      token,
      body: { expirationDateTime: inMinutes(60) },
    });
    await pass(30 * MINUTE);
    const kept = rig.graph.subscriptions().length;
    await pass(30 * MINUTE);

    expect(renewed.status).toBe(200);
    expect(kept).toBe(1);
    expect(rig.graph.subscriptions()).toEqual([]);
    const fresh = await rig.personToken(BASIL, READ_ALL);
    expect((await rig.call('GET', path(created), { token: fresh })).status).toBe(404);
  });

  it('refuses to change the resource, and asks a new URL first', async () => {
    const created = await create();
    const patch = (body: Fields) => rig.call('PATCH', path(created), { token, body });

    const resource = await patch({ resource: `/communications/presences/${JUNIPER}` });
    const moved = await patch({ notificationUrl: `${receiver.url}/elsewhere` });

    expect([resource.status, moved.status]).toEqual([400, 200]);
    expect(receiver.handshakes.at(-1)).toContain('/notify/elsewhere?');
  });
});

describe('deliveries', () => {
  it('carry who changed, after the latency, without values', async () => {
    const created = await create();

    juniper.setByHand('Busy');
    await pass(1999);
    const early = receiver.received.length;
    await pass(1);

    expect(early).toBe(0);
    expect(receiver.received[0]?.contentType).toContain('application/json');
    expect(items()).toEqual([
      {
        subscriptionId: created.body['id'],
        clientState: 'hay-and-clover',
        changeType: 'updated',
        tenantId: TENANT,
        organizationId: TENANT,
        resource: `communications/presences/${JUNIPER}`,
        subscriptionExpirationDateTime: created.body['expirationDateTime'],
        resourceData: {
          '@odata.type': '#microsoft.graph.presence',
          '@odata.id': `users/${JUNIPER}/presence`,
          id: JUNIPER,
        },
      },
    ]);
  });

  it('go out at once without latency, though the clock stands still', async () => {
    rig.graph.knobs.notificationDelayMs = 0;
    await create();

    juniper.setByHand('Busy');
    await receiver.until(1);

    expect(items()).toHaveLength(1);
  });

  it('travel together when they are due together', async () => {
    await create();
    await create({}, { token: await rig.personToken(JUNIPER, READ_ALL) });

    juniper.setByHand('Busy');
    await pass(2000);

    expect(receiver.received).toHaveLength(1);
    expect(items()).toHaveLength(2);
  });

  it('carry encrypted content that the documented steps open', async () => {
    await create(rich());

    juniper.joinCall();
    await pass(2000);
    const sealed = items()[0]?.['encryptedContent'] as Record<string, string>;
    const key = privateDecrypt(
      { key: keys.privateKey, oaepHash: 'sha1' },
      Buffer.from(sealed['dataKey'] ?? '', 'base64'),
    );
    const data = Buffer.from(sealed['data'] ?? '', 'base64');
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
    const plain = Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');

    expect(createHmac('sha256', key).update(data).digest('base64')).toBe(sealed['dataSignature']);
    expect(sealed['encryptionCertificateId']).toBe('key-one');
    expect(sealed['encryptionCertificateThumbprint']).toMatch(/^[0-9A-F]{40}$/);
    expect(JSON.parse(plain)).toEqual({
      '@odata.id': `users/${JUNIPER}/presence`,
      '@odata.type': '#microsoft.graph.presence',
      id: JUNIPER,
      availability: 'Busy',
      activity: 'InACall',
    });
  });

  it.each([
    ['1.0', 'appid', `https://sts.windows.net/${TENANT}/`],
    ['2.0', 'azp', undefined],
  ] as const)(
    'vouch for rich content with a token of version %s',
    async (version, claim, issuer) => {
      rig.graph.knobs.validationTokenVersion = version;
      await create(rich());

      juniper.joinCall();
      await pass(2000);
      const [signed = ''] = receiver.received[0]?.body['validationTokens'] as string[];
      const { payload } = await jwtVerify(signed, await entraKeys(), {
        audience: CLIENT,
        issuer: issuer ?? `${rig.entra.url}/${TENANT}/v2.0`,
        currentDate: new Date(rig.clock.now()),
      });

      expect(payload[claim]).toBe('0bf30f3b-4a52-48df-9a82-234910c4a086');
      expect(payload['tid']).toBe(TENANT);
      expect(payload).not.toHaveProperty('scp');
    },
  );

  it('can forge what receivers must check', async () => {
    await create(rich());
    rig.graph.knobs.forge = 'validation-token';
    juniper.joinCall();
    await pass(2000);
    rig.graph.knobs.forge = 'client-state';
    juniper.leaveCall();
    await pass(2000);

    const [spoilt = ''] = receiver.received[0]?.body['validationTokens'] as string[];
    await expect(
      jwtVerify(spoilt, await entraKeys(), { currentDate: new Date(rig.clock.now()) }),
    ).rejects.toThrow();
    expect(items()[1]?.['clientState']).toBe('forged');
  });

  it('look like a sample of 2022 when told to', async () => {
    rig.graph.knobs.notifyAsIn2022 = true;
    await create();

    juniper.setByHand('Away');
    await pass(2000);

    expect(items()[0]).toMatchObject({
      resource: `communications/presences('${JUNIPER}')`,
      resourceData: { id: JUNIPER, availability: 'Away', activity: 'Away' },
    });
  });

  it('are repeated with growing pauses until they are taken', async () => {
    await create();
    receiver.status = 503;

    juniper.setByHand('Busy');
    await pass(2000);
    await pass(10_000);
    await pass(19_999);
    const before = receiver.received.length;
    await pass(1);
    const after = receiver.received.length;
    receiver.status = 202;
    await pass(40_000);
    const settled = receiver.received.length;
    await pass(10 * MINUTE);

    expect([before, after, settled]).toEqual([2, 3, 4]);
    expect(receiver.received).toHaveLength(4);
  });

  it('can be lost and can come twice', async () => {
    await create();
    rig.graph.knobs.loseNotifications = 1;
    juniper.setByHand('Busy');
    await pass(2000);
    const lost = items().length;
    rig.graph.knobs.loseNotifications = 0;
    rig.graph.knobs.notifyTwice = 1;
    juniper.setByHand('Away');
    await pass(2000);

    expect(lost).toBe(0);
    expect(items()).toHaveLength(2);
    expect(items()[0]).toEqual(items()[1]);
  });

  it('wait while the token has lapsed and are released by reauthorizing', async () => {
    rig.entra.knobs.tokenLifetimeS = 600;
    token = await rig.personToken(BASIL, READ_ALL);
    const created = await create();
    await pass(11 * MINUTE);
    juniper.setByHand('Busy');
    await pass(MINUTE);
    const held = items().length;
    const fresh = await rig.personToken(BASIL, READ_ALL);

    const answer = await rig.call(
      'POST',
      `/subscriptions/${String(created.body['id'])}/reauthorize`,
      { token: fresh },
    );
    await receiver.until(1);

    expect(answer.status).toBe(204);
    expect(held).toBe(0);
    expect(items()).toHaveLength(1);
  });

  it('stop with the subscription', async () => {
    await create();
    await pass(59 * MINUTE + 59_000);

    juniper.setByHand('Busy');
    await pass(MINUTE);

    expect(receiver.received).toEqual([]);
  });
});

describe('lifecycle notifications', () => {
  it('ask for reauthorization 15 minutes before the end', async () => {
    const created = await create({ lifecycleNotificationUrl: `${receiver.url}/lifecycle` });

    await pass(45 * MINUTE);
    await receiver.until(1);

    expect(receiver.received[0]).toMatchObject({
      url: '/notify/lifecycle',
      body: {
        value: [
          {
            subscriptionId: created.body['id'],
            tenantId: TENANT,
            clientState: 'hay-and-clover',
            lifecycleEvent: 'reauthorizationRequired',
          },
        ],
      },
    });
  });

  it('are sent on order, and a removal also removes', async () => {
    const created = await create({ lifecycleNotificationUrl: receiver.url });
    const id = String(created.body['id']);

    rig.graph.sendLifecycle(id, 'missed');
    await receiver.until(1);
    rig.graph.sendLifecycle(id, 'subscriptionRemoved');
    await receiver.until(2);

    expect(items().map((item) => item['lifecycleEvent'])).toEqual([
      'missed',
      'subscriptionRemoved',
    ]);
    expect(rig.graph.subscriptions()).toEqual([]);
  });
});

async function entraKeys() {
  const response = await rig.fetchFromEntra('/common/discovery/v2.0/keys');
  return createLocalJWKSet(response as Parameters<typeof createLocalJWKSet>[0]);
}
