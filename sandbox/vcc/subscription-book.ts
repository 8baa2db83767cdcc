import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../clock';
import type { VccKnobs } from '../contract';
import { ksuidOf } from './ids';

/** Types, not interfaces, so that they fit where any record is asked for. */
export type SubscriptionFields = {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  readonly secret: string;
};

/** As the API shows it, and the secret. */
export type StoredSubscription = SubscriptionFields & { readonly subscriptionId: string };

/** What deliveries go by: lags behind what the API shows. */
export interface LiveSubscription {
  /** Undefined before the first activation and after a deletion took effect. */
  inForce: StoredSubscription | undefined;
  failuresInARow: number;
}

interface Entry {
  stored: StoredSubscription;
  readonly live: LiveSubscription;
  edits: number;
  editInForce: number;
}

/** Subscriptions of one account. Every edit takes effect `activationDelayMs` later (3.1). */
export class SubscriptionBook {
  readonly #clock: SandboxClock;
  readonly #knobs: VccKnobs;
  readonly #accountKey: string;
  readonly #entries = new Map<string, Entry>();
  readonly #live = new Set<LiveSubscription>();

  constructor(options: {
    readonly clock: SandboxClock;
    readonly knobs: VccKnobs;
    readonly accountKey: string;
  }) {
    this.#clock = options.clock;
    this.#knobs = options.knobs;
    this.#accountKey = options.accountKey;
  }

  all(): readonly StoredSubscription[] {
    return [...this.#entries.values()].map(({ stored }) => stored);
  }

  get(subscriptionId: string): StoredSubscription | undefined {
    return this.#entries.get(subscriptionId)?.stored;
  }

  /** Those that deliveries go to now. */
  inForce(): readonly LiveSubscription[] {
    return [...this.#live];
  }

  create(
    fields: Omit<SubscriptionFields, 'secret'> & { readonly secret?: string },
  ): StoredSubscription {
    const secret = fields.secret ?? randomBytes(32).toString('base64');
    const unique = randomBytes(8).toString('hex');
    const subscriptionId = ksuidOf('subscription', this.#accountKey, unique);
    const stored: StoredSubscription = { subscriptionId, ...fields, secret };
    const live: LiveSubscription = { inForce: undefined, failuresInARow: 0 };
    const entry: Entry = { stored, live, edits: 0, editInForce: 0 };
    this.#entries.set(subscriptionId, entry);
    this.#schedule(entry, stored);
    return stored;
  }

  edit(
    subscriptionId: string,
    changes: Partial<SubscriptionFields>,
  ): StoredSubscription | undefined {
    const entry = this.#entries.get(subscriptionId);
    if (!entry) return undefined;
    entry.stored = { ...entry.stored, ...changes };
    this.#schedule(entry, entry.stored);
    return entry.stored;
  }

  delete(subscriptionId: string): boolean {
    const entry = this.#entries.get(subscriptionId);
    if (!entry) return false;
    this.#entries.delete(subscriptionId);
    this.#schedule(entry, undefined);
    return true;
  }

  /** Counts the outcome of an attempt; enough failures in a row disable it where the knob says so. */
  noteAttempt(live: LiveSubscription, isDelivered: boolean): void {
    live.failuresInARow = isDelivered ? 0 : live.failuresInARow + 1;
    const limit = this.#knobs.disableAfterFailures ?? 0;
    if (!limit || live.failuresInARow < limit || !live.inForce) return;
    live.inForce = { ...live.inForce, enabled: false };
    const entry = this.#entries.get(live.inForce.subscriptionId);
    if (entry) entry.stored = { ...entry.stored, enabled: false };
  }

  #schedule(entry: Entry, state: StoredSubscription | undefined): void {
    const edit = ++entry.edits;
    const activate = () => this.#activate(entry, { edit, state });
    const delayMs = this.#knobs.activationDelayMs;
    if (delayMs <= 0) activate();
    else this.#clock.at(this.#clock.now() + delayMs, activate);
  }

  #activate(
    entry: Entry,
    { edit, state }: { readonly edit: number; readonly state: StoredSubscription | undefined },
  ): void {
    // The knob may have been lowered between two edits: the newer edit stays in force.
    if (edit < entry.editInForce) return;
    entry.editInForce = edit;
    entry.live.inForce = state;
    if (state?.enabled) entry.live.failuresInARow = 0;
    if (state) this.#live.add(entry.live);
    else this.#live.delete(entry.live);
  }
}
