/** Virtual time: what is to happen, in the order of its instants. */
interface Happening {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export class Timeline {
  now: number;
  private order = 0;
  private readonly ahead: Happening[] = [];

  constructor(now: number) {
    this.now = now;
  }

  /** Runs `run` at that instant; what is due already runs next. */
  at(instant: number, run: () => void): void {
    this.order += 1;
    this.ahead.push({ at: Math.max(instant, this.now), order: this.order, run });
  }

  after(ms: number, run: () => void): void {
    this.at(this.now + ms, run);
  }

  runUntil(instant: number): void {
    for (let next = this.takeNext(instant); next; next = this.takeNext(instant)) {
      this.now = next.at;
      next.run();
    }
    this.now = instant;
  }

  /** Never more than a few dozen are ahead, so a plain search is enough. */
  private takeNext(instant: number): Happening | undefined {
    let best = -1;
    for (let index = 0; index < this.ahead.length; index += 1) {
      const one = this.ahead[index]!;
      const first = this.ahead[best];
      if (one.at <= instant && (!first || isBefore(one, first))) best = index;
    }
    return best < 0 ? undefined : this.ahead.splice(best, 1)[0];
  }
}

function isBefore(one: Happening, other: Happening): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at;
}
