import type { Clock } from '../../runtime/clock';
import type { Priority } from './exchange';
import type { Budget, Grant } from './pace';
import { WindowLog } from './window-log';

export interface LaneSettings {
  readonly clock: Clock;
  readonly budget: Budget;
  readonly maxWaitMs: number;
  readonly sweepWaitMs: number;
}

interface Waiting {
  readonly since: number;
  readonly answer: (grant: Grant) => void;
}

const ORDER: readonly Priority[] = ['change', 'sweep', 'renewal'];

/** The line before one key's budget. */
export class PaceLane {
  readonly #settings: LaneSettings;
  readonly #log: WindowLog;
  readonly #waiting: Record<Priority, Set<Waiting>> = {
    change: new Set(),
    sweep: new Set(),
    renewal: new Set(),
  };
  #pausedUntil = -Infinity;
  /** Ends the sleep of the one who serves the line, so that it looks again. */
  #nudge: AbortController | undefined;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
    this.#log = new WindowLog(settings.budget);
  }

  take(priority: Priority, signal: AbortSignal): Promise<Grant> {
    const waitMs = this.#freeInMs();
    if (signal.aborted || this.#pauseLeftMs() > this.#settings.maxWaitMs) {
      return Promise.resolve({ ok: false, afterMs: waitMs });
    }
    if (waitMs <= 0 && this.#first() === undefined) return Promise.resolve(this.#grant());
    return this.#wait(priority, signal);
  }

  pause(untilMs: number): void {
    if (untilMs <= this.#pausedUntil) return;
    this.#pausedUntil = untilMs;
    if (this.#pauseLeftMs() > this.#settings.maxWaitMs) this.#sendAllHome();
    this.#nudge?.abort();
  }

  isIdle(): boolean {
    const nowMs = this.#settings.clock.now();
    return this.#log.isEmpty(nowMs) && nowMs >= this.#pausedUntil && !this.#first();
  }

  #wait(priority: Priority, signal: AbortSignal): Promise<Grant> {
    const line = this.#waiting[priority];
    return new Promise((resolve) => {
      const answer = (grant: Grant): void => {
        signal.removeEventListener('abort', leave);
        line.delete(waiting);
        resolve(grant);
        if (!this.#first()) this.#nudge?.abort();
      };
      const leave = (): void => answer({ ok: false, afterMs: this.#freeInMs() });
      const waiting = { since: this.#settings.clock.now(), answer };
      line.add(waiting);
      signal.addEventListener('abort', leave, { once: true });
      if (!this.#nudge) void this.#serve();
    });
  }

  async #serve(): Promise<void> {
    while (this.#first()) {
      const waitMs = this.#freeInMs();
      if (waitMs <= 0) {
        this.#first()?.answer(this.#grant());
        continue;
      }
      this.#nudge = new AbortController();
      await this.#settings.clock.sleep(Math.ceil(waitMs), this.#nudge.signal);
    }
    this.#nudge = undefined;
  }

  /** Changes, sweeps, renewals; but a sweep that has waited long enough goes before all. */
  #first(): Waiting | undefined {
    const sweep = first(this.#waiting.sweep);
    const overdue = this.#settings.clock.now() - this.#settings.sweepWaitMs;
    if (sweep && sweep.since <= overdue) return sweep;
    for (const priority of ORDER) {
      const waiting = first(this.#waiting[priority]);
      if (waiting) return waiting;
    }
    return undefined;
  }

  #grant(): Grant {
    this.#log.add(this.#settings.clock.now());
    return { ok: true };
  }

  #freeInMs(): number {
    const nowMs = this.#settings.clock.now();
    const freeAt = Math.max(
      this.#log.freeAt(nowMs),
      this.#log.last() + this.#log.gapMs(nowMs),
      this.#pausedUntil,
    );
    return Math.max(0, freeAt - nowMs);
  }

  #pauseLeftMs(): number {
    return this.#pausedUntil - this.#settings.clock.now();
  }

  #sendAllHome(): void {
    for (const priority of ORDER) {
      for (const waiting of [...this.#waiting[priority]]) {
        waiting.answer({ ok: false, afterMs: this.#freeInMs() });
      }
    }
  }
}

function first(line: ReadonlySet<Waiting>): Waiting | undefined {
  for (const waiting of line) return waiting;
  return undefined;
}
