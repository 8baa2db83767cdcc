/** Turns that write never exceed what people and the phone did, with one override and one probe for each. */
import { MINUTE, SECOND } from '../../src/core/time';
import {
  anyAct,
  actsOf,
  bodyAct,
  calmNoise,
  callAct,
  handAct,
  mildNoise,
  orderAct,
  scenarios,
  timed,
  vccAct,
} from './world/arbitraries';
import * as fc from 'fast-check';
import type { DoneAct, DoneCall } from './world/ledger';
import { needlessLifts, uncheckedWrites, writesBack } from './world/manners';
import { prove } from './world/prove';
import type { Act } from './world/scenario';
import type { World } from './world/world';

const QUIET_MS = 40 * MINUTE;
/** Making the link, and showing VCC's state again after a pause that ends by itself. */
const BEGINNINGS = 3;

const peaceful = anyAct.filter((act) => !['crash', 'graph-down', 'vcc-down'].includes(act.kind));

function writesLittle(world: World): readonly string[] {
  world.play().quieten(QUIET_MS);
  const { ledger } = world;
  const most = BEGINNINGS + ledger.acts.reduce((sum, done) => sum + worthOf(done), 0);
  const turns = new Set(
    ledger
      .writes()
      .filter((call) => !isRenewal(call))
      .map((call) => call.turn),
  );
  return turns.size <= most ? [] : [`${turns.size} turns wrote, ${most} had a reason`];
}

function isRenewal({ action }: DoneCall): boolean {
  return 'why' in action && action.why === 'renewal';
}

/** Acts that nobody could see count nothing against it: the bound is generous there. */
function worthOf({ act }: DoneAct): number {
  return BODY.includes(act.kind) ? PROBE : CHANGE + OVERRIDE + PROBE;
}

const BODY: readonly Act['kind'][] = ['walk-away', 'come-back', 'close-client', 'open-client'];
const CHANGE = 1;
/** Lifting what a hand has set, and preferred Available as a last resort. */
const OVERRIDE = 2;
/** And its taking-back. */
const PROBE = 2;

describe('no ping-pong', () => {
  it('[WW3][EC1] writes no more often than people give reason to', () => {
    const held = { noise: calmNoise, acts: actsOf(peaceful, 14) };
    prove({ scenarios: scenarios(held), judge: writesLittle, sharePercent: 5, number: 31 });
  });

  it('[EC3][EC4] writes no more often where news is late, repeated and lagging', () => {
    const held = { noise: mildNoise, acts: actsOf(peaceful, 10) };
    prove({ scenarios: scenarios(held), judge: writesLittle, sharePercent: 3, number: 32 });
  });

  it('[WW4][GD3] nobody does anything: after the beginning nothing is written but due renewals', () => {
    const held = { acts: fc.constant([]), noise: mildNoise };
    const judge = (world: World): readonly string[] => {
      world.play().quieten(2 * MINUTE);
      const before = world.ledger.writes().length;
      world.quieten(3 * QUIET_MS);
      const later = world.ledger
        .writes()
        .slice(before)
        .filter((call) => !isRenewal(call));
      return later.map((call) => `${call.action.kind} at ${call.at}`);
    };
    prove({ scenarios: scenarios(held), judge, sharePercent: 3, number: 33 });
  });

  it('[WW3][EC1] writes nothing back to Teams where only Teams is changed', () => {
    // Soon enough after each other that nothing runs out meanwhile.
    const soon = fc.integer({ min: 30 * SECOND, max: 3 * MINUTE });
    const inTeams = fc.oneof({ weight: 3, arbitrary: handAct }, callAct, bodyAct);
    const acts = fc.array(timed(inTeams, soon), { minLength: 1, maxLength: 10, size: 'max' });
    const noise = mildNoise.map((all) => ({ ...all, choiceOvertaken: 0 }));
    const judge = (world: World): readonly string[] => writesBack(world.play().quieten(MINUTE));
    prove({ scenarios: scenarios({ noise, acts }), judge, sharePercent: 8, number: 36 });
  });

  it('[WV3] reads VCC right before every automatic write to it', () => {
    const judge = (world: World): readonly string[] =>
      uncheckedWrites(world.play().quieten(MINUTE));
    prove({ scenarios: scenarios(), judge, sharePercent: 8, number: 34 });
  });

  it('[EC4][WT2] lifts no status where none stands, however late readings are', () => {
    // What lies beneath a call or a meeting is not seen.
    const seen = fc.oneof(vccAct, handAct, bodyAct, orderAct);
    const held = { noise: mildNoise, acts: actsOf(seen, 10) };
    const judge = (world: World): readonly string[] => needlessLifts(world.play().quieten(MINUTE));
    prove({ scenarios: scenarios(held), judge, sharePercent: 10, number: 35 });
  });
});
