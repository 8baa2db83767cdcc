/** A process that may die between any two steps, and calls that may meet any fate. */
import * as fc from 'fast-check';

/** What becomes of a call: lost on its way, or its answer; or answered with an error. */
export type Fate = 'through' | 'retry' | 'lost' | 'cut' | 'refused' | 'forbidden';

export interface Trouble {
  /** Of the calls to come, in their order; what is not named goes through. */
  readonly fates: readonly Fate[];
  /** The process dies after so many steps; null: it lives. */
  readonly diesAfter: number | null;
}

export const NO_TROUBLE: Trouble = { fates: [], diesAfter: null };

export const anyTrouble: fc.Arbitrary<Trouble> = fc.record({
  fates: fc.array(
    fc.constantFrom<Fate>('through', 'through', 'retry', 'lost', 'cut', 'refused', 'forbidden'),
    { maxLength: 5 },
  ),
  diesAfter: fc.option(fc.nat({ max: 12 }), { freq: 2 }),
});

class Death extends Error {}

export class Power {
  private fates: Fate[] = [];
  private stepsLeft = Infinity;

  /** Runs it in a process of its own; what it answers is lost if the process dies. */
  async run<T>(trouble: Trouble, work: () => Promise<T>): Promise<T | null> {
    this.fates = [...trouble.fates];
    this.stepsLeft = trouble.diesAfter ?? Infinity;
    try {
      return await work();
    } catch (error) {
      if (error instanceof Death) return null;
      throw error;
    } finally {
      this.fates = [];
      this.stepsLeft = Infinity;
    }
  }

  /** Before and after everything that is stored or leaves. */
  step(): void {
    this.stepsLeft -= 1;
    if (this.stepsLeft < 0) throw new Death('The process died.');
  }

  nextFate(): Fate {
    return this.fates.shift() ?? 'through';
  }

  /** One step that stores something. */
  stores<T>(happen: () => T): Promise<T> {
    return Promise.resolve().then(() => {
      this.step();
      const result = happen();
      this.step();
      return result;
    });
  }
}
