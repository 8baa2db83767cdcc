import type { AuditLine, Store } from '../../src/store/store';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';
import { sampleConnection } from './samples';

let open: OpenStore;
let store: Store;

beforeEach(async () => {
  open = await openTestStore();
  store = open.store;
});

afterEach(() => open.close());

it('gives a lease to one owner until it ends or is released', async () => {
  const { leases } = store;
  expect(await leases.hold('sweep', 'one', 100, 200)).toBe(true);
  expect(await leases.hold('sweep', 'two', 199, 300)).toBe(false);
  expect(await leases.hold('sweep', 'one', 199, 300)).toBe(true);
  expect(await leases.hold('sweep', 'two', 300, 400)).toBe(true);
  await leases.release('sweep', 'one');
  expect(await leases.hold('sweep', 'one', 350, 450)).toBe(false);
  await leases.release('sweep', 'two');
  expect(await leases.hold('sweep', 'one', 350, 450)).toBe(true);
});

it('[TN2] tells an owner who comes back whether somebody else has held the lease meanwhile', async () => {
  const { leases } = store;
  expect(await leases.take('look', 'one', 100, 200)).toBe('new');
  expect(await leases.take('look', 'one', 150, 250)).toBe('kept');
  expect(await leases.take('look', 'one', 300, 400)).toBe('kept');
  expect(await leases.take('look', 'two', 399, 500)).toBeNull();
  expect(await leases.take('look', 'two', 400, 500)).toBe('new');
  expect(await leases.take('look', 'one', 500, 600)).toBe('new');
});

it('[TN1] takes a lease that a clock in the future has taken, since set back, for nobody’s', async () => {
  const { leases } = store;
  await leases.hold('sweep', 'one', 1_000_000, 1_180_000);
  expect(await leases.hold('sweep', 'two', 700_000, 880_000)).toBe(false);
  expect(await leases.hold('sweep', 'two', 500_000, 680_000)).toBe(true);
});

it('gives a lease to one of many that ask at once', async () => {
  const owners = Array.from({ length: 20 }, (_, index) => `owner-${index}`);
  const held = await Promise.all(owners.map((owner) => store.leases.hold('sweep', owner, 1, 2)));
  expect(held.filter(Boolean)).toHaveLength(1);
});

it('[WW2] keeps the newest whole pass of a tenant, whoever tells it last', async () => {
  const { sweeps } = store;
  expect(await sweeps.readAt('meadow')).toBeNull();
  await sweeps.note('meadow', 1_795_475_022_000);
  await sweeps.note('meadow', 1_795_475_020_000);
  await sweeps.note('heath', 7);
  expect(await sweeps.readAt('meadow')).toBe(1_795_475_022_000);
});

it('[WW2] believes no pass of the future: a clock that was set back goes on from its own', async () => {
  const { sweeps } = store;
  await sweeps.note('meadow', 1_000_000);
  await sweeps.note('meadow', 900_000);
  expect(await sweeps.readAt('meadow')).toBe(900_000);
});

it('[KP5] keeps audit lines of a tenant, newest first, also when the connection is gone', async () => {
  const connection = sampleConnection();
  await store.connections.insert(connection);
  const line: AuditLine = {
    at: 1_000,
    tenantId: connection.tenantId,
    connectionId: connection.id,
    who: 'person:basil',
    what: 'mapping edited',
    before: { rows: [] },
    after: null,
  };
  await store.audit.append(line);
  await store.audit.append({ ...line, at: 2_000, before: null, after: 'paused' });
  await store.audit.append({ ...line, tenantId: 'tenant-orchard' });
  await store.connections.remove(connection.id);
  const lines = await store.audit.list(connection.tenantId, 10);
  expect(lines).toEqual([{ ...line, at: 2_000, before: null, after: 'paused' }, line]);
  expect(await store.audit.list(connection.tenantId, 1)).toHaveLength(1);
});
