/** A whole run as data: who starts where, what people do and when, and how hostile the world is. */
import type { PresencePair, Terms } from '../../../src/core/mapping';
import type { CallKind } from './person';

/** What a person, the phone, an order or the machine room does. */
export type Act =
  | { readonly kind: 'vcc-set'; readonly presenceId: string }
  | { readonly kind: 'vcc-log-out' }
  | { readonly kind: 'vcc-log-in' }
  | { readonly kind: 'channel'; readonly channel: string; readonly phase: string }
  | { readonly kind: 'hand-set'; readonly pair: PresencePair }
  | { readonly kind: 'hand-reset' }
  | { readonly kind: 'call-begin'; readonly call: CallKind }
  | { readonly kind: 'call-end' }
  | { readonly kind: 'meeting'; readonly on: boolean }
  | { readonly kind: 'focusing'; readonly on: boolean }
  | { readonly kind: 'walk-away' }
  | { readonly kind: 'come-back' }
  | { readonly kind: 'close-client' }
  | { readonly kind: 'open-client' }
  | { readonly kind: 'order-state'; readonly presenceId: string }
  | { readonly kind: 'order-pause'; readonly forMs: number | null }
  | { readonly kind: 'order-resume' }
  | { readonly kind: 'order-show' }
  | { readonly kind: 'crash'; readonly skipSteps: number; readonly downMs: number }
  | { readonly kind: 'graph-down'; readonly forMs: number }
  | { readonly kind: 'vcc-down'; readonly forMs: number }
  /** The clock of the machine we run on is set forward, or back. */
  | { readonly kind: 'clock-set'; readonly byMs: number };

export interface TimedAct {
  readonly afterMs: number;
  readonly act: Act;
}

/** Percentages of what goes wrong. */
export interface Noise {
  readonly webhookLost: number;
  readonly webhookLate: number;
  readonly webhookRepeated: number;
  readonly readingLags: number;
  /** A reading equal to the last is told as well, as by another process. */
  readonly readingRepeated: number;
  /** Somebody chooses in VCC while a write to it is on its way. */
  readonly choiceOvertaken: number;
  readonly callRetry: number;
  /** It never left: no budget, or newer facts came while it waited in line. */
  readonly callUnsent: number;
  readonly callUnknown: number;
  readonly callRefused: number;
  readonly callForbidden: number;
  /** Longest latency of a call. */
  readonly latencyMs: number;
}

/** What the outside does not document. */
export interface Knobs {
  readonly clearingLiftsByHand: boolean;
  readonly patchWhileEngaged: 'taken' | 'refused' | 'deferred';
  readonly patchWhileLoggedOut: 'taken' | 'refused';
  readonly patchOfSameStamps: boolean;
  readonly sequenceNumbers: boolean;
  readonly idleActivity: 'AvailableIdle' | 'AvailableInactive' | 'Inactive';
  /** Is a reading of VCC committed before it leaves, like a write? */
  readonly commitsReadings: boolean;
  /** Does a new process know when the one before looked at Teams last? */
  readonly remembersSweeps: boolean;
  /** Does the store drop what it has seen already, before the core does? */
  readonly storeDropsRepeats: boolean;
}

export interface Start {
  readonly presenceId: string;
  readonly clientOpen: boolean;
  readonly slot: PresencePair | null;
}

export interface Scenario {
  readonly seed: number;
  readonly terms: Terms;
  readonly start: Start;
  readonly noise: Noise;
  readonly knobs: Knobs;
  readonly acts: readonly TimedAct[];
}

export const CALM: Noise = {
  webhookLost: 0,
  webhookLate: 0,
  webhookRepeated: 0,
  readingLags: 0,
  readingRepeated: 0,
  choiceOvertaken: 0,
  callRetry: 0,
  callUnsent: 0,
  callUnknown: 0,
  callRefused: 0,
  callForbidden: 0,
  latencyMs: 0,
};

export const PLAIN_KNOBS: Knobs = {
  clearingLiftsByHand: true,
  patchWhileEngaged: 'taken',
  patchWhileLoggedOut: 'taken',
  patchOfSameStamps: false,
  sequenceNumbers: false,
  idleActivity: 'Inactive',
  commitsReadings: true,
  remembersSweeps: true,
  storeDropsRepeats: true,
};
