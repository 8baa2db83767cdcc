import type { Store } from '../../src/store/store';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';
import { sampleEnd, sampleFact, storeLink } from './samples';

let open: OpenStore;
let store: Store;

beforeEach(async () => {
  open = await openTestStore();
  store = open.store;
});

afterEach(() => open.close());

it('[TN4] counts a fact that is delivered again and does not store it again', async () => {
  const link = await storeLink(store);
  expect(await store.facts.append(link.id, [sampleFact('a'), sampleFact('b')])).toBe(2);
  expect(await store.facts.append(link.id, [sampleFact('b'), sampleFact('c')])).toBe(1);
  expect(await store.facts.append(link.id, [])).toBe(0);
  expect(await store.facts.count()).toEqual([{ outcome: null, code: null, count: 3 }]);
});

it('[TN4] stores a fact once that many deliver at once', async () => {
  const links = [await storeLink(store), await storeLink(store), await storeLink(store)];
  const facts = links.map(({ id }) => ({ linkId: id, fact: sampleFact('a') }));
  const deliveries = Array.from({ length: 20 }, (_, index) =>
    store.facts.appendMany(index % 2 ? facts : [...facts].reverse()),
  );
  const changed = (await Promise.all(deliveries)).flat();
  expect([...changed].sort()).toEqual(links.map(({ id }) => id).sort());
});

it('keeps the same fact id of two links apart', async () => {
  const [one, two] = [await storeLink(store), await storeLink(store)];
  const changed = await store.facts.appendMany([
    { linkId: one.id, fact: sampleFact('a') },
    { linkId: two.id, fact: sampleFact('a') },
    { linkId: two.id, fact: sampleFact('b') },
  ]);
  expect([...changed].sort()).toEqual([one.id, two.id].sort());
  expect(await store.facts.count(two.id)).toEqual([{ outcome: null, code: null, count: 2 }]);
});

it('takes no facts of a link that is gone', async () => {
  const link = await storeLink(store);
  await store.links.remove(link.id);
  expect(await store.facts.append(link.id, [sampleFact('a')])).toBe(0);
});

it('refuses a text that cannot be stored, by name', async () => {
  const link = await storeLink(store);
  const append = store.facts.append(link.id, [sampleFact('nul\0')]);
  await expect(append).rejects.toMatchObject({ name: 'StoreError', code: 'bad-input' });
});

it('prunes old facts that have ended and keeps unread ones and those that wait', async () => {
  const link = await storeLink(store);
  const facts = ['taken', 'dropped', 'waits', 'unread'].map((id) => sampleFact(id, 500));
  await store.facts.append(link.id, [...facts, sampleFact('young', 900)]);
  const turn = await store.turns.claim(link.id, 'one', 1_000, 2_000);
  if (!turn) throw new Error('The link is claimed.');
  const outcomes = [
    { factId: 'taken', outcome: 'taken', code: 'agent-changed' },
    { factId: 'young', outcome: 'taken', code: 'agent-changed' },
    { factId: 'dropped', outcome: 'dropped', code: 'superseded' },
    { factId: 'waits', outcome: 'waits', code: 'unsettled' },
  ] as const;
  await store.turns.settle(turn.claim, sampleEnd({ outcomes }), 1_000);
  expect(await store.facts.prune(900)).toBe(2);
  expect(await store.facts.count(link.id)).toEqual([
    { outcome: 'taken', code: 'agent-changed', count: 1 },
    { outcome: 'waits', code: 'unsettled', count: 1 },
    { outcome: null, code: null, count: 1 },
  ]);
});
