import { clearDrafts } from '../../src/keepers/drafts';
import { openKeeperRig } from './rig';
import type { KeeperRig } from './rig';

const MINUTE = 60_000;
let rig: KeeperRig;
beforeAll(async () => void (rig = await openKeeperRig()));
afterAll(() => rig.close());

const webhookUrl = (id: string): string => `https://link.example/hooks/vcc/${id}`;

test('[JN14] takes an abandoned draft away, at VCC as well, and leaves the others', async () => {
  const now = rig.clock.now();
  const kept = await rig.connect({ id: 'whole', accountKey: 'whole', createdAt: 0 });
  const fresh = { id: 'fresh', accountKey: 'fresh', status: 'draft', createdAt: now } as const;
  await rig.connect(fresh);
  await rig.connect({ ...fresh, id: 'old', accountKey: 'old', createdAt: now - 6 * MINUTE });
  rig.sides.subscriptions = ['old', 'whole'].map((id) => {
    return { subscriptionId: id, name: id, url: webhookUrl(id), events: [], enabled: true };
  });
  await clearDrafts({ ...rig.deps, webhookUrl });
  const left = (await rig.store.connections.all()).map(({ id }) => id);
  expect(left.sort()).toEqual(['fresh', kept.id].sort());
  expect(rig.sides.subscriptions).toEqual([expect.objectContaining({ subscriptionId: 'whole' })]);
});

test('[JN14] leaves what was connected since it looked, with its subscription', async () => {
  const createdAt = rig.clock.now() - 6 * MINUTE;
  const late = await rig.connect({ id: 'late', accountKey: 'late', createdAt });
  const url = webhookUrl('late');
  rig.sides.subscriptions = [
    { subscriptionId: 'late', name: 'late', url, events: [], enabled: true },
  ];
  jest.spyOn(rig.store.connections, 'all').mockResolvedValueOnce([{ ...late, status: 'draft' }]);
  await clearDrafts({ ...rig.deps, webhookUrl });
  jest.restoreAllMocks();
  expect(await rig.store.connections.get('late')).toMatchObject({ status: 'connected' });
  expect(rig.sides.subscriptions).toHaveLength(1);
});

test('[JN14] takes it away where VCC does not answer, too', async () => {
  const createdAt = rig.clock.now() - 6 * MINUTE;
  await rig.connect({ id: 'lost', accountKey: 'lost', status: 'draft', createdAt });
  rig.sides.subscriptions = { kind: 'retry', afterMs: 1, reason: 'HTTP 503' };
  await clearDrafts({ ...rig.deps, webhookUrl });
  expect(await rig.store.connections.get('lost')).toBeNull();
});
