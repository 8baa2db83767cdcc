/** Delivering any fact again causes no further call and changes nothing. */
import { beginTurn, nextAction } from '../../src/core/decide';
import type { Fact } from '../../src/core/fact';
import type { LinkState } from '../../src/core/link-state';
import { MINUTE } from '../../src/core/time';
import { mildNoise, scenarios } from './world/arbitraries';
import { prove } from './world/prove';
import type { World } from './world/world';

const QUIET_MS = 40 * MINUTE;

/** Each fact on its own, then all of them at once, the other way round. */
function staysQuiet(world: World): readonly string[] {
  world.play().quieten(QUIET_MS);
  const { facts } = world.service.shelf;
  return [
    ...facts.flatMap((fact) => repeat(world, [fact])),
    ...repeat(world, [...facts].reverse()),
  ];
}

function repeat(world: World, facts: readonly Fact[]): readonly string[] {
  const turn = { state: world.service.shelf.state, terms: world.service.terms, now: world.now };
  const draft = beginTurn({ ...turn, facts });
  const action = nextAction(draft);
  const name = facts.length === 1 ? facts[0]!.id : 'all facts again';
  if (action) return [`${name}: ${action.kind}`];
  const without = beginTurn({ ...turn, facts: [] });
  if (nextAction(without)) return [];
  return differences(without.state, draft.state).map((part) => `${name} changes ${part}`);
}

function differences(before: LinkState, after: LinkState): readonly string[] {
  const parts = Object.keys(before) as (keyof LinkState)[];
  return parts.flatMap((part) => {
    const [was, is] = [before[part], after[part]].map((one) => JSON.stringify(one));
    return was === is ? [] : [`${part} from ${was} to ${is}`];
  });
}

describe('quiet', () => {
  it('[TN4] takes every fact again without a call and without a change', () => {
    prove({ scenarios: scenarios(), judge: staysQuiet, sharePercent: 6, number: 21 });
  });

  it('[TN4][EC1] stays quiet after late, repeated and lagging news', () => {
    prove({
      scenarios: scenarios({ noise: mildNoise }),
      judge: staysQuiet,
      sharePercent: 3,
      number: 22,
    });
  });
});
