/** Nobody's idleness, absence, expiry or log-out ever moves an agent. */
import { MINUTE, SECOND } from '../../src/core/time';
import {
  actsOf,
  bodyAct,
  calmNoise,
  callAct,
  crashAct,
  handAct,
  mildNoise,
  orderAct,
  outageAct,
  phoneAct,
  scenarios,
  vccAct,
} from './world/arbitraries';
import * as fc from 'fast-check';
import { causelessMoves } from './world/causes';
import type { DoneCall } from './world/ledger';
import { movesWhileBusy } from './world/manners';
import { prove } from './world/prove';
import type { World } from './world/world';

const QUIET_MS = 40 * MINUTE;

function hasCauses(world: World): readonly string[] {
  world.play().quieten(QUIET_MS);
  return causelessMoves(world);
}

/** VCC is read right before, but a log-out may fall in between. */
const UNKNOWABLE_MS = 15 * SECOND;

function logsNobodyIn(world: World): readonly string[] {
  world.play().quieten(QUIET_MS);
  const moves = world.ledger
    .callsOf('set-agent')
    .filter((call) => call.agent.state.category === 'LoggedOut');
  const old = moves.filter((call) => call.at - call.agent.updatedAt > UNKNOWABLE_MS);
  return old.filter((call) => !isOrdered(world, call)).map((call) => `logged in at ${call.at}`);
}

function isOrdered(world: World, { action }: DoneCall): boolean {
  const target = action.kind === 'set-agent' ? action.target.presenceId : '';
  return world.ledger.acts.some(
    ({ act }) => act.kind === 'order-state' && act.presenceId === target,
  );
}

function neverMoves(world: World): readonly string[] {
  world.play().quieten(QUIET_MS);
  return world.ledger.callsOf('set-agent').map((call) => `moved at ${call.at}`);
}

describe('no cause, no move', () => {
  it('[WW1][EC1] has a human act, a call or an order behind every write to VCC', () => {
    prove({ scenarios: scenarios(), judge: hasCauses, sharePercent: 16, number: 11 });
  });

  it('[EC3][EC4] has a cause behind every write where news is late, lagging and repeated', () => {
    prove({
      scenarios: scenarios({ noise: mildNoise }),
      judge: hasCauses,
      sharePercent: 8,
      number: 12,
    });
  });

  it('[EC6][GD3][WW3] never moves an agent where people only come, go and change VCC', () => {
    const nobody = fc.oneof(
      { weight: 5, arbitrary: bodyAct },
      { weight: 4, arbitrary: vccAct },
      crashAct,
      outageAct,
    );
    const acts = actsOf(nobody, 14);
    prove({ scenarios: scenarios({ acts }), judge: neverMoves, sharePercent: 8, number: 13 });
  });

  it('[GD2] logs nobody in without an order', () => {
    const acts = actsOf(fc.oneof({ weight: 2, arbitrary: vccAct }, handAct, callAct, bodyAct), 12);
    prove({ scenarios: scenarios({ acts }), judge: logsNobodyIn, sharePercent: 4, number: 15 });
  });

  it('[GD1][GD4] moves nobody by Teams who is on an interaction', () => {
    const held = {
      noise: calmNoise,
      acts: actsOf(fc.oneof({ weight: 2, arbitrary: phoneAct }, handAct, callAct, bodyAct), 14),
    };
    const judge = (world: World): readonly string[] =>
      movesWhileBusy(world.play().quieten(2 * MINUTE));
    prove({ scenarios: scenarios(held), judge, sharePercent: 8, number: 16 });
  });

  it('[GD6] never moves an agent by pausing, resuming or showing', () => {
    const noOrder = orderAct.filter((act) => act.kind !== 'order-state');
    const acts = actsOf(fc.oneof(noOrder, bodyAct, vccAct), 12);
    prove({ scenarios: scenarios({ acts }), judge: neverMoves, sharePercent: 3, number: 14 });
  });
});
