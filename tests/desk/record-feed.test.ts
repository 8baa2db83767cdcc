import { createRecordFeed } from '../../src/desk/record-feed';
import type { StoredRecord } from '../../src/store/store';
import { createHandClock } from '../clients/hand-clock';
import { sampleRecord } from '../store/samples';

function openFeed() {
  const records: StoredRecord[] = [];
  const asked: string[][] = [];
  const clock = createHandClock();
  let isDown = false;
  const since = async (linkIds: readonly string[], after: string, limit: number) => {
    if (isDown) throw new Error('down');
    asked.push([...linkIds]);
    return records
      .filter((one) => linkIds.includes(one.linkId) && BigInt(one.id) > BigInt(after))
      .sort((one, other) => Number(one.id) - Number(other.id))
      .slice(0, limit);
  };
  const add = (id: string, linkId: string) =>
    void records.push({ ...sampleRecord(linkId, 1), id, linkId });
  const feed = createRecordFeed({ records: { since } } as never, clock);
  const follow = (linkIds: string[], after = '0') => {
    const got: string[] = [];
    const take = (record: StoredRecord) => void got.push(record.id);
    return { got, leave: feed.listen({ linkIds: () => linkIds, after, take }) };
  };
  return { feed, clock, add, follow, asked, setDown: (down: boolean) => (isDown = down) };
}

test('each listener gets the records of their links once, in order', async () => {
  const { feed, clock, add, follow } = openFeed();
  add('1', 'a');
  add('2', 'b');
  const [one, both] = [follow(['a']), follow(['a', 'b'], '1')];
  await clock.advance(300);
  add('3', 'a');
  await clock.advance(20_000);
  expect(one.got).toEqual(['1', '3']);
  expect(both.got).toEqual(['2', '3']);
  feed.stop();
});

test('one question serves all listeners, and none is asked when nobody listens', async () => {
  const { clock, follow, asked } = openFeed();
  const [one, other] = [follow(['a']), follow(['b', 'a'])];
  await clock.advance(300);
  expect(asked.at(-1)?.sort()).toEqual(['a', 'b']);
  one.leave();
  other.leave();
  const before = asked.length;
  await clock.advance(5_000);
  expect(asked).toHaveLength(before);
  expect(clock.sleeping()).toBe(0);
});

test('a record whose lower id shows up later than a higher one is not lost', async () => {
  const { feed, clock, add, follow } = openFeed();
  const { got } = follow(['a']);
  add('8', 'a');
  await clock.advance(600);
  add('7', 'a');
  await clock.advance(600);
  expect(got).toEqual(['8', '7']);
  feed.stop();
});

test('more records than one question brings all arrive', async () => {
  const { feed, clock, add, follow } = openFeed();
  for (let id = 1; id <= 1_200; id++) add(String(id), 'a');
  const { got } = follow(['a']);
  await clock.advance(1_000);
  expect(got).toHaveLength(1_200);
  feed.stop();
});

test('a database that is away for a while loses nothing', async () => {
  const { feed, clock, add, follow, setDown } = openFeed();
  const { got } = follow(['a']);
  setDown(true);
  add('1', 'a');
  await clock.advance(4_000);
  setDown(false);
  await clock.advance(4_000);
  expect(got).toEqual(['1']);
  feed.stop();
});
