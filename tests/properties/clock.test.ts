/** Our own clock is set forward and back, by seconds and by hours, while everything else goes on. */
import * as fc from 'fast-check';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import {
  actsOf,
  anyAct,
  anyKnobs,
  bodyAct,
  clockAct,
  crashAct,
  mildNoise,
  plainKnobs,
  plainTerms,
  readyStart,
  scenarios,
  timed,
  vccAct,
} from './world/arbitraries';
import { causelessMoves } from './world/causes';
import { prove } from './world/prove';
import { faultsAtRest } from './world/rest';
import type { World } from './world/world';

/** Longer than every wait of the law, and than the difference of clocks that is put up with. */
const QUIET_MS = 50 * MINUTE;
/** A process that begins knows when the one before looked at Teams last: that tells it of a clock set back. */
const knobs = anyKnobs.map((all) => ({ ...all, remembersSweeps: true }));

const set = (weight: number) => ({ weight, arbitrary: clockAct });

function comesToRest(world: World): readonly string[] {
  return faultsAtRest(world.play().quieten(QUIET_MS));
}

describe('a clock that is set', () => {
  it('[TN4][WW4] ends in step or names the rule, with any mapping in a hostile world', () => {
    const acts = actsOf(fc.oneof({ weight: 3, arbitrary: anyAct }, set(1)));
    prove({
      scenarios: scenarios({ acts, knobs }),
      judge: comesToRest,
      sharePercent: 6,
      number: 101,
    });
  });

  it('[TN3][WW4] ends in step where the process dies as well', () => {
    const acts = actsOf(
      fc.oneof({ weight: 4, arbitrary: vccAct }, { weight: 2, arbitrary: crashAct }, set(2)),
      10,
    );
    const held = { acts, noise: mildNoise, terms: plainTerms, knobs: plainKnobs };
    prove({ scenarios: scenarios(held), judge: comesToRest, sharePercent: 5, number: 102 });
  });

  it('[WW1][EC1] moves nobody without a cause', () => {
    const acts = actsOf(fc.oneof({ weight: 3, arbitrary: anyAct }, set(1)));
    const judge = (world: World): readonly string[] =>
      causelessMoves(world.play().quieten(QUIET_MS));
    prove({ scenarios: scenarios({ acts, knobs }), judge, sharePercent: 5, number: 103 });
  });

  it('[GD3][EC6] leaves an idle Ready agent Ready', () => {
    const after = fc.integer({ min: SECOND, max: 40 * MINUTE });
    const acts = fc.array(
      timed(fc.oneof({ weight: 3, arbitrary: bodyAct }, crashAct, set(2)), after),
      { minLength: 2, maxLength: 10, size: 'max' },
    );
    const held = { terms: plainTerms, start: readyStart, noise: mildNoise, knobs, acts };
    const judge = (world: World): readonly string[] => {
      world.play().quieten(3 * HOUR);
      return world.ledger.callsOf('set-agent').map((call) => `moved at ${call.at}`);
    };
    prove({ scenarios: scenarios(held), judge, sharePercent: 3, number: 104 });
  });
});
