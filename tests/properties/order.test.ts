/** Deliveries of the same facts, in any order and number, end in the same state. */
import * as fc from 'fast-check';
import { beginTurn } from '../../src/core/decide';
import type { AgentStateFact, ChannelFact, Fact } from '../../src/core/fact';
import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import type { Terms } from '../../src/core/mapping';
import { SECOND } from '../../src/core/time';
import {
  DEFINITIONS,
  PLAIN_TERMS,
  actsOf,
  anyAct,
  mildNoise,
  scenarios,
} from './world/arbitraries';
import { prove } from './world/prove';
import { casesOf, noteCases, seedOf } from './world/runs';
import type { Act } from './world/scenario';
import { shownNow } from './world/rest';
import { World } from './world/world';

const START = Date.UTC(2026, 10, 23, 9);
const LATER_MS = 10_000 * SECOND;

function factsOf(world: World): readonly Fact[] {
  return world.service.shelf.facts.filter((fact) => fact.side !== 'order');
}

interface Before {
  readonly state: LinkState;
  readonly terms: Terms;
  readonly now: number;
}

function turnOver(before: Before, facts: readonly Fact[]): LinkState {
  return beginTurn({ ...before, facts }).state;
}

/** Shuffled, and some of them twice. */
function shuffled(facts: readonly Fact[], seed: number): readonly Fact[] {
  const rank = (fact: Fact, index: number): number => Math.imul(seed + index, 0x9e3779b1) ^ fact.at;
  const twice = facts.flatMap((fact, index) =>
    rank(fact, index) % 3 === 0 ? [fact, fact] : [fact],
  );
  return twice
    .map((fact, index) => ({ fact, rank: rank(fact, index) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ fact }) => fact);
}

function sameInOneTurn(world: World): readonly string[] {
  const { scenario } = world;
  const linked = new World({ ...scenario, acts: [] }).play();
  world.play().quieten(60 * SECOND);
  const before = {
    state: linked.service.shelf.state,
    terms: scenario.terms,
    now: world.now + LATER_MS,
  };
  const facts = factsOf(world);
  const expected = JSON.stringify(turnOver(before, facts));
  return [1, 2, 3].flatMap((seed) => {
    const got = JSON.stringify(turnOver(before, shuffled(facts, seed)));
    return got === expected ? [] : [`shuffled by ${seed}:\n${got}\ninstead of\n${expected}`];
  });
}

const observed = anyAct.filter((act: Act) => !act.kind.startsWith('order'));

interface Stamped {
  readonly at: number;
  readonly presenceId: string;
}

const stamps: fc.Arbitrary<readonly Stamped[]> = fc.uniqueArray(
  fc.record({
    at: fc.integer({ min: 1, max: 600 }),
    presenceId: fc.constantFrom('p-ready', 'p-away', 'p-lunch', 'p-ext'),
  }),
  { selector: (one) => one.at, minLength: 1, maxLength: 8 },
);

function stateFact({ at, presenceId }: Stamped): AgentStateFact {
  const { category, name } = DEFINITIONS.find((one) => one.presenceId === presenceId)!;
  const state = { presenceId, category, name };
  const instant = START + at * SECOND;
  return {
    id: `state|${at}`,
    side: 'vcc',
    kind: 'agent-state',
    at: instant,
    seenAt: instant,
    via: 'webhook',
    state,
  };
}

function channelFact(at: number, channelId: string, phase: string): ChannelFact {
  const instant = START + at * SECOND;
  return {
    id: `channel|${at}`,
    side: 'vcc',
    kind: 'channel',
    at: instant,
    seenAt: instant,
    via: 'webhook',
    channelId,
    phase,
  };
}

/** A turn for each delivery. */
function turnByTurn(facts: readonly Fact[]): LinkState {
  return facts.reduce(
    (state, fact, index) =>
      turnOver({ state, terms: PLAIN_TERMS, now: START + LATER_MS + index }, [fact]),
    initialLinkState(),
  );
}

function assertHolds<T>(
  property: fc.IProperty<T>,
  run: { readonly numRuns: number; readonly seed: number },
): void {
  fc.assert(property, run);
  noteCases(run.numRuns);
}

describe('order', () => {
  it('[TN4][TN2] takes the facts of one turn in any order and number', () => {
    const held = { noise: mildNoise, acts: actsOf(observed, 8) };
    prove({ scenarios: scenarios(held), judge: sameInOneTurn, sharePercent: 3, number: 41 });
  });

  it('[TN4][EC1] ends at the newest agent state, whatever comes in which order over many turns', () => {
    const order = stamps.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length })),
    );
    const holds = fc.property(order, ([all, delivered]) => {
      const missing = all.filter((one) => !delivered.includes(one));
      const end = turnByTurn([...delivered, ...missing].map(stateFact));
      const newest = all.reduce((best, one) => (one.at > best.at ? one : best));
      expect(end.agent.settled?.state.presenceId).toBe(newest.presenceId);
    });
    assertHolds(holds, { numRuns: casesOf(10), seed: seedOf(42) });
  });

  it('[GD1][TN4] knows a channel by its newest phase, whatever comes in which order over many turns', () => {
    const phases = [
      'alerted',
      'connected',
      'held',
      'retrieved',
      'disconnected',
      'wrapstarted',
      'ended',
    ];
    const events = phases.map((phase, index) => channelFact(index + 1, 'one', phase));
    const order = fc.shuffledSubarray([...events, ...events], { minLength: 1 });
    const holds = fc.property(order, (delivered) => {
      const newest = delivered.reduce((best, one) => (one.at > best.at ? one : best));
      const alone = turnByTurn([newest]).occupancy.channels['one']?.phase;
      expect(turnByTurn(delivered).occupancy.channels['one']?.phase).toBe(alone);
    });
    assertHolds(holds, { numRuns: casesOf(10), seed: seedOf(43) });
  });

  it('[TN2][WW2] shows the same pair in the end, however late and often VCC tells it', () => {
    const held = { noise: mildNoise, acts: actsOf(observed, 8) };
    const judge = (world: World): readonly string[] => {
      world.play().quieten(40 * 60 * SECOND);
      const twin = new World(world.scenario).play().quieten(40 * 60 * SECOND);
      for (const fact of [...factsOf(world)].reverse())
        world.service.deliver({ ...fact, id: `again|${fact.id}` });
      const shown = [twin, world].map((one) => JSON.stringify(shownNow(one.quieten(60 * SECOND))));
      return shown[0] === shown[1] ? [] : ['old news moved Teams'];
    };
    prove({ scenarios: scenarios(held), judge, sharePercent: 3, number: 44 });
  });
});
