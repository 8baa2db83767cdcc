import type { Door, DoorAnswer } from '../../src/doors/door';
import { createVccEventsDoor } from '../../src/doors/vcc-events';
import { StoreError } from '../../src/store/store-error';
import { ADMIN, joinJuniper, openDesk, readFacts, SEALER, WEBHOOK_SECRET } from '../desk/rig';
import type { DeskRig } from '../desk/rig';
import { channelEvent, createTellTale, presenceEvent, request, sign } from './requests';
import type { Signing } from './requests';

let rig: DeskRig;
let ids: { connectionId: string; linkId: string };
let told: string[];
let door: Door;

/** Every test has an agent of its own, on one database. */
beforeAll(async () => void (rig = await openDesk()));
beforeEach(async () => {
  ids = await joinJuniper(rig);
  rig.woken.length = 0;
  openDoor(rig.store);
});
afterEach(() => rig.clear());
afterAll(() => rig.close());

function openDoor(store: DeskRig['store']): void {
  const tale = createTellTale();
  told = tale.told;
  door = createVccEventsDoor({
    store,
    clock: rig.clock,
    open: SEALER.open,
    wake: async (linkId) => void rig.woken.push(linkId),
    events: tale.events,
  });
}

interface Delivery {
  readonly body?: unknown;
  readonly raw?: Buffer;
  readonly connectionId?: string;
  readonly type?: string;
  readonly signing?: Partial<Signing>;
  readonly token?: string | undefined;
}

function deliver(delivery: Delivery = {}): Promise<DoorAnswer> {
  const rawBody = delivery.raw ?? Buffer.from(JSON.stringify(delivery.body ?? presenceEvent()));
  const signed = sign(rawBody, {
    secret: WEBHOOK_SECRET,
    now: rig.clock.now(),
    ...delivery.signing,
  });
  return door(
    request({
      params: { connectionId: delivery.connectionId ?? ids.connectionId },
      headers: {
        'content-type': delivery.type ?? 'application/cloudevents+json; charset=utf-8',
        'vonage-signature': 'token' in delivery ? delivery.token : signed,
      },
      rawBody,
    }),
  );
}

/** What a test leaves of facts beside the one of linking. */
async function storedFacts() {
  return (await readFacts(rig, ids.linkId)).filter(({ side }) => side !== 'order');
}

test('a change of presence is stored as a fact, answered and then woken', async () => {
  const answer = await deliver();
  expect(answer.status).toBe(202);
  expect(await storedFacts()).toEqual([
    {
      side: 'vcc',
      kind: 'agent-state',
      id: '/agent|event-1',
      at: Date.UTC(2026, 10, 23, 9, 0, 0, 946),
      seenAt: rig.clock.now(),
      via: 'webhook',
      state: { presenceId: 'lunch', category: 'ExtendedAway', name: 'Lunch' },
    },
  ]);
  expect(rig.woken).toEqual([ids.linkId]);
  expect(told).toEqual(['taken agent.presencechanged']);
});

test.each([
  ['its agent id', presenceEvent({}, { user: { agentId: '4021' } })],
  ['its subject', presenceEvent({}, { user: undefined })],
  ['the older version', presenceEvent({ type: 'agent.presencechanged.v0' })],
])('an agent is found by %s', async (_case, body) => {
  await deliver({ body });
  expect(await storedFacts()).toHaveLength(1);
});

test('[EC1] the id of a definition is spelt one way, however the event writes it', async () => {
  const presenceId = '0A4F6E2B-91C3-4D5E-8F70-1B2C3D4E5F60';
  const presence = { presenceId, category: { type: 'ready' }, description: 'Ready' };
  await deliver({ body: presenceEvent({}, { presence }) });
  expect(await storedFacts()).toMatchObject([{ state: { presenceId: presenceId.toLowerCase() } }]);
});

test('[GD1] a phase of a channel is a fact of that channel', async () => {
  await deliver({ body: channelEvent('wrapstarted') });
  expect(await storedFacts()).toEqual([
    expect.objectContaining({
      kind: 'channel',
      channelId: 'c-1',
      phase: 'wrapstarted',
      id: '/channel|channel-wrapstarted',
      at: Date.UTC(2026, 10, 23, 9, 0, 0, 88),
    }),
  ]);
});

test('[JN21] a signature is good up to five minutes ahead, and half a minute for clocks', async () => {
  const answer = await deliver({ signing: { lifeMs: 330_000 } });
  expect(answer.status).toBe(202);
});

