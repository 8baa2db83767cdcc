import { systemClock } from '../../runtime/clock';
import type { Call, Exchange, Reply } from './exchange';

/**
 * One total time for token, pace, sending and a repeat, in real time: a claim outlasts it (TN1).
 * A step that does not listen to the signal is left behind; nothing leaves later on its behalf,
 * since pace and transport refuse an aborted signal.
 */
export function withinMs(totalMs: number, exchange: Exchange): (call: Call) => Promise<Reply> {
  return async (call) => {
    const limit = new AbortController();
    const over = new AbortController();
    const late = systemClock.sleep(totalMs, over.signal).then(() => {
      limit.abort();
      // A moment later, so that the transport can say first whether the request had left.
      return nextTurn();
    });
    const reply = exchange(call, limit.signal).finally(() => over.abort());
    return Promise.race([reply, late.then(() => tooLate(totalMs))]);
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function tooLate(afterMs: number): Reply {
  return {
    kind: 'stop',
    failure: { kind: 'retry', afterMs, reason: 'no token or budget in time' },
  };
}
