import { initialLinkState } from '../../src/core/link-state';
import { createReturns } from '../../src/keepers/returns';
import type { Returns } from '../../src/keepers/returns';
import type { Side } from '../../src/core/trouble';
import type { Link, Store } from '../../src/store/store';
import { createHandClock } from '../clients/hand-clock';
import type { HandClock } from '../clients/hand-clock';
import { sampleConnection, sampleLink } from '../store/samples';

const CONNECTION = sampleConnection();
const OTHER = sampleConnection({ tenantId: CONNECTION.tenantId });

type LinkFact = Parameters<Store['facts']['appendMany']>[0][number];

let returns: Returns;
let told: LinkFact[];
let woken: string[];
let clock: HandClock;

beforeEach(() => {
  [told, woken, clock] = [[], [], createHandClock()];
  returns = createReturns({
    store: { facts: { appendMany } as never },
    clock,
    wakeMany: async (ids) => void woken.push(...ids),
    onError: (error) => {
      throw error;
    },
  });
});

async function appendMany(facts: readonly LinkFact[]): Promise<readonly string[]> {
  told.push(...facts);
  return facts.map(({ linkId }) => linkId);
}

function linkOf(id: string, failing: Partial<Record<Side, number>>, connection = CONNECTION): Link {
  const state = { ...initialLinkState(), failures: { vcc: 0, teams: 0, ...failing } };
  const link = { ...sampleLink(connection), groups: [], beside: false };
  return { ...link, id, trouble: {}, state, wakeAt: null };
}

/** A turn after which the link waits for the side, or not. */
function end(link: Link, failures: Partial<Record<Side, number>>, answered: readonly Side[] = []) {
  const state = { ...link.state, failures: { vcc: 0, teams: 0, ...failures } };
  returns.ended({ link, state, answered });
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('[KP4] each answer of a side wakes two who wait for it, and theirs two more each', async () => {
  const waiting = ['a', 'b', 'c', 'd', 'e'].map((id) => linkOf(id, {}));
  for (const link of waiting) end(link, { teams: 3 });
  end(linkOf('first', { teams: 3 }), {});
  await settled();
  expect(woken).toEqual(['a', 'b']);
  expect(told.map(({ fact }) => fact)).toMatchObject([
    { kind: 'answers', answers: 'teams' },
    { kind: 'answers', answers: 'teams' },
  ]);
  for (const id of ['a', 'b']) end(linkOf(id, { teams: 3 }), {});
  await settled();
  expect(woken).toEqual(['a', 'b', 'c', 'd', 'e']);
});

/** Another link's turn ended well. */
const other = (side: Side) => end(linkOf('other', { [side]: 1 }), {});

test('[KP4] who fails again although others are answered is not woken by each of their answers', async () => {
  end(linkOf('a', {}), { vcc: 1 });
  for (let count = 0; count < 20; count += 1) {
    other('vcc');
    await settled();
    end(linkOf('a', { vcc: 1 }), { vcc: 2 });
  }
  expect(woken).toEqual(['a']);
  await clock.advance(30_000);
  other('vcc');
  await settled();
  expect(woken).toEqual(['a', 'a']);
});

test('[KP4] who was answered waits no longer', async () => {
  end(linkOf('a', {}), { vcc: 1 });
  end(linkOf('a', { vcc: 1 }), {});
  other('vcc');
  await settled();
  expect(woken).toEqual([]);
});

test('[KP4] a link that has ended takes no place among those that wait', async () => {
  const gone = { ...linkOf('gone', {}), state: initialLinkState() };
  const state = { ...gone.state, phase: 'unlinked', failures: { vcc: 0, teams: 1 } } as const;
  returns.ended({ link: gone, state, answered: [] });
  for (const id of ['a', 'b']) end(linkOf(id, {}), { teams: 1 });
  other('teams');
  await settled();
  expect(woken).toEqual(['a', 'b']);
});

test('[KP4] an account’s answer says nothing of another account, Teams’ answer all of the tenant', async () => {
  end(linkOf('a', {}, OTHER), { vcc: 1, teams: 1 });
  other('vcc');
  await settled();
  expect(woken).toEqual([]);
  end(linkOf('b', {}), {}, ['teams']);
  await settled();
  expect(woken).toEqual(['a']);
});

test('[KP4] the first sweep that goes well after one that did not wakes two; those after it say nothing new', async () => {
  for (const id of ['a', 'b', 'c', 'd']) end(linkOf(id, {}), { teams: 1 });
  const sweep = (trouble: string | null) => returns.swept('teams', CONNECTION.tenantId, trouble);
  sweep(null);
  await settled();
  expect(woken).toEqual([]);
  for (const trouble of ['HTTP 503', null, null, null]) sweep(trouble);
  await settled();
  expect(woken).toEqual(['a', 'b']);
});

test('[KP4] nothing is stored for an answer nobody waits for', async () => {
  end(linkOf('a', {}), {}, ['vcc', 'teams']);
  await settled();
  expect([told, woken]).toEqual([[], []]);
});
