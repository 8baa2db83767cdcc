const MOST_AHEAD = 16;

/** What a lane has drawn and not used yet, and how much more than needed it should draw. */
export class GrantsInHand {
  #count = 0;
  #until = -Infinity;
  #ahead = 0;

  /** True: one of them is spent. */
  spend(now: number): boolean {
    if (!this.has(now)) return false;
    this.#count -= 1;
    return true;
  }

  has(now: number): boolean {
    return this.#count > 0 && now <= this.#until;
  }

  fill(granted: number, until: number): void {
    if (granted === 0) return;
    this.#count = granted;
    this.#until = until;
  }

  /**
   * How many to draw beyond those who wait, so that not every request of a busy key pays a way to
   * the ledger: twice as many when the last were all used in time, half when some were wasted.
   */
  ahead(now: number, isPlenty: boolean): number {
    const inTime = this.#count === 0 && now <= this.#until;
    this.#ahead = inTime ? Math.min(MOST_AHEAD, this.#ahead * 2 + 1) : this.#ahead >> 1;
    return isPlenty ? this.#ahead : 0;
  }
}
