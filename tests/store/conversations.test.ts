import { openTestStore } from './open-store';
import type { OpenStore } from './open-store';

let open: OpenStore;
beforeAll(async () => void (open = await openTestStore()));
afterAll(() => open.close());

const PEOPLE = ['meadow', 'orchard'].flatMap((tenantId) =>
  ['juniper', 'fennel', 'basil'].map((personId) => ({ tenantId, personId })),
);

test('[BT2] chats that are asked for and noted at once are each their own person’s', async () => {
  const { conversations } = open.store;
  const nameOf = (one: (typeof PEOPLE)[number]): string => `${one.tenantId}-${one.personId}`;
  for (const one of PEOPLE) {
    const heard = { ...one, conversationId: nameOf(one), locale: 'en', reference: {} };
    await conversations.hear(heard, 1);
  }
  const others = { tenantId: 'meadow', personId: 'nobody' };
  await Promise.all([
    ...PEOPLE.map((one) => conversations.noteCard(one, `old card of ${nameOf(one)}`, 5)),
    ...PEOPLE.map((one, at) => conversations.noteCard(one, `card of ${nameOf(one)}`, 10 + at)),
    conversations.noteCard(others, 'of nobody', 99),
  ]);
  const found = await Promise.all([...PEOPLE, others].map((one) => conversations.get(one)));
  expect(found.at(-1)).toBeNull();
  expect(
    found
      .slice(0, -1)
      .map((one) => [one?.tenantId, one?.personId, one?.conversationId, one?.cardId, one?.cardAt]),
  ).toEqual(
    PEOPLE.map((one, at) => [
      one.tenantId,
      one.personId,
      nameOf(one),
      `card of ${nameOf(one)}`,
      10 + at,
    ]),
  );
});
