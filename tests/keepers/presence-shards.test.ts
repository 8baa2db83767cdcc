import { randomUUID } from 'node:crypto';
import { shardPeople } from '../../src/keepers/presence-shards';

const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
const sizes = (shards: ReadonlyMap<string, readonly string[]>) =>
  [...shards.values()].map((people) => people.length);

test('[KP1] nobody watches more than 650 people, and nobody is watched twice', () => {
  const personIds = ids(2_000);
  const shards = shardPeople({ watcherIds: ids(4), personIds });
  const watched = [...shards.values()].flat();
  expect(Math.max(...sizes(shards))).toBeLessThanOrEqual(650);
  expect(new Set(watched)).toEqual(new Set(personIds));
  expect(watched).toHaveLength(2_000);
});

test('[KP1] who finds no room is left to the sweep', () => {
  const shards = shardPeople({ watcherIds: ids(2), personIds: ids(1_500) });
  expect(sizes(shards)).toEqual([650, 650]);
});

test('[KP1] the order in which people and watchers are named changes nothing', () => {
  const [watcherIds, personIds] = [ids(3), ids(500)];
  const one = shardPeople({ watcherIds, personIds });
  const other = shardPeople({
    watcherIds: [...watcherIds].reverse(),
    personIds: [...personIds].reverse(),
  });
  for (const id of watcherIds) expect(other.get(id)).toEqual(one.get(id));
});

test('[KP1] one person more changes one shard only', () => {
  const [watcherIds, personIds] = [ids(4), ids(1_000)];
  const before = shardPeople({ watcherIds, personIds });
  const after = shardPeople({ watcherIds, personIds: [...personIds, randomUUID()] });
  const changed = watcherIds.filter((id) => before.get(id)?.length !== after.get(id)?.length);
  expect(changed).toHaveLength(1);
});

test('[KP1] shares are about even', () => {
  const shards = shardPeople({ watcherIds: ids(5), personIds: ids(2_000) });
  expect(Math.min(...sizes(shards))).toBeGreaterThan(150);
});

test('a hundred thousand people are shared out in a moment', () => {
  const [watcherIds, personIds] = [ids(160), ids(100_000)];
  const before = process.cpuUsage();
  const shards = shardPeople({ watcherIds, personIds });
  expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  expect([...shards.values()].flat()).toHaveLength(100_000);
});

test('without watchers nobody is watched', () => {
  expect(shardPeople({ watcherIds: [], personIds: ids(5) })).toEqual(new Map());
});
