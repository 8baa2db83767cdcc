import type { TurnContext } from 'botbuilder';
import type { Clock } from '../../src/index';

/** Sooner it would only add to what makes a busy service slow. */
const AFTER_MS = 1_500;

/**
 * Shows typing where the work takes long. Of the library's own timer there is one for all turns of
 * the process, so that of two people who wait only one would see it.
 */
export async function withTyping<T>(
  context: TurnContext,
  clock: Clock,
  work: () => Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const typing = (async () => {
    await clock.sleep(AFTER_MS, done.signal);
    // Whoever cannot be shown it still gets the answer.
    if (!done.signal.aborted) await context.sendActivity({ type: 'typing' }).catch(() => undefined);
  })();
  try {
    return await work();
  } finally {
    // Without a reason the platform would make an error of it, with its stack, for every message.
    done.abort('answered');
    // The context ends with the turn: nothing of ours may outlive it.
    await typing;
  }
}
