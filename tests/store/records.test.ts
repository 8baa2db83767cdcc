import { Client } from 'pg';
import { RECORD_GATE } from '../../src/store/queries/records';
import type { Store } from '../../src/store/store';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';
import { runTurn, sampleRecord, storeLink } from './samples';

let open: OpenStore;
let store: Store;

beforeEach(async () => {
  open = await openTestStore();
  store = open.store;
});

afterEach(() => open.close());

it('lists the records of a link, newest first, page by page', async () => {
  const [link, other] = [await storeLink(store), await storeLink(store)];
  for (const now of [1_000, 2_000, 3_000, 4_000]) await runTurn(store, link.id, now);
  await runTurn(store, other.id, 5_000);
  const all = await store.records.list(link.id, { limit: 10 });
  expect(all.map(({ at }) => at)).toEqual([4_000, 3_000, 2_000, 1_000]);
  expect(all[0]).toEqual({ ...sampleRecord(link.id, 4_000), id: expect.stringMatching(/^\d+$/) });
  const [newest, second, third] = all.map(({ id }) => id);
  const page = await store.records.list(link.id, { before: second ?? '', limit: 1 });
  expect(page.map(({ id }) => id)).toEqual([third]);
  const newer = await store.records.list(link.id, { after: second ?? '', limit: 10 });
  expect(newer.map(({ id }) => id)).toEqual([newest]);
});

it('streams the records of some links, oldest first, from an id on', async () => {
  const links = [await storeLink(store), await storeLink(store), await storeLink(store)];
  expect(await store.records.newest()).toBe('0');
  for (const [index, link] of links.entries()) await runTurn(store, link.id, 1_000 + index);
  const [one, two] = links.map(({ id }) => id);
  const seen = await store.records.since([one ?? '', two ?? ''], '0', 10);
  expect(seen.map(({ linkId }) => linkId)).toEqual([one, two]);
  const rest = await store.records.since([one ?? '', two ?? ''], seen[0]?.id ?? '', 10);
  expect(rest).toEqual(seen.slice(1));
  expect(await store.records.since([], '0', 10)).toEqual([]);
  const newest = await store.records.newest();
  expect(
    await store.records.since(
      links.map(({ id }) => id),
      newest,
      10,
    ),
  ).toEqual([]);
});

it('does not step over a record that is committed after one with a higher id', async () => {
  const [early, late] = [await storeLink(store), await storeLink(store)];
  const writer = new Client({ connectionString: open.url });
  await writer.connect();
  await writer.query('BEGIN');
  await writer.query('SELECT pg_advisory_xact_lock_shared($1)', [RECORD_GATE]);
  await writer.query('INSERT INTO presence_link.records (link_id, at, body) VALUES ($1, 1, $2)', [
    early.id,
    JSON.stringify(sampleRecord(early.id, 1)),
  ]);
  await runTurn(store, late.id, 1_000);
  const streaming = store.records.since([early.id, late.id], '0', 10);
  await writer.query('COMMIT');
  await writer.end();
  expect((await streaming).map(({ linkId }) => linkId)).toEqual([early.id, late.id]);
});

it('prunes what is older than an instant', async () => {
  const link = await storeLink(store);
  for (const now of [1_000, 2_000, 3_000]) await runTurn(store, link.id, now);
  expect(await store.records.prune(3_000)).toBe(2);
  const left = await store.records.list(link.id, { limit: 10 });
  expect(left.map(({ at }) => at)).toEqual([3_000]);
});
