import { createWebhookWatch } from '../../src/keepers/webhook-watch';
import { createWebhooksKeeper } from '../../src/keepers/webhooks';
import type { WebhooksKeeper } from '../../src/keepers/webhooks';
import type { Connection, SealedText } from '../../src/store/store';
import { sampleFact } from '../store/samples';
import { AWAY, openKeeperRig, SHUT_OUT } from './rig';
import type { Failure, KeeperRig } from './rig';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const EVENTS = ['agent.presencechanged.v1'];
const HELD = { subscriptionId: 'held', secret: 'sealed' as SealedText, previousSecret: null };

let rig: KeeperRig;
let keeper: WebhooksKeeper;
let connection: Connection;
let marks: (string | null)[];
let shutOut: string[];
/** What is wanted; the short list unless a test says otherwise. */
let whole: readonly string[];

const urlOf = (id: string): string => `https://link.meadowbank.example/hooks/vcc/${id}`;
const open = (owner: string): WebhooksKeeper =>
  createWebhooksKeeper({
    ...rig.deps,
    owner,
    seal: (text) => text as SealedText,
    wanted: ({ id }) => ({
      name: 'Presence Link',
      url: urlOf(id),
      events: whole,
      shorter: [EVENTS],
    }),
    mark: async (_connectionId, code) => void marks.push(code),
    onShutOut: (connectionId) => void shutOut.push(connectionId),
  });

beforeEach(async () => {
  rig = await openKeeperRig();
  [marks, shutOut, whole] = [[], [], EVENTS];
  connection = await rig.connect({ webhook: HELD });
  rig.sides.subscriptions = [listed('held')];
  keeper = open('meadow');
});
afterEach(() => rig.close());

function listed(subscriptionId: string, changes: { enabled?: boolean } = {}) {
  const url = urlOf(connection.id);
  return { subscriptionId, name: subscriptionId, url, events: EVENTS, enabled: true, ...changes };
}

const webhook = async () => (await rig.store.connections.get(connection.id))?.webhook;
const ids = (): readonly string[] =>
  Array.isArray(rig.sides.subscriptions)
    ? rig.sides.subscriptions.map((one) => one.subscriptionId)
    : [];

async function run(forMs: number): Promise<void> {
  const end = rig.clock.now() + forMs;
  while (rig.clock.now() < end) {
    const pauseMs = await keeper.pass();
    await rig.clock.advance(Math.min(pauseMs, end - rig.clock.now()));
  }
}

describe('looking after a subscription', () => {
  test('[KP3] it is looked at when the service starts, and each hour', async () => {
    await keeper.pass();
    expect(rig.sides.calls).toEqual(['subscriptions']);
    await run(3 * HOUR - MINUTE);
    expect(rig.sides.calls).toEqual(Array.from({ length: 3 }, () => 'subscriptions'));
    expect(await webhook()).toEqual(HELD);
  });

  test('[KP3] a lost one is made anew; the previous secret is kept for a day and then forgotten', async () => {
    rig.sides.subscriptions = [];
    await keeper.pass();
    expect(ids()).toHaveLength(1);
    expect(await webhook()).toMatchObject({ subscriptionId: ids()[0], previousSecret: 'sealed' });
    await run(24 * HOUR);
    expect(await webhook()).toMatchObject({ previousSecret: 'sealed' });
    await run(2 * HOUR);
    expect(await webhook()).toMatchObject({ subscriptionId: ids()[0], previousSecret: null });
  });

  test('[KP3] a disabled one is enabled, duplicates go, other people’s stay', async () => {
    const stranger = { ...listed('stranger'), url: 'https://elsewhere.example' };
    rig.sides.subscriptions = [stranger, listed('older'), listed('held', { enabled: false })];
    await keeper.pass();
    expect(ids()).toEqual(['stranger', 'held']);
    expect(rig.sides.subscriptions).toMatchObject([{}, { enabled: true }]);
    expect(await webhook()).toMatchObject({ subscriptionId: 'held', secret: 'sealed' });
  });

  test('[KP3][JN7] a secret that is sealed anew while VCC is asked stays so', async () => {
    rig.sides.subscriptions = [listed('held', { enabled: false })];
    const mend = rig.vcc.updateSubscription;
    jest.spyOn(rig.vcc, 'updateSubscription').mockImplementation(async (...ask) => {
      const fresh = { ...HELD, secret: 'sealed anew' as SealedText };
      await rig.store.connections.edit(connection.id, { webhook: fresh });
      return mend(...ask);
    });
    await keeper.pass();
    expect(rig.sides.subscriptions).toMatchObject([{ enabled: true }]);
    expect(await webhook()).toMatchObject({ secret: 'sealed anew', changedAt: rig.clock.now() });
  });

  test('[KP3] a draft is left to whoever is just connecting it', async () => {
    await rig.store.connections.edit(connection.id, { status: 'draft' });
    await keeper.pass();
    expect(rig.sides.calls).toEqual([]);
  });

  test('[KP3] when VCC does not answer it is tried again within minutes', async () => {
    rig.sides.subscriptions = AWAY;
    await keeper.pass();
    rig.sides.subscriptions = [];
    await run(2 * MINUTE);
    expect(ids()).toHaveLength(1);
    expect(marks).toEqual([null]);
  });

  test('[KP4] where subscribing is refused the connection says so until it works again', async () => {
    rig.sides.subscriptions = {
      kind: 'forbidden',
      status: 403,
      reason: 'missing-scope admin:read',
    };
    await keeper.pass();
    expect(marks).toEqual(['webhooks-lost']);
    rig.sides.subscriptions = [];
    await run(6 * MINUTE);
    expect(marks.at(-1)).toBeNull();
  });

  test('[KP4] refused credentials are another keeper’s to look into', async () => {
    rig.sides.subscriptions = SHUT_OUT;
    await keeper.pass();
    expect([shutOut, marks]).toEqual([[connection.id], []]);
  });

  test('[KP3] two processes do not both make one', async () => {
    rig.sides.subscriptions = [];
    await Promise.all([keeper.pass(), open('brook').pass()]);
    expect(ids()).toHaveLength(1);
  });
});

