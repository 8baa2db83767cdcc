import type { Drawn } from '../../core/pace';

/** Denser than we can serve, so that the budget never lies idle while work sleeps. */
const OVERBOOKED = 1.25;
const JITTER = 0.1;
/** Nobody is sent away for longer, whatever was booked. */
const LONGEST_MS = 120_000;
/** Until so many grants have been seen, the share of the last ones counts for little. */
const REMEMBERED = 200;
const LEAST_SHARE = 0.02;

/**
 * When those who are sent home shall come back: one after the other at the pace at which this
 * process is served, so that ten thousand do not stand at the door at once.
 */
export class Appointments {
  readonly #random: () => number;
  /** Between two requests of all processes together, in the long run. */
  readonly #gapMs: number;
  #own = 0;
  #all = 0;
  #total: number | undefined;
  #bookedUntil = -Infinity;

  constructor(gapMs: number, random: () => number) {
    this.#gapMs = gapMs;
    this.#random = random;
  }

  note({ granted, total }: Drawn): void {
    this.#own += granted;
    this.#all += this.#total === undefined ? granted : Math.max(granted, total - this.#total);
    this.#total = total;
    if (this.#all < REMEMBERED) return;
    this.#own /= 2;
    this.#all /= 2;
  }

  /** Between two grants to this process: it shares the budget with others. */
  ownGapMs(): number {
    const share = this.#all > 0 ? Math.max(LEAST_SHARE, this.#own / this.#all) : 1;
    return this.#gapMs / share;
  }

  /** Milliseconds from now; never before `openAt`. */
  book(now: number, openAt: number): number {
    const from = Math.max(now, openAt);
    const next = Math.max(from, this.#bookedUntil) + this.ownGapMs() / OVERBOOKED;
    this.#bookedUntil = Math.min(next, from + LONGEST_MS);
    return Math.ceil((this.#bookedUntil - now) * (1 + JITTER * this.#random()));
  }
}
