/** Tries a property over drawn values of any kind; a failure is shrunk and told with what is wrong. */
import * as fc from 'fast-check';
import { casesOf, noteCases, seedOf } from './runs';

export interface PropertyOf<T> {
  readonly arbitrary: fc.Arbitrary<T>;
  /** Answers what is wrong. */
  judge(drawn: T): Promise<readonly string[]>;
  readonly sharePercent: number;
  /** Makes the drawn cases of each property its own. */
  readonly number: number;
}

export async function proveOf<T>({
  arbitrary,
  judge,
  sharePercent,
  number,
}: PropertyOf<T>): Promise<void> {
  const holds = fc.asyncProperty(arbitrary, async (drawn) => (await judge(drawn)).length === 0);
  const details = await fc.check(holds, { numRuns: casesOf(sharePercent), seed: seedOf(number) });
  if (!details.failed) return noteCases(details.numRuns);
  const [drawn] = details.counterexample ?? [];
  const path = `seed ${details.seed}, path ${details.counterexamplePath ?? ''}`;
  const faults = drawn === undefined ? [String(details.errorInstance)] : await told(judge, drawn);
  const story = [...faults, JSON.stringify(drawn)].join('\n');
  throw new Error(`After ${details.numRuns} cases (${path})\n${story}`);
}

async function told<T>(judge: PropertyOf<T>['judge'], drawn: T): Promise<readonly string[]> {
  try {
    return await judge(drawn);
  } catch (error) {
    return [`thrown: ${String(error)}`];
  }
}