describe('an account that does not know every event name', () => {
  beforeEach(() => {
    whole = [...EVENTS, 'channel.parked.v1'];
    rig.sides.unknownEvent = 'channel.parked.v1';
  });

  test('[KP3] keeps the widest list it takes and is asked for the whole one once a day', async () => {
    await run(23 * HOUR);
    expect(rig.calls('updateSubscription')).toBe(2);
    expect(rig.sides.subscriptions).toEqual([listed('held')]);
    expect(marks).not.toContain('webhooks-lost');
    rig.sides.unknownEvent = null;
    await run(2 * HOUR);
    expect(rig.sides.subscriptions).toEqual([{ ...listed('held'), events: whole }]);
    expect(await webhook()).not.toHaveProperty('wholeRefusedAt');
    await run(2 * HOUR);
    expect(rig.calls('updateSubscription')).toBe(3);
  });

  test('[KP3] one that has older names for the events is asked once a day as well', async () => {
    [rig.sides.unknownEvent, rig.sides.hasOldNames] = [null, true];
    await run(23 * HOUR);
    expect(rig.calls('updateSubscription')).toBe(1);
    await run(2 * HOUR);
    expect(rig.calls('updateSubscription')).toBe(2);
  });

  test('[KP3] a refusal about anything else is no reason for a shorter list', async () => {
    rig.sides.unknownEvent = null;
    rig.sides.subscriptions = [];
    const taken: Failure = { kind: 'refused', status: 409, reason: 'the name is taken' };
    const create = jest.spyOn(rig.vcc, 'createSubscription').mockResolvedValueOnce(taken);
    await keeper.pass();
    expect(create).toHaveBeenCalledTimes(1);
    expect(marks).toEqual(['webhooks-lost']);
    await run(6 * MINUTE);
    expect(rig.sides.subscriptions).toEqual([expect.objectContaining({ events: whole })]);
    expect(await webhook()).not.toHaveProperty('wholeRefusedAt');
  });

  test('[KP3] gets a lost one made anew all the same', async () => {
    rig.sides.subscriptions = [];
    await run(3 * HOUR);
    expect(rig.calls('createSubscription')).toBe(2);
    expect(rig.sides.subscriptions).toEqual([expect.objectContaining({ events: EVENTS })]);
    expect(marks).not.toContain('webhooks-lost');
  });
});

describe('doubt', () => {
  test('[KP3] what looks right and is doubted is replaced, once an hour at most', async () => {
    keeper.doubt(connection.id);
    await keeper.rest();
    expect(ids()).toHaveLength(1);
    expect(ids()).not.toContain('held');
    expect(await webhook()).toMatchObject({ subscriptionId: ids()[0], previousSecret: 'sealed' });
    const made = ids();
    for (let minute = 0; minute < 50; minute += 10) {
      await rig.clock.advance(10 * MINUTE);
      keeper.doubt(connection.id);
      await keeper.rest();
    }
    expect(ids()).toEqual(made);
  });

  test('[KP3] a doubt that finds the fault mends it and replaces nothing', async () => {
    rig.sides.subscriptions = [listed('held', { enabled: false })];
    keeper.doubt(connection.id);
    await keeper.rest();
    expect(ids()).toEqual(['held']);
    expect(rig.sides.subscriptions).toMatchObject([{ enabled: true }]);
  });

  test('[KP3] one lost event is no reason; two changes with no event in between are', async () => {
    const link = await rig.join(connection, 'juniper');
    const now = rig.clock.now();
    await keeper.missed(connection.id, now);
    await keeper.rest();
    expect(rig.sides.calls).toEqual([]);
    await rig.store.facts.append(link.id, [sampleFact('told', now + MINUTE)]);
    await keeper.missed(connection.id, now + 2 * MINUTE);
    await keeper.missed(connection.id, now + 2 * MINUTE);
    await keeper.rest();
    expect(rig.sides.calls).toEqual([]);
    await keeper.missed(connection.id, now + 4 * MINUTE);
    await keeper.rest();
    expect(rig.calls('createSubscription')).toBe(1);
  });
});

describe('signatures that do not fit', () => {
  test('[KP3] several over a while, with no genuine delivery in between, make us doubt', async () => {
    const watch = createWebhookWatch(rig.clock);
    expect(watch.note('c1', false)).toBe(false);
    await rig.clock.advance(20 * SECOND);
    expect(watch.note('c1', false)).toBe(false);
    await rig.clock.advance(20 * SECOND);
    expect(watch.note('c2', false)).toBe(false);
    expect(watch.note('c1', false)).toBe(true);
    expect(watch.note('c1', false)).toBe(false);
  });

  test('[KP3] a stranger’s rubbish among genuine deliveries changes nothing', async () => {
    const watch = createWebhookWatch(rig.clock);
    for (let round = 0; round < 50; round += 1) {
      expect(watch.note('c1', false)).toBe(false);
      expect(watch.note('c1', false)).toBe(false);
      expect(watch.note('c1', true)).toBe(false);
      await rig.clock.advance(30 * SECOND);
    }
  });
});
