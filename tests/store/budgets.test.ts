import { drawFrom, EMPTY_LEDGER } from '../../src/core/pace';
import type { Draw, Drawn, Ledger } from '../../src/core/pace';
import { createPostgresStore } from '../../src/store/postgres';
import type { Store } from '../../src/store/store';
import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';

const START = Date.UTC(2026, 10, 23, 9);
const BUDGET = { requests: 60, windowMs: 3_000 };
const KEY = 'graph:meadow';

let open: OpenStore;
let one: Store;
let other: Store;

beforeEach(async () => {
  open = await openTestStore();
  one = open.store;
  other = await createPostgresStore({ url: open.url });
});

afterEach(async () => {
  await other.close();
  await open.close();
});

function drawOf(change: Partial<Draw> = {}): Draw {
  const usual = { wanted: 1, rank: 1, useMs: 250, budget: BUDGET, pausedUntil: 0 } as const;
  return { ...usual, now: START, ...change };
}

it('[TN5] gives two processes that take turns what the law gives one', async () => {
  let ledger: Ledger = EMPTY_LEDGER;
  const expected: Drawn[] = [];
  const drawn: Drawn[] = [];
  for (let step = 0; step < 60; step += 1) {
    const draw = drawOf({ wanted: step % 7, now: START + step * 90 });
    const byLaw = drawFrom(ledger, draw);
    ledger = byLaw.ledger;
    expected.push(byLaw.drawn);
    drawn.push(await (step % 3 === 0 ? one : other).budgets.draw(KEY, draw));
  }
  expect(drawn).toEqual(expected);
});

it('[TN5] gives many who draw in the same instant half of the budget and not one more', async () => {
  const draws = Array.from({ length: 100 }, (_, index) =>
    (index % 2 ? one : other).budgets.draw(KEY, drawOf()),
  );
  const granted = (await Promise.all(draws)).map((each) => each.granted);
  expect(granted.reduce((sum, each) => sum + each, 0)).toBe(30);
});

it('[TN5] lets each process know of a pause the other was asked for', async () => {
  await one.budgets.draw(KEY, drawOf());
  await other.budgets.draw(KEY, drawOf());
  await one.budgets.draw(KEY, drawOf({ wanted: 0, pausedUntil: START + 5_000 }));
  const drawn = await other.budgets.draw(KEY, drawOf({ now: START + 4_999 }));
  expect([drawn.granted, drawn.pausedUntil]).toEqual([0, START + 5_000]);
});

it('[TN1] keeps keys apart', async () => {
  await one.budgets.draw(KEY, drawOf({ wanted: 60, pausedUntil: START + 5_000 }));
  expect((await other.budgets.draw('graph:orchard', drawOf())).granted).toBe(1);
});

it('[TN5] remembers what was spent when all processes have been restarted', async () => {
  await one.budgets.draw(KEY, drawOf({ wanted: 30 }));
  const fresh = await createPostgresStore({ url: open.url });
  const drawn = await fresh.budgets.draw(KEY, drawOf({ wanted: 30 }));
  await fresh.close();
  expect(drawn.granted).toBe(0);
});
