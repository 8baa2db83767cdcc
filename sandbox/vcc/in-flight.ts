/** Work that is under way, so that tests can wait for its end. */
export class InFlight {
  readonly #running = new Set<Promise<void>>();

  track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** Resolves when nothing is under way, also nothing that began meanwhile. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }
}
