import type { Drawn, Rank } from '../../core/pace';
import type { Clock } from '../../runtime/clock';
import { Appointments } from './appointments';
import { GrantsInHand } from './grants-in-hand';
import type { Grant, LaneTerms, PaceAsk } from './pace';
import { PaceLine } from './pace-line';
import type { Waiting } from './pace-line';

/** What was drawn is good for this long at least; the margin of the window covers it. */
const LEAST_USE_MS = 50;
/** When the ledger cannot be reached. */
const OUTAGE_MS = 1_000;
/** What a draw told of the room there is grows stale. */
const TOLD_MS = 1_000;
/** Drawing ahead takes nothing from anybody while a quarter of the budget may go as it comes. */
const PLENTY = 4;

/** The line before one key's budget, in this process. */
export class PaceLane {
  readonly #clock: Clock;
  readonly #terms: LaneTerms;
  readonly #line: PaceLine;
  readonly #hand = new GrantsInHand();
  readonly #appointments: Appointments;
  #pausedUntil = -Infinity;
  #againAt = -Infinity;
  #told: { readonly at: number; readonly room: number } | undefined;
  #isServed = false;
  /** Ends the sleep of the one who serves the line, so that it looks again. */
  #nudge: AbortController | undefined;

  constructor(clock: Clock, terms: LaneTerms) {
    this.#clock = clock;
    this.#terms = terms;
    this.#line = new PaceLine(terms.sweepWaitMs);
    const { requests, windowMs } = terms.budget;
    this.#appointments = new Appointments(windowMs / requests, () => terms.random());
  }

