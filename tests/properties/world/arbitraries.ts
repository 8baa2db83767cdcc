/** Scenarios as fast-check draws them: everything from the plain house to any mapping in a storm. */
import * as fc from 'fast-check';
import type { Definition } from '../../../src/core/agent-state';
import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../../../src/core/mapping';
import type {
  AgentRow,
  Mapping,
  Policies,
  PresencePair,
  PresenceRow,
  Terms,
} from '../../../src/core/mapping';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time';
import type { Act, Knobs, Noise, Scenario, Start, TimedAct } from './scenario';
import { CALM, PLAIN_KNOBS } from './scenario';

export const SETTLE_MS = 8 * SECOND;

export const DEFINITIONS: readonly Definition[] = [
  { presenceId: 'p-ready', category: 'Ready', name: 'Ready', selectable: true },
  { presenceId: 'p-outbound', category: 'Ready', name: 'Ready (Outbound)', selectable: true },
  { presenceId: 'p-away', category: 'Away', name: 'Away', selectable: true },
  { presenceId: 'p-lunch', category: 'Away', name: 'Lunch', selectable: true },
  { presenceId: 'p-ext', category: 'ExtendedAway', name: 'Extended Away', selectable: true },
  { presenceId: 'p-paper', category: 'ExtendedAway', name: 'Paperwork', selectable: false },
  { presenceId: 'p-out', category: 'LoggedOut', name: 'Logged Out', selectable: true },
];

export const PLAIN_TERMS: Terms = {
  mapping: DEFAULT_MAPPING,
  policies: DEFAULT_POLICIES,
  definitions: DEFINITIONS,
  settleMs: SETTLE_MS,
};

export const CHOSEN_IDS: readonly [string, ...string[]] = [
  'p-ready',
  'p-outbound',
  'p-away',
  'p-lunch',
  'p-ext',
];
const HAND_PAIRS = ['Available', 'Busy', 'DoNotDisturb', 'BeRightBack', 'Away'].map(pair);
/** Every pair that Graph can be made to show (graph.md 2.3, 2.4). */
const SETTABLE: readonly PresencePair[] = [
  ...HAND_PAIRS,
  { availability: 'Busy', activity: 'InACall' },
  { availability: 'Busy', activity: 'InAConferenceCall' },
  { availability: 'DoNotDisturb', activity: 'Presenting' },
  { availability: 'Offline', activity: 'OffWork' },
];

function pair(word: string): PresencePair {
  return { availability: word, activity: word };
}

const gap = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 * SECOND }) },
  { weight: 4, arbitrary: fc.integer({ min: 20 * SECOND, max: 5 * MINUTE }) },
  { weight: 2, arbitrary: fc.integer({ min: 5 * MINUTE, max: 90 * MINUTE }) },
);

const presenceId = fc.constantFrom(...CHOSEN_IDS);
const flag = fc.boolean();

export const vccAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('vcc-set' as const), presenceId }) },
  fc.constant<Act>({ kind: 'vcc-log-out' }),
  fc.constant<Act>({ kind: 'vcc-log-in' }),
);

const PHASES = [
  'alerted',
  'connected',
  'held',
  'retrieved',
  'parked',
  'unparked',
  'disconnected',
  'wrapstarted',
  'ended',
];

export const phoneAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('channel' as const),
  channel: fc.constantFrom('one', 'two'),
  phase: fc.constantFrom(...PHASES),
});

export const handAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('hand-set' as const),
      pair: fc.constantFrom(...HAND_PAIRS),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Act>({ kind: 'hand-reset' }) },
);

export const callAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('call-begin' as const),
    call: fc.constantFrom('InACall' as const, 'InAConferenceCall' as const, 'Presenting' as const),
  }),
  fc.constant<Act>({ kind: 'call-end' }),
  fc.record({ kind: fc.constant('meeting' as const), on: flag }),
  fc.record({ kind: fc.constant('focusing' as const), on: flag }),
);

