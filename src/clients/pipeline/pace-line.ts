import type { Rank } from '../../core/pace';
import type { Priority } from './exchange';
import type { Grant } from './pace';

export interface Waiting {
  readonly priority: Priority;
  /** Of the work; it may have stood in line before. */
  readonly since: number;
  readonly joinedAt: number;
  readonly answer: (grant: Grant) => void;
}

const ORDER: readonly Priority[] = ['change', 'sweep', 'renewal'];
const RANKS: Readonly<Record<Priority, Rank>> = { change: 1, sweep: 2, renewal: 3 };

/** Who waits for one key, in the order of spending (TN5); among equals the oldest work first. */
export class PaceLine {
  readonly #waiting: Readonly<Record<Priority, Waiting[]>> = { change: [], sweep: [], renewal: [] };
  readonly #sweepWaitMs: number;

  constructor(sweepWaitMs: number) {
    this.#sweepWaitMs = sweepWaitMs;
  }

  add(waiting: Waiting): void {
    const line = this.#waiting[waiting.priority];
    const younger = line.findIndex((one) => one.since > waiting.since);
    line.splice(younger < 0 ? line.length : younger, 0, waiting);
  }

  remove(waiting: Waiting): void {
    const line = this.#waiting[waiting.priority];
    const place = line.indexOf(waiting);
    if (place >= 0) line.splice(place, 1);
  }

  /** A sweep that has waited long enough goes before all. */
  first(now: number): Waiting | undefined {
    const [sweep] = this.#waiting.sweep;
    if (sweep && this.rankOf(sweep, now) === 0) return sweep;
    for (const priority of ORDER) {
      const [waiting] = this.#waiting[priority];
      if (waiting) return waiting;
    }
    return undefined;
  }

  rankOf({ priority, since }: Pick<Waiting, 'priority' | 'since'>, now: number): Rank {
    return priority === 'sweep' && since <= now - this.#sweepWaitMs ? 0 : RANKS[priority];
  }

  /** How many of this rank wait. */
  countOf(rank: Rank, now: number): number {
    return this.all().filter((one) => this.rankOf(one, now) === rank).length;
  }

  /** How many would go before it. */
  countBefore(newcomer: Pick<Waiting, 'priority' | 'since'>, now: number): number {
    const rank = this.rankOf(newcomer, now);
    const goesBefore = (one: Waiting): boolean => {
      const other = this.rankOf(one, now);
      return other < rank || (other === rank && one.since <= newcomer.since);
    };
    return this.all().filter(goesBefore).length;
  }

  all(): readonly Waiting[] {
    return ORDER.flatMap((priority) => this.#waiting[priority]);
  }

  isEmpty(): boolean {
    return ORDER.every((priority) => this.#waiting[priority].length === 0);
  }
}
