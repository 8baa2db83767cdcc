import {
  createCipheriv,
  createHmac,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createContentOpener } from '../../src/doors/graph-content';
import { GRAPH_MAX_BYTES } from '../../src/doors/graph-delivery';
import type { GraphDoorDeps } from '../../src/doors/graph-delivery';
import { createGraphLifecycleDoor } from '../../src/doors/graph-lifecycle';
import { createGraphNotificationsDoor } from '../../src/doors/graph-notifications';
import { createTellTale, request } from './requests';

const MEADOW = 'aa0e8400-0000-4000-8000-000000000001';
const JUNIPER = 'bb0e8400-0000-4000-8000-00000000000b';
const current = generateKeyPairSync('rsa', { modulusLength: 2048 });
const previous = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

type Changes = Partial<Record<'data' | 'dataSignature' | 'dataKey', string>>;

/** As Microsoft Graph seals it (graph.md 4.10), reversed from the description. */
function seal(value: unknown, key: KeyObject = current.publicKey, id = 'new'): object {
  const secret = randomBytes(32);
  const cipher = createCipheriv('aes-256-cbc', secret, secret.subarray(0, 16));
  const data = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', secret).update(data).digest('base64'),
    dataKey: publicEncrypt({ key, oaepHash: 'sha1' }, secret).toString('base64'),
    encryptionCertificateId: id,
  };
}

function open(changes: Partial<GraphDoorDeps> = {}) {
  const tale = createTellTale();
  const taken: string[] = [];
  const deps: GraphDoorDeps = {
    events: tale.events,
    findSubscription: async (id) => {
      if (id === 'broken') throw new Error('down');
      if (id !== 'ours') return null;
      return {
        tenantId: MEADOW,
        clientState: 'clover',
        notify: async ({ personId, words }) => void taken.push(`${personId} ${words}`),
        lifecycle: async (event) => void taken.push(event),
      };
    },
    verifyValidation: async (tokens) =>
      tokens.includes('forged') ? null : new Set(tokens.map((token) => token.toLowerCase())),
    openContent: createContentOpener([
      { id: 'new', keyPem: pemOf(current.privateKey) },
      { id: 'old', keyPem: pemOf(previous.privateKey) },
    ]),
    ...changes,
  };
  const doors = { news: createGraphNotificationsDoor(deps), life: createGraphLifecycleDoor(deps) };
  const post = (value: unknown, door = doors.news) =>
    door(request({ rawBody: Buffer.from(JSON.stringify(value)) }));
  return { doors, post, told: tale.told, taken };
}

const OURS = { subscriptionId: 'ours', clientState: 'clover', tenantId: MEADOW };
const ABOUT = { ...OURS, resourceData: { id: JUNIPER } };
const INSIDE = { id: JUNIPER, availability: 'Busy', activity: 'InACall' };

describe.each(['news', 'life'] as const)('both doors of Graph (%s)', (which) => {
  test('echo the validation token exactly, as plain text', async () => {
    const token = 'Validation: Testing <b>reachability</b> & more';
    const query = new URLSearchParams({ validationToken: token });
    expect(await open().doors[which](request({ query }))).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: token,
    });
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(4_097)],
  ])('refuse a validation token that is %s', async (_case, token) => {
    const { doors, told } = open();
    const query = new URLSearchParams({ validationToken: token });
    expect(await doors[which](request({ query }))).toMatchObject({ status: 400 });
    expect(told).toEqual(['refused bad-validation']);
  });

  test('drop what is not ours, with another client state, or of another tenant', async () => {
    const { doors, post, told, taken } = open();
    const value = [
      { ...ABOUT, subscriptionId: 'theirs' },
      { ...ABOUT, clientState: 'thistle' },
      { ...ABOUT, clientState: undefined },
      { ...ABOUT, tenantId: 'another' },
      { ...ABOUT, tenantId: undefined },
    ];
    expect(await post({ value }, doors[which])).toMatchObject({ status: 202 });
    expect(told).toEqual([
      'dropped unknown-subscription',
      'dropped wrong-client-state',
      'dropped wrong-client-state',
      'dropped wrong-tenant',
      'dropped wrong-tenant',
    ]);
    expect(taken).toEqual([]);
  });

  test.each([
    ['half JSON', Buffer.from('{"value"'), 400, 'not-json'],
    ['no list', Buffer.from('{"value":5}'), 422, 'not-notifications'],
    ['too much', Buffer.alloc(GRAPH_MAX_BYTES + 1), 413, 'too-large'],
  ])('refuse %s', async (_case, rawBody, status, code) => {
    const { doors, told } = open();
    expect(await doors[which](request({ rawBody }))).toMatchObject({ status });
    expect(told).toEqual([`refused ${code}`]);
  });

  test('ask for another delivery when they cannot look things up', async () => {
    const { doors, post } = open();
    const value = [{ ...ABOUT, subscriptionId: 'broken' }];
    expect(await post({ value }, doors[which])).toMatchObject({ status: 503 });
  });
});