/** Nobody's choice: idleness and laptops. */
export const bodyAct: fc.Arbitrary<Act> = fc.constantFrom<Act>(
  { kind: 'walk-away' },
  { kind: 'come-back' },
  { kind: 'close-client' },
  { kind: 'open-client' },
);

export const orderAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('order-state' as const), presenceId }) },
  fc.record({
    kind: fc.constant('order-pause' as const),
    forMs: fc.option(fc.integer({ min: SECOND, max: 20 * MINUTE })),
  }),
  fc.constant<Act>({ kind: 'order-resume' }),
  fc.constant<Act>({ kind: 'order-show' }),
);

export const crashAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('crash' as const),
  skipSteps: fc.integer({ min: 0, max: 6 }),
  downMs: fc.oneof(
    fc.integer({ min: 0, max: 30 * SECOND }),
    fc.integer({ min: 30 * SECOND, max: 3 * HOUR }),
  ),
});

export const outageAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('graph-down' as const, 'vcc-down' as const),
  forMs: fc.integer({ min: SECOND, max: 20 * MINUTE }),
});

const spans = [3 * SECOND, 40 * SECOND, 10 * MINUTE, 3 * HOUR];

export const clockAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('clock-set' as const),
  byMs: fc.constantFrom(...spans, ...spans.map((ms) => -ms)),
});

export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: vccAct },
  { weight: 3, arbitrary: phoneAct },
  { weight: 5, arbitrary: handAct },
  { weight: 3, arbitrary: callAct },
  { weight: 4, arbitrary: bodyAct },
  { weight: 2, arbitrary: orderAct },
  { weight: 1, arbitrary: crashAct },
  { weight: 1, arbitrary: outageAct },
);

export function timed(
  act: fc.Arbitrary<Act>,
  after: fc.Arbitrary<number> = gap,
): fc.Arbitrary<TimedAct> {
  return fc.record({ afterMs: after, act });
}

export function actsOf(act: fc.Arbitrary<Act>, most = 12): fc.Arbitrary<readonly TimedAct[]> {
  return fc.array(timed(act), { maxLength: most, size: 'max' });
}

const percent = (max: number) => fc.constantFrom(0, Math.ceil(max / 3), max);

export const anyNoise: fc.Arbitrary<Noise> = fc.record({
  webhookLost: percent(30),
  webhookLate: percent(30),
  webhookRepeated: percent(30),
  readingLags: percent(60),
  readingRepeated: percent(30),
  choiceOvertaken: percent(20),
  callRetry: percent(20),
  callUnsent: percent(20),
  callUnknown: percent(20),
  callRefused: percent(5),
  callForbidden: percent(5),
  latencyMs: fc.constantFrom(0, 200, 2 * SECOND, 6 * SECOND),
});

/** Late, lagging and repeated, but every call answers. */
export const mildNoise: fc.Arbitrary<Noise> = anyNoise.map((noise) => ({
  ...noise,
  callRetry: 0,
  callUnsent: 0,
  callUnknown: 0,
  callRefused: 0,
  callForbidden: 0,
  latencyMs: Math.min(noise.latencyMs, 2 * SECOND),
}));

export const calmNoise: fc.Arbitrary<Noise> = fc.constant({ ...CALM, latencyMs: 200 });

export const anyKnobs: fc.Arbitrary<Knobs> = fc.record({
  clearingLiftsByHand: flag,
  patchWhileEngaged: fc.constantFrom('taken' as const, 'refused' as const, 'deferred' as const),
  patchWhileLoggedOut: fc.constantFrom('taken' as const, 'refused' as const),
  patchOfSameStamps: flag,
  sequenceNumbers: flag,
  idleActivity: fc.constantFrom(
    'Inactive' as const,
    'AvailableInactive' as const,
    'AvailableIdle' as const,
  ),
  commitsReadings: flag,
  remembersSweeps: flag,
  storeDropsRepeats: flag,
});

