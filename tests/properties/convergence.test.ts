/** When all has fallen quiet, both sides show a pair in step, or a rule is named, and nothing is pending. */
import { MINUTE } from '../../src/core/time';
import {
  anyAct,
  actsOf,
  calmNoise,
  mildNoise,
  plainKnobs,
  plainTerms,
  scenarios,
} from './world/arbitraries';
import { prove } from './world/prove';
import { faultsAtRest } from './world/rest';
import type { World } from './world/world';

/** Longer than every wait of the law: the flap pause, a pause by order, the fade of a client. */
const QUIET_MS = 45 * MINUTE;

function settles(world: World): readonly string[] {
  world.play().quieten(QUIET_MS);
  return faultsAtRest(world);
}

describe('convergence', () => {
  it('[WW4][WT4][TN2] ends in step or names the rule, with any mapping in a hostile world', () => {
    prove({ scenarios: scenarios(), judge: settles, sharePercent: 22, number: 1 });
  });

  it('[WW4][MP1] ends in step with the defaults in a house that works', () => {
    const held = {
      terms: plainTerms,
      knobs: plainKnobs,
      noise: calmNoise,
      acts: actsOf(anyAct, 8),
    };
    prove({ scenarios: scenarios(held), judge: settles, sharePercent: 6, number: 2 });
  });

  it('[EC4][WW2] ends in step with late, repeated and lagging news', () => {
    prove({
      scenarios: scenarios({ noise: mildNoise }),
      judge: settles,
      sharePercent: 10,
      number: 3,
    });
  });
});
