import type { VccKnobs } from '../contract';

/** Guesses where the documents say nothing; README.md lists each one as such. */
export function defaultKnobs(): VccKnobs {
  return {
    patchWhileEngaged: 'accept',
    patchLoggedOut: 'accept',
    patchNonSelectable: 'refuse',
    patchSamePresence: 'no-op',
    unknownIds: 'omit',
    eventCategoryCase: 'camel',
    retryDelaysMs: [1_000, 5_000, 30_000, 60_000, 300_000, 900_000, 3_600_000],
    webhookTimeoutMs: 10_000,
    activationDelayMs: 30_000,
    budget: { requests: 160, windowMs: 60_000 },
    deliveryDelayMs: 0,
    deliverTwice: 0,
    lose: 0,
    shuffleMs: 0,
    eventVersion: 'v1',
    seed: 1,
    invalidClientStatus: 400,
    multiScope: 'accept',
    deleteSubscriptionStatus: 200,
    callStatus: 202,
    disableAfterFailures: 0,
  };
}
