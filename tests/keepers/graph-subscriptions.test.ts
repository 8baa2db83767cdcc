import type { WatchRig } from './watch-rig';
import { startWatchRig, TENANT } from './watch-rig';

jest.setTimeout(60_000);

const MINUTE = 60_000;
let rig: WatchRig;
beforeEach(async () => {
  rig = await startWatchRig();
});
afterEach(() => rig.close());

const held = () => rig.store.watchers.held(TENANT);
const watcher = async () => (await rig.store.watchers.list(TENANT))[0];

test('[KP3] makes one subscription for all who are linked, and leaves it in peace', async () => {
  await rig.lend();
  await rig.pass();
  expect(rig.asked()).toEqual(['GET 200', 'POST 201']);
  const [subscription] = rig.sandbox.graph.subscriptions();
  expect(String(subscription?.['resource']).match(/'[^']+'/g)).toHaveLength(3);
  expect(rig.receiver.handshakes).toHaveLength(2);
  expect(await held()).toMatchObject([{ people: 3, subscriptionId: subscription?.['id'] }]);
  await rig.advance(MINUTE);
  await rig.pass();
  expect(rig.asked()).toEqual([]);
});

test('[KP3] renews between 30 and 40 minutes, with a token that outlives the next renewal', async () => {
  const refreshed = async () => (await watcher())?.refreshToken;
  await rig.lend();
  await rig.pass();
  const before = await refreshed();
  await rig.advance(29 * MINUTE);
  rig.asked();
  await rig.pass();
  expect(rig.asked()).toEqual(['GET 200']);
  await rig.advance(12 * MINUTE);
  await rig.pass();
  expect(rig.asked()).toEqual(['GET 200', 'PATCH 200']);
  expect(await refreshed()).not.toBe(before);
  expect((await held())[0]?.expiresAt).toBe(rig.sandbox.clock.now() + 60 * MINUTE);
  await rig.advance(25 * MINUTE);
  rig.sandbox.find('clover-1').person.setByHand('Busy');
  await rig.advance(3_000);
  expect(rig.receiver.received).not.toEqual([]);
});

test('[KP3] a subscription nobody here knows is removed and ours is made', async () => {
  const status = await rig.callGraph('POST', '/subscriptions', {
    changeType: 'updated',
    notificationUrl: rig.receiver.url,
    resource: `/communications/presences/${rig.watcherId}`,
    expirationDateTime: new Date(rig.sandbox.clock.now() + 60 * MINUTE).toISOString(),
    clientState: 'thistle',
  });
  expect(status).toBe(201);
  await rig.lend();
  await rig.pass();
  expect(rig.asked()).toEqual(['GET 200', 'DELETE 204', 'POST 201']);
  expect(rig.living()).toEqual((await held()).map(({ subscriptionId }) => subscriptionId));
});

test('[KP3] one that the list does not show, but that stands in the way, is found after 409', async () => {
  await rig.callGraph('POST', '/subscriptions', {
    changeType: 'updated',
    notificationUrl: rig.receiver.url,
    resource: `/communications/presences/${rig.watcherId}`,
    expirationDateTime: new Date(rig.sandbox.clock.now() + 60 * MINUTE).toISOString(),
  });
  const hide = {
    method: 'GET',
    path: /subscriptions$/,
    status: 200,
    body: '{"value":[]}',
    times: 1,
  };
  rig.sandbox.graph.faults.add(hide);
  await rig.lend();
  await rig.pass();
  expect(rig.asked()).toEqual(['GET 200', 'POST 409', 'GET 200', 'DELETE 204', 'POST 201']);
  expect(rig.living()).toHaveLength(1);
});

test('[KP3] a stale quota is waited for, and told', async () => {
  rig.sandbox.graph.knobs.zombieQuotaMs = 15 * MINUTE;
  await rig.lend();
  await rig.pass();
  await rig.callGraph('DELETE', `/subscriptions/${rig.living()[0]}`);
  await rig.advance(10 * MINUTE);
  await rig.pass();
  expect([rig.living(), rig.marks, (await watcher())?.trouble]).toEqual([
    [],
    ['quota-used'],
    'quota-used',
  ]);
  rig.asked();
  await rig.advance(5 * MINUTE);
  await rig.pass();
  expect(rig.asked()).toEqual([]);
  await rig.advance(5 * MINUTE);
  await rig.pass();
  expect([rig.living().length, rig.marks]).toEqual([1, ['quota-used', null]]);
});

test('[KP3] one that has ended without a word is made anew at the next look', async () => {
  await rig.lend();
  await rig.pass();
  await rig.callGraph('DELETE', `/subscriptions/${rig.living()[0]}`);
  await rig.advance(10 * MINUTE);
  await rig.pass();
  expect(rig.living()).toHaveLength(1);
  expect(await held()).toHaveLength(1);
});

test.each([400, 403, 404])('[KP3] a renewal answered %d leads to a new one', async (status) => {
  await rig.lend();
  await rig.pass();
  const [before] = rig.living();
  await rig.advance(41 * MINUTE);
  rig.sandbox.graph.faults.add({ method: 'PATCH', status, body: '{}' });
  await rig.pass();
  expect(rig.living()).toHaveLength(1);
  expect(rig.living()).not.toEqual([before]);
  expect((await held()).map(({ subscriptionId }) => subscriptionId)).toEqual(rig.living());
});

test('[KP3] a renewal whose answer is lost is looked up instead of repeated', async () => {
  await rig.lend();
  await rig.pass();
  await rig.advance(41 * MINUTE);
  rig.sandbox.graph.faults.add({ method: 'PATCH', cut: 'after' });
  rig.asked();
  await rig.pass();
  expect(rig.asked()).toEqual(['GET 200', 'PATCH 0', 'GET 200']);
  expect((await held())[0]?.expiresAt).toBe(rig.sandbox.clock.now() + 60 * MINUTE);
  expect(rig.marks).toEqual([]);
});

test('[KP3] while Graph is out of reach nothing is given up, and it is tried again', async () => {
  await rig.lend();
  await rig.pass();
  await rig.advance(41 * MINUTE);
  const mend = rig.sandbox.graph.faults.add({ path: /subscriptions/, status: 503 });
  await rig.pass();
  expect([rig.marks, (await held()).length]).toEqual([['unreachable'], 1]);
  mend();
  await rig.advance(2 * MINUTE);
  await rig.pass();
  expect(rig.marks).toEqual(['unreachable', null]);
  expect(rig.living()).toHaveLength(1);
});

test('[KP3] a token asked for anew is given at once', async () => {
  await rig.lend();
  await rig.pass();
  const [one] = await held();
  const found = await rig.watching.doors.findSubscription(one?.subscriptionId ?? '');
  rig.asked();
  await found?.lifecycle('reauthorizationRequired');
  await rig.watching.rest();
  expect(rig.asked()).toEqual(['GET 200', 'POST 204']);
  expect((await held())[0]).toMatchObject({ reauthorize: false, expiresAt: one?.expiresAt });
});

test('[KP3] a newly linked person is watched after a minute', async () => {
  await rig.lend();
  await rig.pass();
  const [link] = await rig.store.links.watched(TENANT);
  await rig.store.links.remove(link?.linkId ?? '');
  await rig.advance(MINUTE);
  rig.asked();
  await rig.pass();
  expect(rig.asked()).toEqual(['GET 200', 'DELETE 204', 'POST 201']);
  expect((await held())[0]?.people).toBe(2);
});

test('[KP3] two watchers share the people between them', async () => {
  await rig.lend();
  await rig.lend('clover-1');
  await rig.pass();
  const people = (await held()).reduce((sum, one) => sum + one.people, 0);
  expect(people).toBe(3);
  const needed = new Set((await held()).map(({ watcherId }) => watcherId));
  expect(rig.living()).toHaveLength(needed.size);
});

test('[KP4] a refused sign-in is told, and what was lent anew heals it', async () => {
  await rig.lend();
  await rig.pass();
  rig.sandbox.entra.revokeRefreshTokens(rig.watcherId);
  await rig.advance(10 * MINUTE);
  await rig.pass();
  expect(rig.marks).toEqual(['sign-in-needed']);
  await rig.lend();
  await rig.pass();
  expect((await watcher())?.trouble).toBeNull();
  expect(rig.living()).toHaveLength(1);
});

test('[KP5] when the last connection of a tenant goes, nothing that was lent stays', async () => {
  await rig.lend();
  await rig.pass();
  for (const { id } of await rig.store.connections.all()) await rig.store.connections.remove(id);
  await rig.pass();
  expect([rig.living(), await held(), await rig.store.watchers.all()]).toEqual([[], [], []]);
});

test('[KP3] a watcher who goes while the subscription is being made leaves none behind', async () => {
  const lent = await rig.lend();
  const { clock } = rig.sandbox;
  rig.sandbox.graph.faults.add({ method: 'POST', path: /subscriptions$/, delayMs: 777 });
  const passing = rig.pass();
  while (clock.nextAt() !== clock.now() + 777) await new Promise((next) => setImmediate(next));
  await rig.store.watchers.remove(TENANT, lent.personId);
  await rig.advance(777);
  await passing;
  expect(rig.asked()).toEqual(['GET 200', 'POST 201', 'DELETE 204']);
  expect(await held()).toEqual([]);
  expect(rig.living()).toEqual([]);
});

test('refresh tokens and client states lie sealed in the store', async () => {
  const lent = await rig.lend();
  await rig.pass();
  const [one] = await held();
  expect(lent.refreshToken).toMatch(/^v1\./);
  expect(one?.clientState).toMatch(/^v1\./);
});
