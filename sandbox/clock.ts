/** What a sandbox server knows of time. Instants are epoch milliseconds. */
export interface SandboxClock {
  now(): number;
  /** Runs `task` once, at or after the instant; the answer cancels it. */
  at(instantMs: number, task: () => void): () => void;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/**
 * A clock that tests and the world page can move. `running` follows real time plus an offset,
 * otherwise it stands still until `advance` is called.
 */
export class MovableClock implements SandboxClock {
  readonly #running: boolean;
  #base: number;
  #startedAt: number;
  #order = 0;
  #timers: Timer[] = [];
  #wakeUp: NodeJS.Timeout | undefined;

  constructor(options: { readonly start?: number; readonly running?: boolean } = {}) {
    this.#running = options.running ?? false;
    this.#base = options.start ?? Date.now();
    this.#startedAt = performance.now();
  }

  now(): number {
    return this.#running
      ? Math.floor(this.#base + performance.now() - this.#startedAt)
      : this.#base;
  }

  at(instantMs: number, task: () => void): () => void {
    const timer: Timer = { at: instantMs, order: this.#order++, task };
    this.#timers.push(timer);
    this.#arm();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /**
   * Moves time on by `ms`. Every timer on the way fires at its own instant, in order; between two
   * instants `settle` (default: one turn of the event loop) lets what fired come to rest.
   */
  async advance(ms: number, settle: () => Promise<void> = nextTurn): Promise<void> {
    const end = this.now() + ms;
    for (let due = this.#nextDue(end); due; due = this.#nextDue(end)) {
      if (due.at > this.now()) this.#moveTo(due.at);
      this.#fire(due);
      await settle();
    }
    if (end > this.now()) this.#moveTo(end);
    await settle();
  }

  /** Instant of the next timer, if any. */
  nextAt(): number | undefined {
    return this.#sorted()[0]?.at;
  }

  close(): void {
    this.#timers = [];
    clearTimeout(this.#wakeUp);
  }

  #moveTo(instant: number): void {
    this.#base = instant;
    this.#startedAt = performance.now();
  }

  #sorted(): Timer[] {
    return this.#timers.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  #nextDue(end: number): Timer | undefined {
    const first = this.#sorted()[0];
    return first && first.at <= end ? first : undefined;
  }

  #fire(timer: Timer): void {
    this.#timers = this.#timers.filter((other) => other !== timer);
    timer.task();
  }

  #arm(): void {
    if (!this.#running) return;
    clearTimeout(this.#wakeUp);
    const next = this.nextAt();
    if (next === undefined) return;
    this.#wakeUp = setTimeout(
      () => this.#fireDue(),
      Math.max(0, Math.min(next - this.now(), 2 ** 31 - 1)),
    );
    this.#wakeUp.unref();
  }

  #fireDue(): void {
    for (let due = this.#nextDue(this.now()); due; due = this.#nextDue(this.now())) this.#fire(due);
    this.#arm();
  }
}

async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
