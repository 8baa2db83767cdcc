/** Stopping between any two steps and starting again changes nothing in the end. */
import * as fc from 'fast-check';
import { MINUTE, SECOND } from '../../src/core/time';
import {
  anyKnobs,
  calmNoise,
  handAct,
  phoneAct,
  plainTerms,
  scenarios,
  timed,
  vccAct,
  callAct,
} from './world/arbitraries';
import { prove } from './world/prove';
import { shownNow } from './world/rest';
import type { Act, TimedAct } from './world/scenario';
import { World } from './world/world';

const QUIET_MS = 40 * MINUTE;
const LATER_MS = 3 * MINUTE;

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: vccAct },
  { weight: 4, arbitrary: handAct },
  { weight: 2, arbitrary: callAct },
  { weight: 3, arbitrary: phoneAct },
);
/** Apart enough that nothing is in question for long. */
const apart = fc.integer({ min: 90 * SECOND, max: 5 * MINUTE });
const crash = fc.record({
  after: fc.nat({ max: 5 }),
  skipSteps: fc.integer({ min: 0, max: 10 }),
  downMs: fc.integer({ min: 0, max: 20 * SECOND }),
});

/** WW2 asks since when Teams can have changed: a process that has forgotten it gives VCC the benefit. */
const knobs = anyKnobs.map((all) => ({ ...all, remembersSweeps: true }));

interface Interrupted {
  readonly acts: readonly TimedAct[];
  readonly crashes: readonly {
    readonly after: number;
    readonly skipSteps: number;
    readonly downMs: number;
  }[];
}

/** The crash is ordered with an act, so that it falls into the turns the act brings. */
function withCrashes({ acts, crashes }: Interrupted): readonly TimedAct[] {
  return acts.flatMap((one, index) => {
    const hit = crashes.find((each) => each.after % acts.length === index);
    if (!hit) return [one];
    const { skipSteps, downMs } = hit;
    return [one, { afterMs: 0, act: { kind: 'crash' as const, skipSteps, downMs } }];
  });
}

function endsAlike(world: World): readonly string[] {
  const { scenario } = world;
  const acts = scenario.acts.filter((one) => one.act.kind !== 'crash');
  const smooth = new World({ ...scenario, acts }).play().quieten(QUIET_MS);
  world.play().quieten(QUIET_MS);
  const expected = endOf(smooth);
  const got = endOf(world);
  if (got === expected) return [];
  // What fades by itself fades a little later there.
  return endOf(smooth.quieten(LATER_MS)) === endOf(world.quieten(LATER_MS))
    ? []
    : [`ends at ${got} instead of ${expected}`];
}

function endOf(world: World): string {
  const { availability, activity } = shownNow(world);
  return `${world.agent.now.state.name} and ${availability}/${activity}`;
}

describe('restart', () => {
  it('[TN3] a crash between any two steps ends in the same pair', () => {
    const acts = fc
      .record({
        acts: fc.array(timed(act, apart), { minLength: 1, maxLength: 6 }),
        crashes: fc.array(crash, { minLength: 1, maxLength: 3 }),
      })
      .map(withCrashes);
    const held = { noise: calmNoise, knobs, acts };
    prove({ scenarios: scenarios(held), judge: endsAlike, sharePercent: 6, number: 61 });
  });

  it('[TN3][WW4] so it does with the defaults', () => {
    const acts = fc
      .record({
        acts: fc.array(timed(act, apart), { minLength: 1, maxLength: 6 }),
        crashes: fc.array(crash, { minLength: 1, maxLength: 3 }),
      })
      .map(withCrashes);
    const held = { noise: calmNoise, terms: plainTerms, knobs, acts };
    prove({ scenarios: scenarios(held), judge: endsAlike, sharePercent: 4, number: 62 });
  });

  it('[TN3][EC5] finds again what a crash left half done: nothing of ours is left after the log-out', () => {
    const logOut: TimedAct = { afterMs: 5 * MINUTE, act: { kind: 'vcc-log-out' } };
    const acts = fc
      .record({ acts: fc.array(timed(vccAct, apart), { minLength: 1, maxLength: 2 }), crash })
      .map((drawn) => [
        ...withCrashes({
          acts: drawn.acts,
          crashes: [{ ...drawn.crash, after: drawn.acts.length - 1 }],
        }),
        logOut,
      ]);
    const held = { noise: calmNoise, terms: plainTerms, knobs, acts };
    const judge = (world: World): readonly string[] => {
      world.play().quieten(5 * MINUTE);
      return world.person
        .ours(world.now)
        .map(({ availability }) => `${availability} of ours still stands`);
    };
    prove({ scenarios: scenarios(held), judge, sharePercent: 8, number: 63 });
  });
});