describe('the door for notifications', () => {
  test('[KP1] hands on who has changed, without a word about what to', async () => {
    const { post, taken } = open();
    const clear = { id: JUNIPER.toUpperCase(), availability: 'Busy', activity: 'Busy' };
    expect(await post({ value: [{ ...OURS, resourceData: clear }] })).toMatchObject({
      status: 202,
    });
    expect(taken).toEqual([`${JUNIPER} null`]);
  });

  test('[KP1] hands on what was sealed for us and vouched for', async () => {
    const { post, taken } = open();
    const value = [{ ...ABOUT, encryptedContent: seal(INSIDE) }];
    await post({ value, validationTokens: [MEADOW] });
    expect(taken).toEqual([`${JUNIPER} Busy/InACall`]);
  });

  test('[KP1] still opens what was sealed for the certificate before', async () => {
    const { post, taken } = open();
    const value = [{ ...ABOUT, encryptedContent: seal(INSIDE, previous.publicKey, 'old') }];
    await post({ value, validationTokens: [MEADOW] });
    expect(taken).toEqual([`${JUNIPER} Busy/InACall`]);
  });

  test.each<[string, object]>([
    ['a changed signature', { dataSignature: randomBytes(32).toString('base64') }],
    ['a short signature', { dataSignature: '' }],
    ['changed data', { data: randomBytes(64).toString('base64') }],
    ['a key for somebody else', { dataKey: randomBytes(256).toString('base64') }],
    ['a certificate we do not have', { encryptionCertificateId: 'older' }],
    ['a part missing', { dataKey: undefined }],
  ])('[KP1] drops what comes with %s', async (_case, changes: Changes) => {
    const { post, told, taken } = open();
    const value = [{ ...ABOUT, encryptedContent: { ...seal(INSIDE), ...changes } }];
    expect(await post({ value, validationTokens: [MEADOW] })).toMatchObject({ status: 202 });
    expect([told, taken]).toEqual([['dropped bad-content'], []]);
  });

  test.each([
    ['nobody', []],
    ['another tenant', ['brook']],
  ])('[KP1] drops sealed values that %s vouches for', async (_case, validationTokens) => {
    const { post, told, taken } = open();
    const value = [{ ...ABOUT, encryptedContent: seal(INSIDE) }];
    await post({ value, validationTokens });
    expect([told, taken]).toEqual([['dropped bad-validation-token'], []]);
  });

  test('[KP1] one forged token makes the whole delivery suspect', async () => {
    const { post, told, taken } = open();
    const answer = await post({ value: [ABOUT, ABOUT], validationTokens: [MEADOW, 'forged'] });
    expect(answer).toMatchObject({ status: 202 });
    expect(told).toEqual(['dropped bad-validation-token', 'dropped bad-validation-token']);
    expect(taken).toEqual([]);
  });

  test('[KP1] drops values sealed about somebody other than the item says', async () => {
    const { post, told } = open();
    const value = [{ ...ABOUT, encryptedContent: seal({ ...INSIDE, id: 'fennel' }) }];
    await post({ value, validationTokens: [MEADOW] });
    expect(told).toEqual(['dropped bad-content']);
  });

  test('looks at no token while nothing in the delivery is ours', async () => {
    const verifyValidation = jest.fn(async () => null);
    const { post } = open({ verifyValidation });
    await post({ value: [{ ...ABOUT, clientState: 'thistle' }], validationTokens: ['forged'] });
    expect(verifyValidation).not.toHaveBeenCalled();
  });

  test('drops an item that names nobody', async () => {
    const { post, told } = open();
    await post({ value: [OURS] });
    expect(told).toEqual(['dropped no-person']);
  });
});

describe('the door for lifecycle events', () => {
  test.each(['reauthorizationRequired', 'subscriptionRemoved', 'missed'])(
    '[KP3] hands on %s',
    async (lifecycleEvent) => {
      const { doors, post, taken } = open();
      const answer = await post({ value: [{ ...OURS, lifecycleEvent }] }, doors.life);
      expect(answer).toMatchObject({ status: 202 });
      expect(taken).toEqual([lifecycleEvent]);
    },
  );

  test('drops an event it does not know', async () => {
    const { doors, post, told } = open();
    await post({ value: [{ ...OURS, lifecycleEvent: 'mown' }] }, doors.life);
    expect(told).toEqual(['dropped unknown-type']);
  });
});
