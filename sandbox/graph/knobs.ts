import type { GraphKnobs } from '../contract';
import type { IdleForm } from './presence/pairs';

/** All that can be turned: the contract's knobs and the rarer ones. README.md names the guesses. */
export interface AllGraphKnobs extends GraphKnobs {
  /** How "idle after the first timeout" is spelt; Microsoft documents both. */
  idleForm: IdleForm;
  /** Wrap single presence reads in `value: [ ]`, as one old sample does. */
  wrapSingleReads: boolean;
  /** `Retry-After` on 429 answers. */
  sendRetryAfter: boolean;
  /** Latency of change notifications; documented below 10 s on average, at most 60 s. */
  notificationDelayMs: number;
  /** Between 0 and 1, decided by a seeded generator. */
  notifyTwice: number;
  loseNotifications: number;
  /** Up to this much extra latency, so that notifications overtake each other. */
  shuffleNotificationsMs: number;
  /** The shape of a live sample of 2022: key syntax, clear values inside `resourceData`. */
  notifyAsIn2022: boolean;
  /** What to forge in notifications: receivers must notice. */
  forge: 'signature' | 'client-state' | 'validation-token' | undefined;
  /** Version of the validation tokens. */
  validationTokenVersion: '1.0' | '2.0';
  /** How long an ended subscription still counts against the quota. */
  zombieQuotaMs: number;
  seed: number;
}

const MINUTE_MS = 60_000;

export function defaultKnobs(): AllGraphKnobs {
  return {
    readLagMs: 0,
    writeStatus: 200,
    unknownIds: 'omit',
    clearLiftsHandSet: true,
    sendSequenceNumber: true,
    callShowsOverPreferred: false,
    budget: { requests: 1500, windowMs: 30_000 },
    clientIdleMs: 5 * MINUTE_MS,
    clientAwayMs: 15 * MINUTE_MS,
    idleForm: 'concept-page',
    wrapSingleReads: false,
    sendRetryAfter: true,
    notificationDelayMs: 2000,
    notifyTwice: 0,
    loseNotifications: 0,
    shuffleNotificationsMs: 0,
    notifyAsIn2022: false,
    forge: undefined,
    validationTokenVersion: '1.0',
    zombieQuotaMs: 0,
    seed: 1,
  };
}
