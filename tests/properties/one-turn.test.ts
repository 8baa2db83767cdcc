/** One turn at a time, whoever asks, dies or wakes up late; no fact is lost and none read twice. */
import * as fc from 'fast-check';
import { openTestStore } from '../store/open-store';
import type { OpenStore } from '../store/open-store';
import { proveOf } from './world/prove-of';
import { CLAIM_MS, TurnModel } from './world/turn-model';
import type { Judgement } from './world/turn-model';

type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'append'; readonly fact: number }
  | { readonly kind: 'claim'; readonly who: readonly number[] }
  | { readonly kind: 'intend' | 'settle'; readonly who: number; readonly judgement: Judgement }
  | {
      readonly kind: 'settle-under-claim';
      readonly who: number;
      readonly other: number;
      readonly judgement: Judgement;
    };

const who = fc.nat({ max: 2 });
const judgement: fc.Arbitrary<Judgement> = fc.record({
  outcomes: fc.array(fc.constantFrom('taken' as const, 'dropped' as const, 'waits' as const), {
    minLength: 1,
    maxLength: 3,
  }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 2 * CLAIM_MS })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('append' as const), fact: fc.nat({ max: 9 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      who: fc.uniqueArray(who, { minLength: 1 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('intend' as const), who, judgement }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const), who, judgement }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('settle-under-claim' as const),
      who,
      other: who,
      judgement,
    }),
  },
);

async function take(model: TurnModel, one: Step): Promise<void> {
  switch (one.kind) {
    case 'pass':
      return model.pass(one.ms);
    case 'append':
      return model.append(one.fact);
    case 'claim':
      return model.claimAtOnce(one.who);
    case 'intend':
      return model.intend(one.who, one.judgement);
    case 'settle':
      return model.settle(one.who, one.judgement);
    case 'settle-under-claim':
      return model.settleUnderClaim(one.who, one.other, one.judgement);
  }
}

describe('one turn', () => {
  let open: OpenStore;
  beforeAll(async () => {
    open = await openTestStore();
  });
  afterAll(() => open.close());

  it('[TN1][TN2][TN3] goes to one process; who has lost it leaves no mark, and every fact is read once', async () => {
    await proveOf({
      arbitrary: fc.array(step, { minLength: 4, maxLength: 30, size: 'max' }),
      judge: async (steps) => {
        const model = await TurnModel.open(open.store);
        for (const one of steps) await take(model, one);
        return model.end();
      },
      sharePercent: 4,
      number: 92,
    });
  });
});
