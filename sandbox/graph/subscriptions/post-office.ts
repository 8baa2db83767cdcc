import type { SandboxClock } from '../../clock';
import { createEndpointHealth } from './endpoint-health';
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
  readonly envelope: (letters: readonly Letter[], items: readonly object[]) => Promise<object>;
}

export interface PostOffice {
  /** Sends at an instant; what is due together for one URL goes in one POST. */
  sendAt(instantMs: number, letter: Letter): void;
  /** Tries again now what waits for a token. */
  release(): void;
  /** Resolves when no POST is under way. */
  idle(): Promise<void>;
  close(): void;
}

/** Deliveries with retries, and what slow receivers bring upon themselves (graph.md 4.7). */
export function createPostOffice(clock: SandboxClock): PostOffice {
  const health = createEndpointHealth(clock);
  const due = new Map<number, Letter[]>();
  const underWay = new Set<Promise<void>>();
  let waiting: Letter[] = [];
  let isClosed = false;

  const sendAt = (instantMs: number, letter: Letter): void => {
    const instant = Math.max(instantMs, clock.now());
    const known = due.get(instant);
    if (known) return void known.push(letter);
    due.set(instant, [letter]);
    const leave = () => dispatch(takeDue(instant), 0);
    // A clock that stands still fires nothing, so what is due at once does not go through it.
    if (instant <= clock.now()) queueMicrotask(leave);
    else clock.at(instant, leave);
  };

  const takeDue = (instant: number): readonly Letter[] => {
    const letters = due.get(instant) ?? [];
    due.delete(instant);
    return letters;
  };

  const dispatch = (letters: readonly Letter[], attempt: number): void => {
    if (isClosed) return;
    for (const [url, group] of groupByUrl(letters)) {
      const state = attempt === 0 ? health.of(url) : 'good';
      if (state === 'drop') continue;
      if (state === 'slow')
        clock.at(clock.now() + SLOW_DELAY_MS, () => track(deliver(group, attempt)));
      else track(deliver(group, attempt));
    }
  };

  const track = (work: Promise<void>): void => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };

  const deliver = async (letters: readonly Letter[], attempt: number): Promise<void> => {
    const young = letters.filter(({ writtenAt }) => clock.now() - writtenAt < GIVE_UP_MS);
    const composed = young.map((letter) => ({ letter, item: letter.compose() }));
    waiting.push(...composed.filter(({ item }) => item === 'wait').map(({ letter }) => letter));
    const ready = composed.flatMap(({ letter, item }) =>
      typeof item === 'object' ? [{ letter, item }] : [],
    );
    const [first] = ready;
    if (!first) return;
    const going = ready.map(({ letter }) => letter);
    const body = await first.letter.envelope(
      going,
      ready.map(({ item }) => item),
    );
    const answer = await post(clock, {
      url: first.letter.url,
      contentType: 'application/json; charset=utf-8',
      body: JSON.stringify(body),
    });
    health.note(first.letter.url, answer.isTimedOut);
    const isTaken = answer.status >= 200 && answer.status < 300;
    if (!isTaken) retry(going, attempt + 1);
  };

  const retry = (letters: readonly Letter[], attempt: number): void => {
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS);
    clock.at(clock.now() + waitMs, () => dispatch(letters, attempt));
  };

  return {
    sendAt,
    release() {
      const released = waiting;
      waiting = [];
      dispatch(released, 1);
    },
    async idle() {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
    close() {
      isClosed = true;
    },
  };
}

function groupByUrl(letters: readonly Letter[]): Map<string, Letter[]> {
  const groups = new Map<string, Letter[]>();
  for (const letter of letters) groups.set(letter.url, [...(groups.get(letter.url) ?? []), letter]);
  return groups;
}