  take(ask: PaceAsk, signal: AbortSignal): Promise<Grant> {
    const now = this.#clock.now();
    const newcomer = { priority: ask.priority, since: Math.min(ask.since ?? now, now) };
    if (signal.aborted) return Promise.resolve(this.#letGo());
    const isOpen = this.#pausedUntil <= now && this.#line.isEmpty();
    if (isOpen && this.#hand.spend(now)) return Promise.resolve({ ok: true, waitedMs: 0 });
    if (this.#expectedWaitMs(newcomer) > this.#terms.maxWaitMs[ask.priority]) {
      return Promise.resolve(this.#sendHome());
    }
    return this.#wait(newcomer, signal);
  }

  pause(untilMs: number): void {
    if (untilMs <= this.#pausedUntil) return;
    this.#heed(untilMs);
    // The others learn of it by the ledger; should it be away, with our next draw.
    this.#drawFor(0).catch(() => undefined);
  }

  isIdle(): boolean {
    const now = this.#clock.now();
    return !this.#isServed && !this.#hand.has(now) && now >= this.#pausedUntil;
  }

  #heed(untilMs: number): void {
    if (untilMs <= this.#pausedUntil) return;
    this.#pausedUntil = untilMs;
    for (const one of this.#line.all()) {
      if (this.#pauseLeftMs() > this.#terms.maxWaitMs[one.priority]) one.answer(this.#sendHome());
    }
    this.#nudge?.abort();
  }

  #wait(newcomer: Pick<Waiting, 'priority' | 'since'>, signal: AbortSignal): Promise<Grant> {
    const over = new AbortController();
    return new Promise((resolve) => {
      const answer = (grant: Grant): void => {
        signal.removeEventListener('abort', leave);
        this.#line.remove(waiting);
        over.abort();
        resolve(grant);
        if (this.#line.isEmpty()) this.#nudge?.abort();
      };
      const leave = (): void => answer(this.#letGo());
      const waiting = { ...newcomer, joinedAt: this.#clock.now(), answer };
      this.#join(waiting);
      signal.addEventListener('abort', leave, { once: true });
      void this.#clock.sleep(this.#terms.maxWaitMs[waiting.priority], over.signal).then(() => {
        if (!over.signal.aborted) answer(this.#sendHome());
      });
    });
  }

  /** Whoever is more urgent than the one that is waited for has us look again at once. */
  #join(waiting: Waiting): void {
    const now = this.#clock.now();
    const before = this.#line.first(now);
    this.#line.add(waiting);
    if (!this.#isServed) void this.#serve();
    else if (before && this.#line.rankOf(waiting, now) < this.#line.rankOf(before, now)) {
      this.#nudge?.abort();
    }
  }

  async #serve(): Promise<void> {
    this.#isServed = true;
    try {
      await this.#serveAll();
    } catch {
      this.#sendAllHome();
    }
    this.#isServed = false;
    this.#nudge = undefined;
    // Somebody may have come in the moment between.
    if (!this.#line.isEmpty()) void this.#serve();
  }

  async #serveAll(): Promise<void> {
    for (let first = this.#first(); first; first = this.#first()) {
      const now = this.#clock.now();
      if (this.#pausedUntil > now) await this.#sleepUntil(this.#pausedUntil);
      else if (this.#hand.spend(now)) first.answer({ ok: true, waitedMs: now - first.joinedAt });
      else await this.#refill(first);
    }
  }

  async #refill(first: Waiting): Promise<void> {
    const now = this.#clock.now();
    const rank = this.#line.rankOf(first, now);
    const drawn = await this.#drawFor(this.#line.countOf(rank, now) + this.#aheadFor(now), rank);
    this.#hand.fill(drawn.granted, now + Math.max(this.#terms.useMs, LEAST_USE_MS));
    const next = this.#first();
    const isAsBefore = next && this.#line.rankOf(next, this.#clock.now()) >= rank;
    if (drawn.granted === 0 && isAsBefore) await this.#sleepUntil(drawn.againAt);
  }

  #aheadFor(now: number): number {
    const { useMs, budget } = this.#terms;
    return useMs > 0 ? this.#hand.ahead(now, this.#roomAt(now) * PLENTY >= budget.requests) : 0;
  }

  async #drawFor(wanted: number, rank: Rank = 3): Promise<Drawn> {
    const { key, shared, budget, useMs } = this.#terms;
    const now = this.#clock.now();
    const pausedUntil = Math.max(0, this.#pausedUntil);
    const drawn = await shared.draw(key, { wanted, rank, now, useMs, budget, pausedUntil });
    this.#told = { at: now, room: drawn.room };
    this.#againAt = drawn.againAt;
    this.#appointments.note(drawn);
    this.#heed(drawn.pausedUntil);
    return drawn;
  }

  async #sleepUntil(instant: number): Promise<void> {
    this.#nudge = new AbortController();
    const waitMs = Math.max(1, Math.ceil(instant - this.#clock.now()));
    await this.#clock.sleep(waitMs, this.#nudge.signal);
  }

  #first(): Waiting | undefined {
    return this.#line.first(this.#clock.now());
  }

  #expectedWaitMs(newcomer: Pick<Waiting, 'priority' | 'since'>): number {
    const now = this.#clock.now();
    const openMs = Math.max(0, this.#pauseLeftMs());
    const before = this.#line.countBefore(newcomer, now) - this.#roomAt(now);
    if (before < 0) return openMs;
    return Math.max(openMs, this.#againAt - now) + before * this.#appointments.ownGapMs();
  }

  /** Unknown is as good as plenty: the next draw tells. */
  #roomAt(now: number): number {
    return this.#told && now - this.#told.at < TOLD_MS ? this.#told.room : Infinity;
  }

  #pauseLeftMs(): number {
    return this.#pausedUntil - this.#clock.now();
  }

  /** Whoever leaves by themselves books nothing. */
  #letGo(): Grant {
    const openMs = this.#openAt() - this.#clock.now();
    return { ok: false, afterMs: Math.max(openMs, this.#appointments.ownGapMs()) };
  }

  #sendHome(): Grant {
    return { ok: false, afterMs: this.#appointments.book(this.#clock.now(), this.#openAt()) };
  }

  #openAt(): number {
    return Math.max(this.#pausedUntil, this.#againAt);
  }

  #sendAllHome(): void {
    this.#againAt = this.#clock.now() + OUTAGE_MS;
    for (const one of this.#line.all()) one.answer(this.#sendHome());
  }
}
