import type { CallResult } from '../../src/clients/call-result';
import type { GraphClient, PresenceReading } from '../../src/clients/graph/client';
import { createAlsoWatched } from '../../src/keepers/also-watched';
import { isFailure, readPeople } from '../../src/keepers/read-people';
import { createTeamsRounds } from '../../src/keepers/teams-rounds';
import type { SweepPass } from '../../src/keepers/teams-sweep';
import type { Store } from '../../src/store/store';
import { createHandClock } from '../clients/hand-clock';
import type { HandClock } from '../clients/hand-clock';

const SECOND = 1_000;
const AIM_MS = 2 * SECOND;
const BUDGET = { requests: 1_500, windowMs: 30 * SECOND };

/** Graph as the sweep sees it: how many calls it got and of how many ids; each takes a while. */
function fakeGraph(clock: HandClock, unknown: ReadonlySet<string> = new Set(), refuses = false) {
  const calls: { readonly at: number; readonly ids: number }[] = [];
  const readPresences = async (
    _tenantId: string,
    ids: readonly string[],
  ): Promise<CallResult<readonly PresenceReading[]>> => {
    calls.push({ at: clock.now(), ids: ids.length });
    if (refuses && ids.some((id) => unknown.has(id))) {
      return { kind: 'gone', status: 404, reason: 'not found' };
    }
    const known = ids.filter((id) => !unknown.has(id));
    const shows = { availability: 'Available', activity: 'Available' };
    return { kind: 'ok', status: 200, value: known.map((personId) => ({ personId, ...shows })) };
  };
  return { calls, graph: { readPresences } as unknown as GraphClient };
}

function fakeStore(people: number): Store {
  const watched = Array.from({ length: people }, (_, index) => ({
    linkId: `link-${index}`,
    personId: `person-${index}`,
  }));
  return {
    links: {
      watchedTenants: async () => ['meadow'],
      watched: async () => watched,
      teamsDue: async () => [],
    },
    facts: {
      appendMany: async (facts: readonly { linkId: string }[]) => facts.map((f) => f.linkId),
    },
    leases: { take: async () => 'kept' },
    sweeps: { readAt: async () => null, note: async () => undefined },
  } as unknown as Store;
}

function sweeping(
  people: number,
  options: { unknown?: readonly string[]; refuses?: boolean } = {},
) {
  const clock = createHandClock();
  const { calls, graph } = fakeGraph(clock, new Set(options.unknown), options.refuses);
  const passes: SweepPass[] = [];
  const missing: string[] = [];
  const rounds = createTeamsRounds({
    store: fakeStore(people),
    graph,
    clock,
    owner: 'meadow',
    aimMs: AIM_MS,
    budget: BUDGET,
    wakeMany: async () => undefined,
    onMissing: (linkIds) => void missing.push(...linkIds),
    onShutOut: () => undefined,
    onPass: (_tenantId, pass) => void passes.push(pass),
    onError: (error) => {
      throw error;
    },
  });
  const run = async (forMs: number): Promise<void> => {
    const end = clock.now() + forMs;
    while (clock.now() < end) {
      const pauseMs = await rounds.pass();
      await rounds.rest();
      await clock.advance(Math.min(pauseMs, end - clock.now()));
    }
  };
  return { clock, calls, passes, missing, run };
}

