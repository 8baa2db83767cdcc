import { ADMIN, AGENT, openDesk, SEALER, STRANGER } from './rig';
import type { DeskRig } from './rig';

let rig: DeskRig;
beforeAll(async () => {
  rig = await openDesk();
});
afterAll(() => rig.close());
afterEach(async () => {
  for (const { tenantId, personId } of await rig.store.watchers.all()) {
    await rig.store.watchers.remove(tenantId, personId);
  }
  await rig.clear();
});

const add = () => rig.desk.addWatcher(ADMIN, { assertion: 'presented' });

test('[KP1] an administrator becomes a watcher by the token they presented', async () => {
  const view = await add();
  expect(view).toMatchObject({ personId: 'basil', code: null, people: 0, expiresAt: null });
  const stored = await rig.store.watchers.get('meadow', 'basil');
  expect(stored && SEALER.open(stored.refreshToken)).toBe('refresh of presented');
  expect(rig.outside.watching).toEqual(['hurry meadow']);
  expect(await rig.desk.listWatchers(ADMIN)).toEqual([view]);
});

test('[KP1] who signs in anew takes the place of what they lent before', async () => {
  await add();
  const before = await rig.store.watchers.get('meadow', 'basil');
  if (before) await rig.store.watchers.mark(before, 'sign-in-needed', 5);
  expect((await rig.desk.listWatchers(ADMIN))[0]).toMatchObject({
    code: 'sign-in-needed',
    sentence: expect.stringContaining('sign in again'),
  });
  await add();
  expect(await rig.desk.listWatchers(ADMIN)).toMatchObject([{ code: null, sentence: null }]);
});

test('[KP1] a removed watcher is gone here and taken back there', async () => {
  await add();
  await rig.desk.removeWatcher(ADMIN, { personId: 'basil' });
  expect(await rig.desk.listWatchers(ADMIN)).toEqual([]);
  expect(rig.outside.watching).toEqual(['hurry meadow', 'leave basil', 'hurry meadow']);
});

test('each edit is audited, without anything secret', async () => {
  await add();
  await rig.desk.removeWatcher(ADMIN, { personId: 'basil' });
  const lines = await rig.desk.listAudit(ADMIN, 2);
  expect(lines.map(({ what, who }) => [what, who])).toEqual([
    ['watcher-removed', 'person:basil'],
    ['watcher-added', 'person:basil'],
  ]);
  expect(JSON.stringify(lines)).not.toContain('refresh of');
});

test('other tenants’ watchers do not exist, and only administrators ask', async () => {
  await add();
  expect(await rig.desk.listWatchers(STRANGER)).toEqual([]);
  const theirs = rig.desk.removeWatcher(STRANGER, { personId: 'basil' });
  await expect(theirs).rejects.toMatchObject({ code: 'not-found' });
  await expect(rig.desk.listWatchers(AGENT)).rejects.toMatchObject({ code: 'admin-only' });
  const asAgent = rig.desk.addWatcher(AGENT, { assertion: 'presented' });
  await expect(asAgent).rejects.toMatchObject({ code: 'admin-only' });
});

test.each([
  ['forbidden', 'AADSTS50079', 'sign-in-again'],
  ['forbidden', 'consent-missing', 'watcher-refused'],
  ['retry', 'timeout', 'microsoft-unreachable'],
] as const)('an exchange that ends %s with %s is refused with %s', async (kind, reason, code) => {
  rig.outside.fail.borrow = { kind, reason };
  await expect(add()).rejects.toMatchObject({ code, more: { detail: reason } });
  expect(await rig.store.watchers.all()).toEqual([]);
});
