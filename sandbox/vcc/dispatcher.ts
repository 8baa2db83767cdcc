import type { SandboxClock } from '../clock';
import type { VccKnobs } from '../contract';
import type { CloudEvent } from './cloud-events';
import { fitsType } from './event-types';
import { InFlight } from './in-flight';
import { createRandom } from './random';
import type { Random } from './random';
import type { Sender } from './sender';
import { signPayload } from './signature';
import type { LiveSubscription, StoredSubscription, SubscriptionBook } from './subscription-book';

const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1000;

interface Delivery {
  readonly to: LiveSubscription;
  readonly body: Buffer;
  readonly firstAt: number;
  failures: number;
}

export interface DispatcherOptions {
  readonly clock: SandboxClock;
  readonly knobs: VccKnobs;
  readonly sender: Sender;
  readonly book: SubscriptionBook;
}

/** Brings events to the subscriptions in force (3.2), with the knobs' mishaps. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #inFlight = new InFlight();
  #random: { readonly seed: number; readonly next: Random } | undefined;
  #isClosed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  dispatch(event: CloudEvent): void {
    const body = Buffer.from(JSON.stringify(event));
    for (const live of this.#options.book.inForce()) {
      const target = live.inForce;
      if (!target?.enabled || !target.events.some((name) => fitsType(name, event.type))) continue;
      for (const delayMs of this.#delays()) this.#start({ live, body, delayMs });
    }
  }

  idle(): Promise<void> {
    return this.#inFlight.idle();
  }

  /** Starts nothing any more. */
  close(): void {
    this.#isClosed = true;
  }

  /** One delay per copy that goes out: none when the event is lost, two when it is sent twice. */
  #delays(): readonly number[] {
    const { lose, deliverTwice, deliveryDelayMs, shuffleMs } = this.#options.knobs;
    const next = this.#nextRandom();
    // Always four draws, so that one knob does not change what the seed means for another.
    const [isLost, isTwice] = [next() < lose, next() < deliverTwice];
    const delays = [next(), next()].map((share) => deliveryDelayMs + Math.floor(share * shuffleMs));
    return isLost ? [] : delays.slice(0, isTwice ? 2 : 1);
  }

  #nextRandom(): Random {
    const { seed } = this.#options.knobs;
    if (this.#random?.seed !== seed) this.#random = { seed, next: createRandom(seed) };
    return this.#random.next;
  }

  #start(copy: {
    readonly live: LiveSubscription;
    readonly body: Buffer;
    readonly delayMs: number;
  }): void {
    const now = this.#options.clock.now();
    const delivery: Delivery = { to: copy.live, body: copy.body, firstAt: now, failures: 0 };
    if (copy.delayMs <= 0) this.#attempt(delivery);
    else this.#options.clock.at(now + copy.delayMs, () => this.#attempt(delivery));
  }

  #attempt(delivery: Delivery): void {
    const target = delivery.to.inForce;
    if (this.#isClosed || !target?.enabled) return;
    this.#inFlight.track(this.#sendOnce(delivery, target));
  }

  async #sendOnce(delivery: Delivery, target: StoredSubscription): Promise<void> {
    const isDelivered = await this.#post(target, delivery.body);
    if (this.#isClosed) return;
    this.#options.book.noteAttempt(delivery.to, isDelivered);
    if (!isDelivered) this.#retryLater(delivery);
  }

  async #post(target: StoredSubscription, body: Buffer): Promise<boolean> {
    const { clock, knobs, sender } = this.#options;
    const abort = new AbortController();
    const cancel = clock.at(clock.now() + knobs.webhookTimeoutMs, () => abort.abort());
    const headers = {
      'content-type': 'application/cloudevents+json',
      'vonage-signature': signPayload(body, target.secret, clock.now()),
    };
    try {
      const status = await sender.post({ url: target.url, headers, body, signal: abort.signal });
      return status >= 200 && status <= 205;
    } catch {
      // Refused, cut or too slow: a failed attempt like any other.
      return false;
    } finally {
      cancel();
    }
  }

  #retryLater(delivery: Delivery): void {
    const { clock, knobs } = this.#options;
    const delays = knobs.retryDelaysMs;
    const delayMs = delays[delivery.failures] ?? delays.at(-1);
    if (delayMs === undefined) return;
    const nextAt = clock.now() + delayMs;
    if (nextAt > delivery.firstAt + GIVE_UP_AFTER_MS) return;
    delivery.failures += 1;
    clock.at(nextAt, () => this.#attempt(delivery));
  }
}
