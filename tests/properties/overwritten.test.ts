/** Who chooses in VCC while a write of ours is on its way has chosen last, and that is what stands. */
import * as fc from 'fast-check';
import { MINUTE, SECOND } from '../../src/core/time';
import { anyKnobs, calmNoise, handAct, plainTerms, scenarios, timed } from './world/arbitraries';
import { causelessMoves } from './world/causes';
import { prove } from './world/prove';
import { errorsIn, pendingIn } from './world/rest';
import type { Noise } from './world/scenario';
import type { World } from './world/world';

const QUIET_MS = 40 * MINUTE;
/** The change in Teams and what overtakes it are over before the next. */
const apart = fc.integer({ min: 3 * MINUTE, max: 10 * MINUTE });

const noise: fc.Arbitrary<Noise> = fc
  .record({ late: fc.constantFrom(0, 50), share: fc.constantFrom(50, 100), calm: calmNoise })
  .map(({ late, share, calm }) => ({
    ...calm,
    latencyMs: 2 * SECOND,
    webhookLate: late,
    webhookRepeated: late,
    choiceOvertaken: share,
  }));

function keepsTheLastChoice(world: World): readonly string[] {
  world.play().quieten(QUIET_MS);
  const last = world.ledger.acts.at(-1);
  const stands = world.agent.now.state.presenceId;
  const lost =
    last?.act.kind === 'vcc-set' && last.act.presenceId !== stands
      ? [`${last.act.presenceId} was chosen last, ${stands} stands`]
      : [];
  return [...lost, ...errorsIn(world), ...pendingIn(world), ...causelessMoves(world)];
}

describe('a choice in VCC that a write of ours overtakes', () => {
  it('[WW2][WV3] stands in the end', () => {
    const acts = fc.array(timed(handAct, apart), { minLength: 1, maxLength: 5 });
    // A link that is stopped for flapping goes on with what VCC says by then (GD5).
    const terms = plainTerms.map((plain) => ({
      ...plain,
      policies: { ...plain.policies, flapLimit: 1_000 },
    }));
    const held = { terms, knobs: anyKnobs, noise, acts };
    prove({ scenarios: scenarios(held), judge: keepsTheLastChoice, sharePercent: 6, number: 81 });
  });
});
