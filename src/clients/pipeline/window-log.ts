import type { Budget } from './pace';

/** The instants of the last `budget.requests` grants: a ring. */
export class WindowLog {
  readonly #budget: Budget;
  readonly #instants: Float64Array;
  #first = 0;
  #count = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#instants = new Float64Array(budget.requests);
  }

  /** Earliest instant at which one more may leave without overspending any window. */
  freeAt(nowMs: number): number {
    this.#forget(nowMs);
    if (this.#count < this.#budget.requests) return nowMs;
    return this.#oldest() + this.#budget.windowMs;
  }

  /**
   * Gap to the one before. Half the budget may go as it comes; the rest is spread over what is left
   * of the window, so that a burst does not shut the door on everybody for the rest of it.
   */
  gapMs(nowMs: number): number {
    const left = this.#budget.requests - this.#count;
    if (left <= 0 || this.#count * 2 < this.#budget.requests) return 0;
    return Math.max(0, this.#oldest() + this.#budget.windowMs - nowMs) / left;
  }

  last(): number {
    if (this.#count === 0) return -Infinity;
    return this.#instants[(this.#first + this.#count - 1) % this.#instants.length] ?? -Infinity;
  }

  add(nowMs: number): void {
    this.#instants[(this.#first + this.#count) % this.#instants.length] = nowMs;
    this.#count += 1;
  }

  isEmpty(nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#count === 0;
  }

  #oldest(): number {
    return this.#instants[this.#first] ?? 0;
  }

  #forget(nowMs: number): void {
    while (this.#count > 0 && this.#oldest() + this.#budget.windowMs <= nowMs) {
      this.#first = (this.#first + 1) % this.#instants.length;
      this.#count -= 1;
    }
  }
}
