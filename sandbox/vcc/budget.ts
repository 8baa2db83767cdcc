import type { VccKnobs } from '../contract';

const COMPACT_BEYOND = 1024;

/** Counts requests of one account in a sliding window; a refused request does not count. */
export class Budget {
  #seen: number[] = [];
  #first = 0;

  isOver(nowMs: number, { requests, windowMs }: VccKnobs['budget']): boolean {
    this.#forget(nowMs - windowMs);
    if (this.#seen.length - this.#first >= requests) return true;
    this.#seen.push(nowMs);
    return false;
  }

  #forget(untilMs: number): void {
    while ((this.#seen[this.#first] ?? Infinity) <= untilMs) this.#first += 1;
    if (this.#first < COMPACT_BEYOND) return;
    this.#seen = this.#seen.slice(this.#first);
    this.#first = 0;
  }
}