const shows = fc.option(fc.constantFrom(...SETTABLE), { freq: 5 });
const target = fc.option(
  fc
    .constantFrom(...DEFINITIONS)
    .map(({ presenceId: id, category, name }) => ({ presenceId: id, category, name })),
  { freq: 5 },
);

const agentRows: fc.Arbitrary<readonly AgentRow[]> = fc
  .tuple(shows, shows, shows, shows, fc.array(fc.tuple(presenceId, shows), { maxLength: 2 }))
  .map(([busy, ready, away, extended, own]) => [
    { when: { occupancy: 'not-available' }, shows: busy },
    { when: { category: 'Ready' }, shows: ready },
    { when: { category: 'Away' }, shows: away },
    { when: { category: 'ExtendedAway' }, shows: extended },
    { when: { category: 'LoggedOut' }, shows: null },
    ...own.map(([id, one]): AgentRow => ({ when: { presenceId: id }, shows: one })),
  ]);

const WORDS = ['Available', 'AvailableIdle', 'Busy', 'DoNotDisturb', 'BeRightBack', 'Away'];
const ACTIVITIES = ['InACall', 'InAConferenceCall', 'InAMeeting'];

const presenceRows: fc.Arbitrary<readonly PresenceRow[]> = fc
  .tuple(
    fc.subarray(WORDS, { minLength: 3 }),
    fc.subarray(ACTIVITIES),
    fc.array(target, {
      minLength: WORDS.length + ACTIVITIES.length,
      maxLength: WORDS.length + ACTIVITIES.length,
    }),
  )
  .map(([words, activities, targets]) => [
    ...activities.map((activity, index) => ({
      when: { availability: 'Busy', activity },
      sets: targets[WORDS.length + index] ?? null,
    })),
    ...words.map((availability, index) => ({
      when: { availability },
      sets: targets[index] ?? null,
    })),
  ]);

const mostly = fc.oneof(
  { weight: 9, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);

export const anyMapping: fc.Arbitrary<Mapping> = fc.oneof(
  fc.constant(DEFAULT_MAPPING),
  fc.record({
    agentToPresence: fc.record({ enabled: mostly, rows: agentRows }),
    presenceToAgent: fc.record({ enabled: mostly, rows: presenceRows }),
  }),
);

export const anyPolicies: fc.Arbitrary<Policies> = fc.record({
  handSet: fc.constantFrom('override' as const, 'respect' as const),
  callsMove: mostly,
  meetingsMove: flag,
  focusingMoves: flag,
  flapLimit: fc.constantFrom(6, 2, 1000),
});

export const anyTerms: fc.Arbitrary<Terms> = fc
  .record({ mapping: anyMapping, policies: anyPolicies })
  .map((own) => ({ ...PLAIN_TERMS, ...own }));

export const plainTerms: fc.Arbitrary<Terms> = fc.constant(PLAIN_TERMS);

export const anyStart: fc.Arbitrary<Start> = fc.record({
  presenceId: fc.constantFrom(...CHOSEN_IDS, 'p-out'),
  clientOpen: mostly,
  slot: fc.option(fc.constantFrom(...HAND_PAIRS), { freq: 3 }),
});

export const readyStart: fc.Arbitrary<Start> = fc.constant({
  presenceId: 'p-ready',
  clientOpen: true,
  slot: null,
});

export type Drawn = { readonly [Part in keyof Scenario]?: fc.Arbitrary<Scenario[Part]> };

/** The hostile world, with parts of it held still. */
export function scenarios(held: Drawn = {}): fc.Arbitrary<Scenario> {
  return fc.record({
    seed: held.seed ?? fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    terms: held.terms ?? anyTerms,
    start: held.start ?? anyStart,
    noise: held.noise ?? anyNoise,
    knobs: held.knobs ?? anyKnobs,
    acts: held.acts ?? actsOf(anyAct),
  });
}

export const plainKnobs: fc.Arbitrary<Knobs> = fc.constant(PLAIN_KNOBS);
