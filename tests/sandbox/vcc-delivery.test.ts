import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import { BASIL, JUNIPER, START, caller, field, openMeadow, openReceiver } from './vcc-fixture';
import type { Meadow, Received, Receiver } from './vcc-fixture';

const SECRET = Buffer.alloc(32, 'clover').toString('base64');
const HOUR_MS = 3_600_000;
const STAMP = /^2030-05-06T\d\d:\d\d:\d\d\.\d{7}Z$/;

describe('VCC sandbox: delivery of events', () => {
  let meadow: Meadow;
  let receiver: Receiver;

  async function open(statuses: readonly (number | 'hang')[] = [204], events = ['*']) {
    receiver = await openReceiver(statuses);
    const call = caller(meadow.sandbox.url, await meadow.token());
    const body = { name: 'Meadow gate', url: receiver.url, events, secret: SECRET };
    return call('POST', '/webhooks/subscriptions', body);
  }
  const claimsOf = (received: Received | undefined, secret = SECRET) =>
    jwtVerify(String(received?.headers['vonage-signature']), Buffer.from(secret, 'base64'), {
      algorithms: ['HS256'],
      currentDate: new Date(meadow.clock.now()),
    });
  const described = () =>
    receiver.received.map(({ event }) => field(event, 'data', 'presence', 'description'));

  beforeEach(async () => {
    meadow = await openMeadow();
  });
  afterEach(async () => {
    await meadow.sandbox.close();
    await receiver.close();
  });

  it('posts a presence change as a CloudEvent at once', async () => {
    await open();
    meadow.juniper.choose('Lunch');
    await meadow.sandbox.idle();
    const [first] = receiver.received;
    expect(first?.headers['content-type']).toBe('application/cloudevents+json');
    expect(first?.event).toEqual({
      specversion: '1.0',
      type: 'agent.presencechanged.v1',
      id: expect.stringMatching(/^[0-9A-Za-z]{27}$/),
      source: '/agent',
      subject: '1001',
      time: expect.stringMatching(STAMP),
      datacontenttype: 'application/json',
      data: {
        timestamp: expect.stringMatching(STAMP),
        presence: {
          presenceId: meadow.juniper.presence().definition.presenceId,
          category: {
            type: 'extendedAway',
            description: 'Extended Away',
            subcategory: 'extendedAway',
          },
          description: 'Lunch',
        },
        user: { agentId: '1001', userId: JUNIPER },
      },
    });
    const timestamp = String(field(first?.event, 'data', 'timestamp'));
    expect(Date.parse(timestamp)).toBe(START);
    expect(String(field(first?.event, 'time')) > timestamp).toBe(true);
  });

  it('signs the raw body with the bytes of the secret, for five minutes', async () => {
    await open();
    meadow.juniper.choose('Lunch');
    await meadow.sandbox.idle();
    const [first] = receiver.received;
    const { payload } = await claimsOf(first);
    const hash = createHash('sha256')
      .update(first?.raw ?? '')
      .digest('hex');
    expect(payload['payload_hash']).toBe(hash);
    expect(payload.exp).toBe(Math.floor(START / 1000) + 300);
    await expect(claimsOf(first, Buffer.alloc(32).toString('base64'))).rejects.toThrow();
    await meadow.clock.advance(301_000);
    await expect(claimsOf(first)).rejects.toThrow('exp');
  });

  it('sends every step of a call, in the order of their timestamps', async () => {
    await open();
    const channelId = meadow.juniper.takeCall();
    meadow.juniper.holdCall();
    meadow.juniper.retrieveCall();
    meadow.juniper.endCall();
    meadow.juniper.endWrapUp();
    await meadow.sandbox.idle();
    const events = receiver.received
      .map(({ event }) => event)
      .sort((a, b) =>
        String(field(a, 'data', 'timestamp')) < String(field(b, 'data', 'timestamp')) ? -1 : 1,
      );
    const steps = ['alerted', 'connected', 'held', 'retrieved', 'disconnected', 'wrapstarted'];
    expect(events.map((event) => field(event, 'type'))).toEqual(
      [...steps, 'ended'].map((step) => `channel.${step}.v1`),
    );
    expect(events[0]).toMatchObject({
      source: '/channel',
      subject: channelId,
      data: {
        channel: { channelId, party: { role: 'agent', agentId: '1001', userId: JUNIPER } },
      },
    });
    expect(new Set(events.map((event) => field(event, 'id'))).size).toBe(7);
    expect(new Set(events.map((event) => field(event, 'data', 'timestamp'))).size).toBe(7);
  });

  it('sends nothing when only an intended state was chosen, and one event when it applies', async () => {
    meadow.account.knobs.patchWhileEngaged = 'defer';
    await open([204], ['agent.presencechanged.v1']);
    meadow.juniper.takeCall();
    meadow.juniper.choose('Lunch');
    meadow.juniper.endCall();
    await meadow.sandbox.idle();
    expect(receiver.received).toEqual([]);
    meadow.juniper.endWrapUp();
    await meadow.sandbox.idle();
    expect(described()).toEqual(['Lunch']);
  });

  it('sends an event for a PATCH that changes something and none for one that does not', async () => {
    await open();
    const call = caller(meadow.sandbox.url, await meadow.token());
    const patch = (description: string) => {
      const found = meadow.account.definitions.find((each) => each.description === description);
      return call('PATCH', `/agents/${BASIL}/presence`, { presenceId: found?.presenceId });
    };
    await patch('Away');
    await patch('Away');
    await meadow.sandbox.idle();
    expect(described()).toEqual(['Away']);
    meadow.account.knobs.patchSamePresence = 'bump';
    await patch('Away');
    await meadow.sandbox.idle();
    expect(described()).toEqual(['Away', 'Away']);
  });

  it('sends v0 and snake case where the knobs say so', async () => {
    await open([204], ['agent.presencechanged.v1']);
    meadow.account.knobs.eventVersion = 'v0';
    meadow.account.knobs.eventCategoryCase = 'snake';
    meadow.juniper.logOut();
    await meadow.sandbox.idle();
    expect(receiver.received[0]?.event).toMatchObject({
      type: 'agent.presencechanged.v0',
      data: { presence: { category: { type: 'logged_out', subcategory: 'logged_out' } } },
    });
  });

  it('tries again on the clock, signed anew each time, until it succeeds', async () => {
    await open([500, 401, 302, 205]);
    meadow.account.knobs.retryDelaysMs = [1000, 60_000, HOUR_MS];
    meadow.juniper.choose('Lunch');
    await meadow.sandbox.idle();
    for (const delayMs of [1000, 60_000, HOUR_MS, HOUR_MS]) {
      await meadow.clock.advance(delayMs);
      await meadow.sandbox.idle();
    }
    const { received } = receiver;
    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ raw }) => raw.toString())).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['vonage-signature'])).size).toBe(4);
    const at = Math.floor((START + 61_000 + HOUR_MS) / 1000);
    const token = String(received[3]?.headers['vonage-signature']).split('.')[1] ?? '';
    expect(JSON.parse(Buffer.from(token, 'base64url').toString())).toMatchObject({ exp: at + 300 });
  });

  it('gives up after 24 hours', async () => {
    await open([500]);
    meadow.account.knobs.retryDelaysMs = [HOUR_MS];
    meadow.juniper.choose('Lunch');
    await meadow.sandbox.idle();
    await meadow.clock.advance(30 * HOUR_MS, () => meadow.sandbox.idle());
    expect(receiver.received).toHaveLength(25);
    expect(meadow.clock.nextAt()).toBeUndefined();
  });

  it('counts an attempt without an answer as failed after ten seconds of the clock', async () => {
    await open(['hang', 200]);
    meadow.juniper.choose('Lunch');
    await receiver.waitFor(1);
    await meadow.clock.advance(9_999);
    expect(receiver.received).toHaveLength(1);
    await meadow.clock.advance(1);
    await meadow.sandbox.idle();
    await meadow.clock.advance(1000);
    await meadow.sandbox.idle();
    expect(receiver.received).toHaveLength(2);
  });

  it('disables a subscription after failures in a row where the knob says so', async () => {
    await open([500]);
    Object.assign(meadow.account.knobs, { disableAfterFailures: 3, retryDelaysMs: [1000] });
    meadow.juniper.choose('Lunch');
    await meadow.sandbox.idle();
    await meadow.clock.advance(60_000, () => meadow.sandbox.idle());
    expect(receiver.received).toHaveLength(3);
    expect(meadow.account.subscriptions()[0]?.enabled).toBe(false);
  });

  it('keeps an event back for the delivery delay', async () => {
    await open();
    meadow.account.knobs.deliveryDelayMs = 700;
    meadow.juniper.choose('Lunch');
    await meadow.clock.advance(699);
    await meadow.sandbox.idle();
    expect(receiver.received).toEqual([]);
    await meadow.clock.advance(1);
    await meadow.sandbox.idle();
    expect(described()).toEqual(['Lunch']);
  });

  it('delivers twice, loses and shuffles by a seeded generator', async () => {
    const changeOften = async () => {
      receiver.received.length = 0;
      for (let count = 0; count < 20; count += 1) {
        meadow.juniper.choose(count % 2 ? 'Ready' : 'Away');
        await meadow.clock.advance(100, () => meadow.sandbox.idle());
      }
      await meadow.clock.advance(5000, () => meadow.sandbox.idle());
      return receiver.received.map(({ event }) => String(field(event, 'data', 'timestamp')));
    };
    await open();
    Object.assign(meadow.account.knobs, { deliverTwice: 1 });
    const twice = await changeOften();
    expect([twice.length, new Set(twice).size]).toEqual([40, 20]);
    Object.assign(meadow.account.knobs, { deliverTwice: 0, lose: 0.4, seed: 7 });
    const some = (await changeOften()).length;
    expect(some).toBeGreaterThan(4);
    expect(some).toBeLessThan(20);
    Object.assign(meadow.account.knobs, { seed: 8 });
    await changeOften();
    Object.assign(meadow.account.knobs, { seed: 7 });
    expect(await changeOften()).toHaveLength(some);
    Object.assign(meadow.account.knobs, { lose: 0, shuffleMs: 1000 });
    const shuffled = await changeOften();
    expect(shuffled).toHaveLength(20);
    expect(shuffled).not.toEqual([...shuffled].sort());
    Object.assign(meadow.account.knobs, { lose: 1 });
    expect(await changeOften()).toEqual([]);
  });

  it('sends a change of the secret into force with the next attempt', async () => {
    const made = await open([500, 204]);
    const fresh = Buffer.alloc(32, 'thyme').toString('base64');
    meadow.juniper.choose('Lunch');
    await meadow.sandbox.idle();
    const path = `/webhooks/subscriptions/${String(field(made.body, 'subscriptionId'))}`;
    await caller(meadow.sandbox.url, await meadow.token())('PATCH', path, { secret: fresh });
    await meadow.clock.advance(1000);
    await meadow.sandbox.idle();
    expect((await claimsOf(receiver.received[1], fresh)).payload.exp).toBeDefined();
  });
});
