import { systemClock } from '../runtime/clock';
import { reasonOf } from './reason-of';
import type { Log } from '../runtime/log';

interface SlotOptions {
  /** Turns begun by `tryStart` at once. */
  readonly concurrency: number;
  readonly log: Log;
  runTurn(linkId: string): Promise<void>;
}

/** The turns that run in this process. */
export interface TurnSlots {
  /**
   * Starts a turn, or has the running one followed by another. False: no room, or closed.
   */
  tryStart(linkId: string): boolean;
  /** Runs a turn of the queue's; ends when it is over, and never rejects. */
  run(linkId: string): Promise<void>;
  isBusy(): boolean;
  /** Ends when nothing runs, or after `timeoutMs`. */
  quiet(timeoutMs?: number): Promise<void>;
  /** No new turns from here on. */
  close(): void;
}

/**
 * A link woken while its turn runs gets one more turn after it, however often it was woken: the
 * running turn may have read its facts already.
 */
export function createTurnSlots({ concurrency, log, runTurn }: SlotOptions): TurnSlots {
  const started = new Map<string, 'once' | 'again'>();
  const waiting = new Set<() => void>();
  let running = 0;
  let isClosed = false;

  const run = async (linkId: string): Promise<void> => {
    running += 1;
    try {
      await runTurn(linkId);
    } catch (error) {
      log.error({ linkId, reason: reasonOf(error) }, 'a turn failed');
    } finally {
      running -= 1;
      if (running === 0) for (const resolve of [...waiting]) resolve();
    }
  };
  const runStarted = async (linkId: string): Promise<void> => {
    do {
      started.set(linkId, 'once');
      await run(linkId);
    } while (started.get(linkId) === 'again' && !isClosed);
    started.delete(linkId);
  };

  return {
    run,
    tryStart: (linkId) => {
      if (isClosed) return false;
      if (started.has(linkId)) started.set(linkId, 'again');
      else if (started.size >= concurrency) return false;
      else void runStarted(linkId);
      return true;
    },
    isBusy: () => running > 0,
    quiet: (timeoutMs) => waitUntilQuiet(waiting, () => running > 0, timeoutMs),
    close: () => {
      isClosed = true;
    },
  };
}

async function waitUntilQuiet(
  waiting: Set<() => void>,
  isBusy: () => boolean,
  timeoutMs?: number,
): Promise<void> {
  if (!isBusy()) return;
  const giveUp = new AbortController();
  const timedOut =
    timeoutMs === undefined ? null : systemClock.sleep(timeoutMs, giveUp.signal).then(() => 'late');
  while (isBusy()) {
    let wake = (): void => undefined;
    const quiet = new Promise<void>((resolve) => {
      wake = resolve;
      waiting.add(resolve);
    });
    const winner = await (timedOut ? Promise.race([quiet, timedOut]) : quiet);
    waiting.delete(wake);
    if (winner === 'late') break;
  }
  giveUp.abort();
}
