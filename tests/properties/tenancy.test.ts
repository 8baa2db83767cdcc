/** No fact of one tenant ever leads to a call with another tenant's token. */
import * as fc from 'fast-check';
import { SECOND } from '../../src/core/time';
import { openTestStore } from '../store/open-store';
import type { OpenStore } from '../store/open-store';
import { CHOSEN_IDS } from './world/arbitraries';
import { proveOf } from './world/prove-of';
import { TwoTenants } from './world/two-tenants';

type Step =
  | { readonly kind: 'event'; readonly at: number; readonly by: number; readonly state: string }
  | { readonly kind: 'teams'; readonly at: number; readonly word: string }
  | { readonly kind: 'order'; readonly at: number; readonly state: string };

interface Round {
  /** All at once. */
  readonly steps: readonly Step[];
  readonly afterMs: number;
}

const at = fc.nat({ max: 3 });
const state = fc.constantFrom(...CHOSEN_IDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ kind: fc.constant('event' as const), at, state })
    .map((one) => ({ ...one, by: one.at })),
  fc.record({ kind: fc.constant('event' as const), at, by: at, state }),
  fc.record({
    kind: fc.constant('teams' as const),
    at,
    word: fc.constantFrom('Available', 'Busy', 'DoNotDisturb', 'Away', 'BeRightBack'),
  }),
  fc.record({ kind: fc.constant('order' as const), at, state }),
);
const rounds: fc.Arbitrary<readonly Round[]> = fc.array(
  fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    afterMs: fc.integer({ min: 1, max: 15 * SECOND }),
  }),
  { minLength: 2, maxLength: 8, size: 'max' },
);

function take(house: TwoTenants, one: Step): Promise<void> {
  switch (one.kind) {
    case 'event':
      return house.event(one.at, one.by, one.state);
    case 'teams':
      return house.teams(one.at, one.word);
    case 'order':
      return house.order(one.at, one.state);
  }
}

describe('tenancy', () => {
  let open: OpenStore;
  beforeAll(async () => {
    open = await openTestStore();
  });
  afterAll(() => open.close());

  it('[TN1][WW5] no fact of one tenant or account leads to a call with another’s token', async () => {
    const house = new TwoTenants(open.store);
    await proveOf({
      arbitrary: rounds,
      judge: async (drawn) => {
        await house.found();
        for (const { steps, afterMs } of drawn) {
          await Promise.all(steps.map((one) => take(house, one)));
          await house.turns(afterMs);
        }
        await house.end();
        return house.faults.splice(0);
      },
      sharePercent: 2,
      number: 91,
    });
    // It is no proof where nobody calls.
    expect(house.calls).toBeGreaterThan(house.cases);
  });
});
