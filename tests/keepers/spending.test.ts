import { createSpending } from '../../src/keepers/spending';
import { createHandClock } from '../clients/hand-clock';

test('[KP2] a third of the budget is left to the sweep in every window', async () => {
  const clock = createHandClock();
  const spending = createSpending(clock, { requests: 150, windowMs: 60_000 });
  expect([spending.left(), spending.againInMs()]).toEqual([50, 0]);
  spending.note(30);
  await clock.advance(20_000);
  spending.note(20);
  expect([spending.left(), spending.againInMs()]).toEqual([0, 40_000]);
  await clock.advance(40_000);
  expect(spending.left()).toBe(30);
});

test('[KP2] even of the smallest budget one request is left to it', () => {
  const spending = createSpending(createHandClock(), { requests: 2, windowMs: 1_000 });
  expect(spending.left()).toBe(1);
});
