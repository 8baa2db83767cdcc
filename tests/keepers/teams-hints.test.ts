import { createTeamsHints } from '../../src/keepers/teams-hints';
import type { TeamsHintsDeps } from '../../src/keepers/teams-hints';
import type { Hint } from '../../src/store/watching';
import { createHandClock, turn } from '../clients/hand-clock';

const SECOND = 1_000;

/** One tenant, everybody linked; `shows` is what a reading would find. */
function open(changes: Partial<TeamsHintsDeps['rounds']> = {}) {
  const clock = createHandClock();
  const left: Hint[] = [];
  const looks: string[] = [];
  const hurried: string[] = [];
  const shows = new Map<string, string>();
  const last = new Map<string, string>();
  const deps: TeamsHintsDeps = {
    clock,
    isUsed: () => true,
    onError: (error) => {
      throw error;
    },
    store: {
      links: {
        watchedAmong: async (_tenantId: string, ids: readonly string[]) =>
          ids.filter((id) => id !== 'stranger').map((id) => ({ linkId: `l-${id}`, personId: id })),
      },
      hints: {
        leave: async (hint: Hint) => void left.push(hint),
        take: async () => left.splice(0),
      },
    } as unknown as TeamsHintsDeps['store'],
    rounds: {
      swept: () => ['meadow'],
      hurry: (tenantId) => void hurried.push(tenantId),
      lastWords: (_tenantId, personId) => last.get(personId) ?? null,
      look: async (_tenantId, people) => {
        looks.push(people.map(({ personId }) => personId).join(' '));
        for (const { personId } of people) last.set(personId, shows.get(personId) ?? 'Available');
        return { facts: 0, pauseMs: 0, trouble: null };
      },
      ...changes,
    },
  };
  const hints = createTeamsHints(deps);
  const hint = (personId: string | null, words: string | null = null, tenantId = 'meadow') =>
    hints.take({ tenantId, personId, words });
  const settle = async () => {
    await turn();
    await hints.rest();
  };
  return { hints, hint, clock, looks, left, hurried, shows, last, settle };
}

test('[KP1] a hint leads to one look at the person', async () => {
  const { hint, looks, settle } = open();
  await hint('juniper');
  await settle();
  expect(looks).toEqual(['juniper']);
});

test('[KP1] a hint that tells what was read already costs no look', async () => {
  const { hint, looks, last, settle } = open();
  last.set('juniper', 'Busy/Busy');
  await hint('juniper', 'Busy/Busy');
  await settle();
  expect(looks).toEqual([]);
});

test('[KP1] nobody is looked at who is not linked', async () => {
  const { hint, looks, settle } = open();
  await hint('stranger');
  await settle();
  expect(looks).toEqual([]);
});

test('[TN5] a flood of hints becomes few looks', async () => {
  const { hint, looks, clock, settle } = open();
  for (let round = 0; round < 100; round += 1) {
    for (const person of ['juniper', 'fennel', 'sorrel']) await hint(person);
  }
  await settle();
  await clock.advance(SECOND);
  await settle();
  expect(looks.length).toBeLessThanOrEqual(2);
  expect(new Set(looks.join(' ').split(' '))).toEqual(new Set(['juniper', 'fennel', 'sorrel']));
});

test('[KP1] a reading that does not show yet what was told is made again, twice at most', async () => {
  const { hint, looks, clock, settle } = open();
  await hint('juniper', 'Busy/Busy');
  await settle();
  await clock.advance(60 * SECOND);
  await settle();
  await clock.advance(60 * SECOND);
  await settle();
  await clock.advance(60 * SECOND);
  expect(looks).toEqual(['juniper', 'juniper', 'juniper']);
});

test('[KP1] a reading that shows it ends the matter', async () => {
  const { hint, looks, clock, shows, settle } = open();
  shows.set('juniper', 'Busy/Busy');
  await hint('juniper', 'Busy/Busy');
  await settle();
  await clock.advance(60 * SECOND);
  expect(looks).toEqual(['juniper']);
});

test('[KP1] what another process sweeps is left for it, and picked up there', async () => {
  const there = open();
  const here = open({ swept: () => [] });
  await here.hint('juniper', 'Busy/Busy');
  expect([here.looks, here.left.length]).toEqual([[], 1]);
  there.left.push(...here.left);
  await there.hints.pass();
  await there.settle();
  expect(there.looks).toEqual(['juniper']);
});

test('[KP1] a hint is passed on once only', async () => {
  const { hint, hints, left, settle } = open({ look: async () => null });
  await hint('juniper');
  await settle();
  expect(left).toHaveLength(1);
  await hints.pass();
  await settle();
  expect(left).toEqual([]);
});

test('[KP3] missed notifications bring the next sweep of the tenant forward', async () => {
  const { hint, hurried } = open();
  await hint(null);
  expect(hurried).toEqual(['meadow']);
});

test('a failed look does not end the looking', async () => {
  let failures = 0;
  const rig = open({
    look: async () => {
      failures += 1;
      return { facts: 0, pauseMs: 0, trouble: 'HTTP 503' };
    },
  });
  await rig.hint('juniper');
  for (let step = 0; step < 4; step += 1) {
    await rig.settle();
    await rig.clock.advance(10 * SECOND);
  }
  expect(failures).toBe(3);
});
