import { caller, field, openMeadow, openReceiver } from './vcc-fixture';
import type { Answer, Meadow, Receiver } from './vcc-fixture';

const URL_OK = 'https://hooks.meadow.example/vcc';
const GOOD = { name: 'Meadow gate', url: URL_OK, events: ['agent.presencechanged.v1'] };

describe('VCC sandbox: Webhooks API', () => {
  let meadow: Meadow;
  let receiver: Receiver;
  let call: ReturnType<typeof caller>;
  const create = (change: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    call('POST', '/webhooks/subscriptions', { ...GOOD, ...change });
  const pathOf = (answer: Answer) =>
    `/webhooks/subscriptions/${String(field(answer.body, 'subscriptionId'))}`;

  beforeEach(async () => {
    meadow = await openMeadow();
    receiver = await openReceiver();
    call = caller(meadow.sandbox.url, await meadow.token());
  });
  afterEach(async () => {
    await meadow.sandbox.close();
    await receiver.close();
  });

  it('shows the secret on create and never again', async () => {
    const made = await create();
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      ...GOOD,
      enabled: true,
      subscriptionId: expect.stringMatching(/^[0-9A-Za-z]{27}$/),
      secret: expect.any(String),
    });
    expect(Buffer.from(String(field(made.body, 'secret')), 'base64')).toHaveLength(32);
    const { subscriptionId } = made.body as { subscriptionId: string };
    const shown = { subscriptionId, ...GOOD, enabled: true };
    expect((await call('GET', pathOf(made))).body).toEqual(shown);
    const list = await call('GET', '/webhooks/subscriptions');
    expect(list.body).toEqual({ subscriptions: [shown] });
    expect(list.headers.get('cache-control')).toBe('max-age=5, must-revalidate, private');
    expect((await call('PATCH', pathOf(made), { enabled: false })).body).toEqual({
      ...shown,
      enabled: false,
    });
    expect(meadow.account.subscriptions()[0]?.secret).toBe(field(made.body, 'secret'));
  });

  it('lists event types with their schemas', async () => {
    const { body } = await call('GET', '/webhooks/event-types');
    const types = field(body, 'eventTypes') as readonly unknown[];
    expect(types.map((type) => field(type, 'name'))).toEqual(
      expect.arrayContaining(['agent.presencechanged.v1', 'channel.connected.v1']),
    );
    expect(field(types[0], 'jsonSchema', 'required')).toEqual(['timestamp', 'presence', 'user']);
  });

  it.each([
    [{ name: 'ab' }, 'name must have 3 to 128 characters'],
    [{ name: 'x'.repeat(129) }, 'name must have 3 to 128 characters'],
    [{ name: undefined }, 'name is required'],
    [{ url: undefined }, 'url is required'],
    [{ url: 'http://hooks.meadow.example/' }, 'url must use https'],
    [{ url: 'ftp://127.0.0.1/' }, 'url must use https'],
    [{ url: '/hook' }, 'url must be a fully qualified URL'],
    [{ events: [] }, 'events must name at least one event type'],
    [{ events: ['weed.pulled.v1'] }, '"weed.pulled.v1" is not an event type'],
    [{ enabled: 'yes' }, 'enabled must be true or false'],
    [{ secret: 'not base64!' }, 'secret must be base64'],
  ])('refuses %j', async (change, message) => {
    const answer = await create(change);
    expect([answer.status, answer.body]).toEqual([400, { message }]);
    expect(meadow.account.subscriptions()).toEqual([]);
  });

  it('keeps names unique and lets a subscription keep its own', async () => {
    const made = await create();
    expect((await create()).body).toEqual({ message: 'name must be unique' });
    expect((await call('PATCH', pathOf(made), { name: GOOD.name })).status).toBe(200);
  });

  it('answers 404 for an unknown subscription and after deletion', async () => {
    const made = await create();
    expect((await call('DELETE', pathOf(made))).status).toBe(200);
    expect((await call('GET', pathOf(made))).status).toBe(404);
    expect((await call('DELETE', pathOf(made))).status).toBe(404);
    expect((await call('PATCH', pathOf(made), {})).status).toBe(404);
  });

  it('separates reading from writing by scope, with its own shapes of 401', async () => {
    const reader = caller(meadow.sandbox.url, await meadow.token('admin:read'));
    expect((await reader('GET', '/webhooks/subscriptions')).status).toBe(200);
    expect((await reader('POST', '/webhooks/subscriptions', GOOD)).status).toBe(403);
    const bare = await caller(meadow.sandbox.url, undefined)('GET', '/webhooks/subscriptions');
    expect([bare.status, bare.body]).toEqual([
      401,
      { error_description: 'The access token is missing', error: 'invalid_request' },
    ]);
    const wrong = await caller(meadow.sandbox.url, 'stale')('GET', '/webhooks/subscriptions');
    expect([wrong.status, wrong.body]).toEqual([
      401,
      {
        error_description: 'The access token is invalid or has expired',
        error: 'invalid_token',
      },
    ]);
  });

  it('puts create, edit and delete in force only after the activation delay', async () => {
    meadow.account.knobs.activationDelayMs = 30_000;
    const made = await create({ url: receiver.url });
    meadow.juniper.choose('Away');
    await meadow.clock.advance(29_999);
    meadow.juniper.choose('Break');
    await meadow.clock.advance(1);
    meadow.juniper.choose('Lunch');
    await meadow.sandbox.idle();
    await call('PATCH', pathOf(made), { enabled: false });
    meadow.juniper.choose('Training');
    await meadow.sandbox.idle();
    await meadow.clock.advance(30_000);
    meadow.juniper.choose('Paperwork');
    await call('PATCH', pathOf(made), { enabled: true });
    await meadow.clock.advance(30_000);
    await call('DELETE', pathOf(made));
    meadow.juniper.choose('Ready');
    await meadow.sandbox.idle();
    await meadow.clock.advance(30_000);
    meadow.juniper.choose('Away');
    await meadow.sandbox.idle();
    const described = receiver.received.map(({ event }) =>
      field(event, 'data', 'presence', 'description'),
    );
    expect(described).toEqual(['Lunch', 'Training', 'Ready']);
  });

  it('sends what a wildcard names', async () => {
    await create({ url: receiver.url, events: ['agent.*'] });
    meadow.juniper.takeCall();
    meadow.juniper.choose('Away');
    await meadow.sandbox.idle();
    expect(receiver.types()).toEqual(['agent.presencechanged.v1']);
  });
});