describe('the interval of the Teams sweep', () => {
  test('[KP1] is two seconds for ten thousand people, within its share of the budget', async () => {
    const { calls, passes, run } = sweeping(10_000);
    await run(30 * SECOND);
    expect(passes.length).toBeGreaterThanOrEqual(14);
    expect(calls.length).toBeLessThanOrEqual(0.6 * BUDGET.requests);
    expect(passes.every((pass) => pass.people === 10_000 && pass.calls === 16)).toBe(true);
  });

  test('[KP1] grows for a hundred thousand, and still one whole pass fits into ten seconds', async () => {
    const { calls, passes, run } = sweeping(100_000);
    await run(30 * SECOND);
    expect(calls.length).toBeLessThanOrEqual(0.6 * BUDGET.requests + 154);
    expect(passes.length).toBeGreaterThanOrEqual(3);
    const starts = calls.filter((_call, index) => index % 154 === 0).map(({ at }) => at);
    const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10 * SECOND);
  });

  test('[KP1] a reading equal to the last is no fact', async () => {
    const { passes, run } = sweeping(1_000);
    await run(10 * SECOND);
    expect(passes.map(({ facts }) => facts)).toEqual([1_000, 0, 0, 0, 0]);
  });
});

describe('people Teams does not know', () => {
  test('[KP1][KP4] who is missing in the answer is reported', async () => {
    const { missing, run } = sweeping(700, { unknown: ['person-3', 'person-680'] });
    await run(SECOND);
    expect(missing).toEqual(['link-3', 'link-680']);
  });

  test('[KP1][KP4] where one unknown id spoils the list, it is found and the others are read', async () => {
    const { missing, passes, run } = sweeping(650, { unknown: ['person-3'], refuses: true });
    await run(SECOND);
    expect(missing).toEqual(['link-3']);
    expect(passes[0]?.facts).toBe(649);
  });

  test('[KP1] a failure that passes is not taken for missing people', async () => {
    const graph = {
      readPresences: async () => ({ kind: 'retry', afterMs: 5, reason: 'HTTP 503' }),
    };
    const read = await readPeople(graph as unknown as GraphClient, 'meadow', ['a', 'b']);
    expect(isFailure(read) && read.kind).toBe('retry');
  });
});

describe('people in an open address book', () => {
  const open = () => {
    const clock = createHandClock();
    const { calls, graph } = fakeGraph(clock, new Set(['nobody']));
    const also = createAlsoWatched({ graph, clock, aimMs: AIM_MS, budget: BUDGET });
    const run = async (forMs: number): Promise<void> => {
      const end = clock.now() + forMs;
      while (clock.now() < end) {
        const pauseMs = await also.pass();
        await clock.advance(Math.min(pauseMs, end - clock.now()));
      }
    };
    return { clock, calls, also, run };
  };

  test('[KP1] are read while they are shown, and no longer', async () => {
    const { clock, calls, also, run } = open();
    also.watchAlso('meadow', ['fennel', 'nobody'], clock.now() + 10 * SECOND);
    expect(also.shown('meadow', 'fennel')).toBeNull();
    await run(10 * SECOND);
    expect(calls).toHaveLength(5);
    expect(also.shown('meadow', 'fennel')).toMatchObject({ availability: 'Available' });
    expect(also.shown('meadow', 'nobody')).toBeNull();
    expect(also.shown('brook', 'fennel')).toBeNull();
    await run(10 * SECOND);
    expect(calls).toHaveLength(5);
    expect(also.shown('meadow', 'fennel')).toBeNull();
  });

  test('[KP1] asking again prolongs, and a shorter wish does not shorten', async () => {
    const { clock, also, run } = open();
    also.watchAlso('meadow', ['fennel'], clock.now() + 30 * SECOND);
    also.watchAlso('meadow', ['fennel'], clock.now() + 5 * SECOND);
    await run(20 * SECOND);
    expect(also.shown('meadow', 'fennel')?.at).toBeGreaterThan(clock.now() - 3 * SECOND);
  });

  test('[KP1] take a fifth of the budget at most, however many are shown', async () => {
    const { clock, calls, also, run } = open();
    const ids = Array.from({ length: 20_000 }, (_, index) => `person-${index}`);
    also.watchAlso('meadow', ids, clock.now() + 60 * SECOND);
    await run(30 * SECOND);
    expect(calls.length).toBeLessThanOrEqual(0.2 * BUDGET.requests);
    expect(calls.every((call) => call.ids <= 650)).toBe(true);
  });
});
