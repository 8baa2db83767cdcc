import type { SandboxClock } from '../../clock';
import { createEndpointHealth } from './endpoint-health';
import type { EndpointHealth } from './endpoint-health';
import { post } from './outgoing';

const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 30 * 60 * 1000;
const GIVE_UP_MS = 4 * 60 * 60 * 1000;
const SLOW_DELAY_MS = 10_000;

/** Something to send; it is turned into JSON only when it leaves. */
export interface Letter {
  readonly url: string;
  readonly writtenAt: number;
  /** The item, or why there is none: wait for a token, or nobody wants it any more. */
  readonly compose: () => object | 'wait' | 'drop';
  /** Wraps the items of one POST. */
  readonly envelope: (items: readonly object[]) => Promise<object>;
}

/** Deliveries with retries, and what slow receivers bring upon themselves (graph.md 4.7). */
export class PostOffice {
  readonly #clock: SandboxClock;
  readonly #health: EndpointHealth;
  readonly #due = new Map<number, Letter[]>();
  readonly #underWay = new Set<Promise<void>>();
  #waiting: Letter[] = [];
  #isClosed = false;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
    this.#health = createEndpointHealth(clock);
  }

  /** Sends at an instant; what is due together for one URL goes in one POST. */
  sendAt(instantMs: number, letter: Letter): void {
    const instant = Math.max(instantMs, this.#clock.now());
    const known = this.#due.get(instant);
    if (known) return void known.push(letter);
    this.#due.set(instant, [letter]);
    const leave = () => this.#dispatch(this.#takeDue(instant), 0);
    // A clock that stands still fires nothing, so what is due at once does not go through it.
    if (instant <= this.#clock.now()) queueMicrotask(leave);
    else this.#clock.at(instant, leave);
  }

  /** Tries again now what waits for a token. */
  release(): void {
    const released = this.#waiting;
    this.#waiting = [];
    this.#dispatch(released, 1);
  }

  /** Resolves when no POST is under way. */
  async idle(): Promise<void> {
    // What was due at once leaves in a microtask.
    await Promise.resolve();
    while (this.#underWay.size > 0) await Promise.allSettled([...this.#underWay]);
  }

  close(): void {
    this.#isClosed = true;
  }

  #takeDue(instant: number): readonly Letter[] {
    const letters = this.#due.get(instant) ?? [];
    this.#due.delete(instant);
    return letters;
  }

  #dispatch(letters: readonly Letter[], attempt: number): void {
    if (this.#isClosed) return;
    for (const [url, group] of groupByUrl(letters)) {
      const state = attempt === 0 ? this.#health.of(url) : 'good';
      const leave = () => this.#track(this.#deliver(group, attempt));
      if (state === 'slow') this.#clock.at(this.#clock.now() + SLOW_DELAY_MS, leave);
      else if (state === 'good') leave();
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  async #deliver(letters: readonly Letter[], attempt: number): Promise<void> {
    const ready = this.#compose(letters);
    const [first] = ready;
    if (!first) return;
    const { url, envelope } = first.letter;
    const body = await envelope(ready.map(({ item }) => item));
    const contentType = 'application/json; charset=utf-8';
    const answer = await post(this.#clock, { url, contentType, body: JSON.stringify(body) });
    this.#health.note(url, answer.isTimedOut);
    const isTaken = answer.status >= 200 && answer.status < 300;
    if (!isTaken)
      this.#retry(
        ready.map(({ letter }) => letter),
        attempt + 1,
      );
  }

  /** The items that can go now; what lacks a token is kept back, what is too old is forgotten. */
  #compose(
    letters: readonly Letter[],
  ): readonly { readonly letter: Letter; readonly item: object }[] {
    const now = this.#clock.now();
    return letters.flatMap((letter) => {
      if (now - letter.writtenAt >= GIVE_UP_MS) return [];
      const item = letter.compose();
      if (item === 'wait') this.#waiting.push(letter);
      return typeof item === 'object' ? [{ letter, item }] : [];
    });
  }

  #retry(letters: readonly Letter[], attempt: number): void {
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
    this.#clock.at(this.#clock.now() + waitMs, () => this.#dispatch(letters, attempt));
  }
}

function groupByUrl(letters: readonly Letter[]): Map<string, Letter[]> {
  const groups = new Map<string, Letter[]>();
  for (const letter of letters) groups.set(letter.url, [...(groups.get(letter.url) ?? []), letter]);
  return groups;
}
