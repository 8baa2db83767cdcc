/** What stands, stands: for hours, with nobody touching anything. */
import * as fc from 'fast-check';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import {
  DEFINITIONS,
  PLAIN_TERMS,
  bodyAct,
  crashAct,
  mildNoise,
  plainKnobs,
  plainTerms,
  readyStart,
  scenarios,
  timed,
} from './world/arbitraries';
import { faultsOf, prove } from './world/prove';
import { shownNow } from './world/rest';
import type { Scenario, TimedAct } from './world/scenario';
import { CALM, PLAIN_KNOBS } from './world/scenario';
import type { World } from './world/world';

const comings = fc.array(timed(bodyAct, fc.integer({ min: 0, max: 40 * MINUTE })), {
  minLength: 3,
  maxLength: 16,
});

function neverMoved(world: World): readonly string[] {
  world.play().quieten(3 * HOUR);
  return world.ledger.callsOf('set-agent').map((call) => `moved at ${call.at}`);
}

/** A minute after anything, and then all the time, Teams shows them Available. */
function staysAvailable(world: World): readonly string[] {
  world.play().quieten(20 * MINUTE);
  return samplesOf(world, 3 * HOUR).filter((shown) => shown !== 'Available');
}

function samplesOf(world: World, forMs: number): readonly string[] {
  const seen: string[] = [];
  for (let passed = 0; passed < forMs; passed += MINUTE) {
    world.quieten(MINUTE);
    seen.push(shownNow(world).availability);
  }
  return seen;
}

function standing(presenceId: string, clientOpen: boolean, acts: readonly TimedAct[]): Scenario {
  const start = { presenceId, clientOpen, slot: null };
  const noise = { ...CALM, latencyMs: 300 };
  return { seed: 1, terms: PLAIN_TERMS, start, noise, knobs: PLAIN_KNOBS, acts };
}

function standsFor(forMs: number, shows: string) {
  return (world: World): readonly string[] => {
    world.play().quieten(MINUTE);
    const agent = world.agent.now.state.presenceId;
    const before = world.ledger.writes().length;
    const strange = samplesOf(world, forMs).filter((shown) => shown !== shows);
    const later = world.ledger.writes().slice(before);
    const needless = later.filter(({ action }) => !('why' in action && action.why === 'renewal'));
    return [
      ...strange.map((shown) => `Teams shows ${shown}`),
      ...needless.map(({ action, at }) => `${action.kind} at ${at}`),
      ...(world.agent.now.state.presenceId === agent ? [] : ['the agent was moved']),
    ];
  };
}

const handSet = (word: string): TimedAct => ({
  afterMs: 5 * SECOND,
  act: { kind: 'hand-set', pair: { availability: word, activity: word } },
});
const alerted: TimedAct = {
  afterMs: 5 * SECOND,
  act: { kind: 'channel', channel: 'one', phase: 'alerted' },
};

describe('standing', () => {
  it('[GD3][WT5] leaves an idle Ready agent Ready for hours, over crashes and late news', () => {
    const acts = fc
      .tuple(comings, fc.array(timed(crashAct), { maxLength: 2 }))
      .map(([some, more]) => [...some, ...more]);
    const held = { terms: plainTerms, start: readyStart, noise: mildNoise, acts };
    prove({ scenarios: scenarios(held), judge: neverMoved, sharePercent: 2, number: 51 });
  });

  it('[GD3][WT5] keeps showing an idle Ready agent as Available', () => {
    const start = fc.constant({ presenceId: 'p-lunch', clientOpen: true, slot: null });
    const ready: TimedAct = {
      afterMs: 5 * SECOND,
      act: { kind: 'vcc-set', presenceId: 'p-ready' },
    };
    const acts = comings.map((some) => [ready, ...some]);
    const held = { terms: plainTerms, start, noise: mildNoise, acts, knobs: plainKnobs };
    prove({ scenarios: scenarios(held), judge: staysAvailable, sharePercent: 1, number: 52 });
  });

  it.each([
    ['Ready', 'p-ready', 'Available', []],
    ['Away', 'p-away', 'Away', []],
    ['Lunch', 'p-lunch', 'Away', []],
    ['Extended Away', 'p-ext', 'Away', []],
    ['Not Available', 'p-ready', 'Busy', [alerted]],
    ['Do not disturb by hand', 'p-ready', 'DoNotDisturb', [handSet('DoNotDisturb')]],
    ['Busy by hand', 'p-ready', 'Busy', [handSet('Busy')]],
    ['Be right back by hand', 'p-ready', 'BeRightBack', [handSet('BeRightBack')]],
    ['Away by hand', 'p-ready', 'Away', [handSet('Away')]],
  ] as const)('[WW3][WW4] leaves %s alone for an hour', (_name, presenceId, shows, acts) => {
    for (const clientOpen of acts.length > 0 ? [true] : [true, false]) {
      expect(faultsOf(standing(presenceId, clientOpen, acts), standsFor(HOUR, shows))).toEqual([]);
    }
  });

  it('[MP1][WW3] leaves a logged-out agent and their Teams alone for an hour', () => {
    expect(DEFINITIONS.some((one) => one.presenceId === 'p-out')).toBe(true);
    expect(faultsOf(standing('p-out', true, []), standsFor(HOUR, 'Available'))).toEqual([]);
  });
});
