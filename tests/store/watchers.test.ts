import type { HeldSubscription, Watcher } from '../../src/store/watching';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';

type Sealed = Watcher['refreshToken'];

let opened: OpenStore;
beforeAll(async () => {
  opened = await openTestStore();
});
afterAll(() => opened.close());

const BASIL: Watcher = {
  tenantId: 'meadow',
  personId: 'basil',
  name: 'Basil Thornwick',
  refreshToken: 'sealed-1' as Sealed,
  addedAt: 5,
  trouble: null,
  retryAt: 0,
};
const HELD: HeldSubscription = {
  subscriptionId: 's-1',
  tenantId: 'meadow',
  watcherId: 'basil',
  clientState: 'sealed' as Sealed,
  resourceHash: 'hash',
  people: 3,
  certificateId: null,
  expiresAt: 100,
  renewAt: 50,
  reauthorize: false,
};

test('a refresh token is replaced only by one that came from it', async () => {
  const { watchers } = opened.store;
  await watchers.put(BASIL);
  await watchers.keepToken(BASIL, 'sealed-2' as Sealed);
  await watchers.keepToken(BASIL, 'sealed-3' as Sealed);
  expect(await watchers.get('meadow', 'basil')).toEqual({ ...BASIL, refreshToken: 'sealed-2' });
});

test('[KP5] what is held goes with its watcher, and nothing is held for nobody', async () => {
  const { watchers } = opened.store;
  await watchers.put(BASIL);
  expect(await watchers.hold(HELD)).toBe(true);
  expect(await watchers.find('s-1')).toEqual(HELD);
  await watchers.askReauthorize('s-1');
  expect(await watchers.held('meadow')).toEqual([{ ...HELD, reauthorize: true }]);
  expect(await watchers.hold({ ...HELD, expiresAt: 200, renewAt: 150 })).toBe(true);
  expect(await watchers.find('s-1')).toEqual({ ...HELD, expiresAt: 200, renewAt: 150 });
  expect(await watchers.remove('meadow', 'basil')).toBe(true);
  expect(await watchers.remove('meadow', 'basil')).toBe(false);
  expect(await watchers.find('s-1')).toBeNull();
  expect(await watchers.hold(HELD)).toBe(false);
});

test('hints are taken once, by who sweeps the tenant, and not when they are old', async () => {
  const { hints } = opened.store;
  await hints.leave({ tenantId: 'meadow', personId: 'juniper', words: null }, 100);
  await hints.leave({ tenantId: 'meadow', personId: 'juniper', words: 'Busy/Busy' }, 110);
  await hints.leave({ tenantId: 'meadow', personId: null, words: null }, 120);
  await hints.leave({ tenantId: 'brook', personId: 'sorrel', words: null }, 130);
  expect(await hints.take([], 0)).toEqual([]);
  const taken = await hints.take(['meadow'], 50);
  expect(taken).toHaveLength(2);
  expect(taken).toEqual(
    expect.arrayContaining([
      { tenantId: 'meadow', personId: 'juniper', words: 'Busy/Busy' },
      { tenantId: 'meadow', personId: null, words: null },
    ]),
  );
  expect(await hints.take(['meadow'], 50)).toEqual([]);
  expect(await hints.take([], 131)).toEqual([]);
  expect(await hints.take(['brook'], 0)).toEqual([]);
});
