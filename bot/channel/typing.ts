import type { TurnContext } from 'botbuilder';
import type { Clock } from '../../src/index';
import { within } from '../within';

/** Sooner it would only add to what makes a busy service slow. */
const AFTER_MS = 1_500;
/** The answer does not wait for ever for a channel that does not take the sign. */
const SHOWING_MS = 2_000;

interface Waiting {
  readonly context: TurnContext;
  readonly dueAt: number;
  shown: Promise<unknown> | null;
}

/** Does the work of a turn, and shows typing where it takes long. */
export type WithTyping = <T>(context: TurnContext, work: () => Promise<T>) => Promise<T>;

/**
 * Of the library's own timer there is one for all turns of the process, so that of two people who wait
 * only one would see it. Here one alarm serves them all: they are due in the order in which they came.
 */
export function createTyping(clock: Clock): WithTyping {
  const waiting = new Set<Waiting>();
  let alarm: AbortController | null = null;
  const watch = async (): Promise<void> => {
    for (let [first] = waiting; first; [first] = waiting) {
      alarm = new AbortController();
      await clock.sleep(first.dueAt - clock.now(), alarm.signal);
      showDue(waiting, clock.now());
    }
    alarm = null;
  };
  return async (context, work) => {
    const mine: Waiting = { context, dueAt: clock.now() + AFTER_MS, shown: null };
    waiting.add(mine);
    if (!alarm) void watch();
    try {
      return await work();
    } finally {
      waiting.delete(mine);
      // Without a reason the platform would make an error of it, with its stack.
      if (waiting.size === 0) alarm?.abort('answered');
      // The context ends with the turn: nothing of ours is to outlive it.
      if (mine.shown) await within(clock, SHOWING_MS, mine.shown);
    }
  };
}

function showDue(waiting: Set<Waiting>, now: number): void {
  for (const one of waiting) {
    if (one.dueAt > now) return;
    waiting.delete(one);
    // Whoever cannot be shown it still gets the answer.
    one.shown = one.context.sendActivity({ type: 'typing' }).catch(() => undefined);
  }
}
