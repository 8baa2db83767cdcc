/** Nothing of ours is held without an end, and releasing never clears what a person set. */
import { HOUR, MINUTE } from '../../src/core/time';
import { actsOf, anyAct, mildNoise, scenarios } from './world/arbitraries';
import type { DoneCall } from './world/ledger';
import { prove } from './world/prove';
import type { World } from './world/world';

/** The model of Graph refuses anything longer than an hour; here the service dies for good. */
function fadesWithinTheHour(world: World): readonly string[] {
  world.play();
  world.service.dieForGood();
  world.timeline.runUntil(world.now + HOUR);
  return world.person
    .ours(world.now)
    .map(({ availability }) => `${availability} of ours still stands`);
}

function sparesPeople(world: World): readonly string[] {
  world.play().quieten(20 * MINUTE);
  return world.ledger.callsOf('clear-preferred').filter(isTrespass).map(tell);
}

/** A clearing of what was settled knowledge to be a person's own, not to lift it (WT2). */
function isTrespass({ action, wiped }: DoneCall): boolean {
  return wiped?.known === true && action.kind === 'clear-preferred' && action.why !== 'lift';
}

function tell({ wiped, at }: DoneCall): string {
  return `cleared ${wiped?.pair.availability ?? ''} of a person at ${at}`;
}

/** After a pause, a log-out, or an unlinking nothing of ours is left. */
function leavesNothing(world: World): readonly string[] {
  world.play().quieten(20 * MINUTE);
  const { state } = world.service.shelf;
  if (world.agent.occupancy !== 'free') return [];
  const isAside = state.phase === 'paused' || world.agent.isLoggedOut;
  if (!isAside || state.notice?.code === 'teams-refused') return [];
  return world.person
    .ours(world.now)
    .map(({ availability }) => `${availability} of ours still stands`);
}

describe('leases', () => {
  it('[WT3] everything of ours is gone within an hour of the death of the service', () => {
    prove({
      scenarios: scenarios({ acts: actsOf(anyAct, 8) }),
      judge: fadesWithinTheHour,
      sharePercent: 4,
      number: 71,
    });
  });

  it('[EC5] releasing never clears what a person set', () => {
    prove({ scenarios: scenarios(), judge: sparesPeople, sharePercent: 5, number: 72 });
  });

  it('[EC5][GD6][MP1] nothing of ours is left in a pause or after a log-out', () => {
    prove({
      scenarios: scenarios({ noise: mildNoise }),
      judge: leavesNothing,
      sharePercent: 4,
      number: 73,
    });
  });
});