describe('bad input', () => {
  test.each<[string, Delivery, number, string]>([
    ['unsigned', { token: undefined }, 401, 'unsigned'],
    ['signed with another secret', { signing: { secret: 'b3RoZXI=' } }, 401, 'bad-signature'],
    ['signed with nothing', { signing: { head: { alg: 'none' } } }, 401, 'bad-signature'],
    ['signed with an empty key', { signing: { secret: '' } }, 401, 'bad-signature'],
    ['signed with half a token', { token: 'a.b' }, 401, 'bad-signature'],
    ['signed with a token that is none', { token: 'a.b.c' }, 401, 'bad-signature'],
    ['without an expiry', { signing: { claims: { exp: undefined } } }, 401, 'bad-signature'],
    ['signed for a year', { signing: { lifeMs: 365 * 86_400_000 } }, 401, 'lives-too-long'],
    ['signed for too long', { signing: { lifeMs: 332_000 } }, 401, 'lives-too-long'],
    ['expired', { signing: { lifeMs: -31_000 } }, 401, 'expired'],
    [
      'signed for another body',
      { signing: { claims: { payload_hash: 'ab'.repeat(32) } } },
      401,
      'wrong-hash',
    ],
    ['with a hash that is none', { signing: { claims: { payload_hash: 'x' } } }, 401, 'wrong-hash'],
    ['oversized', { raw: Buffer.alloc(256 * 1024 + 1, 32) }, 413, 'too-large'],
    ['of another type', { type: 'application/json' }, 415, 'media-type'],
    ['half JSON', { raw: Buffer.from('{"specversion":') }, 400, 'not-json'],
    ['HTML', { raw: Buffer.from('<html></html>') }, 400, 'not-json'],
    ['no event', { body: { hello: 'meadow' } }, 422, 'not-an-event'],
    ['an event without data', { body: presenceEvent({ data: undefined }) }, 422, 'not-an-event'],
    [
      'a time that is none',
      { body: presenceEvent({}, { timestamp: 'noon' }) },
      422,
      'not-an-event',
    ],
    ['an id no store could keep', { body: presenceEvent({ id: 'a\u0000b' }) }, 422, 'not-an-event'],
    [
      'a state of wrong types',
      { body: presenceEvent({}, { presence: { presenceId: 5 } }) },
      422,
      'not-an-event',
    ],
    ['for no connection', { connectionId: 'nobody' }, 404, 'unknown-connection'],
    ['for an impossible connection', { connectionId: '../x' }, 404, 'unknown-connection'],
  ])('[JN21] %s is refused, counted and changes nothing', async (_case, delivery, status, code) => {
    const answer = await deliver(delivery);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ code, message: expect.stringMatching(/\.$/) });
    expect(told).toEqual([`refused ${code}`]);
    expect(await storedFacts()).toEqual([]);
    expect(rig.woken).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['of an unknown type', presenceEvent({ type: 'agent.retired.v1' }), 'unknown-type'],
    ['of an unknown version', presenceEvent({ type: 'agent.presencechanged.v9' }), 'unknown-type'],
    ['of an unknown phase', channelEvent('pondered'), 'unknown-type'],
    ['of a caller’s channel', channelEvent('held', { role: 'caller' }), 'not-an-agent-channel'],
    [
      'of an agent who is not linked',
      presenceEvent({ subject: '77' }, { user: { userId: 'u-nobody', agentId: '77' } }),
      'unknown-agent',
    ],
  ])('an event %s is dropped with its reason', async (_case, body, code) => {
    const answer = await deliver({ body });
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.body)).toMatchObject({ code });
    expect(told).toEqual([`dropped ${code}`]);
    expect(await storedFacts()).toEqual([]);
  });

  test('[TN4] an event replayed within its signature’s life is stored once and wakes once', async () => {
    await deliver();
    const answer = await deliver();
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'repeat' });
    expect(told.slice(1)).toEqual(['dropped repeat', 'repeated']);
    expect(await storedFacts()).toHaveLength(1);
    expect(rig.woken).toHaveLength(1);
  });

  test('an event replayed after its signature’s life is refused', async () => {
    const rawBody = Buffer.from(JSON.stringify(presenceEvent()));
    const token = sign(rawBody, { secret: WEBHOOK_SECRET, now: rig.clock.now() });
    await rig.clock.advance(331_000);
    expect(await deliver({ raw: rawBody, token })).toMatchObject({ status: 401 });
    expect(told).toEqual(['refused expired']);
  });

  test('a database that is away makes VCC send it again', async () => {
    const append = async () => {
      throw new StoreError('unavailable', 'down');
    };
    openDoor({ ...rig.store, facts: { ...rig.store.facts, append } });
    const answer = await deliver();
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(told).toEqual(['failed vcc-events', 'refused store-down']);
    expect(rig.woken).toEqual([]);
  });
});

describe('a changed secret', () => {
  const SECOND = Buffer.from('another meadow, another secret').toString('base64');

  test('is taken at once, and the one before it still counts', async () => {
    await deliver();
    const connection = await rig.store.connections.get(ids.connectionId);
    if (!connection?.webhook) throw new Error('There is no subscription.');
    await rig.store.connections.edit(ids.connectionId, {
      webhook: {
        ...connection.webhook,
        secret: SEALER.seal(SECOND),
        previousSecret: connection.webhook.secret,
      },
    });
    const fresh = { body: presenceEvent({ id: 'e2' }), signing: { secret: SECOND } };
    expect(await deliver(fresh)).toMatchObject({ status: 202 });
    expect(await deliver({ body: presenceEvent({ id: 'e3' }) })).toMatchObject({ status: 202 });
    expect(await storedFacts()).toHaveLength(3);
  });
});

test('an agent linked anew a moment ago gets their events on the new link', async () => {
  await deliver();
  await rig.store.links.remove(ids.linkId);
  const gone = await deliver({ body: presenceEvent({ id: 'e2' }) });
  expect(JSON.parse(gone.body)).toMatchObject({ code: 'unknown-agent' });
  const link = await rig.desk.createLink(ADMIN, {
    connectionId: ids.connectionId,
    agentUserId: 'u-juniper',
    personId: 'juniper',
  });
  rig.woken.length = 0;
  await deliver({ body: presenceEvent({ id: 'e3' }) });
  expect(rig.woken).toEqual([link.id]);
});
