/** Tries a property over many scenarios; a failure is shrunk and told with the whole course of events. */
import * as fc from 'fast-check';
import { casesOf, noteCases, seedOf } from './runs';
import type { Scenario } from './scenario';
import { World } from './world';

const MOST_LINES = 400;

/** Plays the world it is given and answers what is wrong. */
export type Judge = (world: World) => readonly string[];

export interface Property {
  readonly scenarios: fc.Arbitrary<Scenario>;
  readonly judge: Judge;
  readonly sharePercent: number;
  /** Makes the drawn cases of each property its own. */
  readonly number: number;
}

export function prove({ scenarios, judge, sharePercent, number }: Property): void {
  const holds = fc.property(scenarios, (scenario) => faultsOf(scenario, judge).length === 0);
  const details = fc.check(holds, { numRuns: casesOf(sharePercent), seed: seedOf(number) });
  if (!details.failed) return noteCases(details.numRuns);
  const scenario = details.counterexample?.[0];
  if (!scenario) throw new Error(String(details.errorInstance));
  const path = `seed ${details.seed}, path ${details.counterexamplePath ?? ''}`;
  throw new Error(`After ${details.numRuns} cases (${path})\n${story(scenario, judge)}`);
}

export function faultsOf(scenario: Scenario, judge: Judge): readonly string[] {
  return judgeWorld(new World(scenario), judge);
}

function judgeWorld(world: World, judge: Judge): readonly string[] {
  try {
    return [...judge(world), ...world.ledger.faults];
  } catch (error) {
    return [`thrown: ${String(error)}`];
  }
}

function story(scenario: Scenario, judge: Judge): string {
  const world = new World(scenario, true);
  const faults = judgeWorld(world, judge);
  return [...new Set(faults), JSON.stringify(scenario), ...world.trace.slice(-MOST_LINES)].join(
    '\n',
  );
}
