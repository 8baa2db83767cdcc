import type { Call, Exchange, Reply } from './exchange';

/**
 * One total time for token, pace, sending and a repeat, in real time: a claim outlasts it (TN1).
 * A step that does not listen to the signal is left behind; nothing leaves later on its behalf,
 * since pace and transport refuse an aborted signal.
 */
export function withinMs(totalMs: number, exchange: Exchange): (call: Call) => Promise<Reply> {
  return (call) =>
    new Promise((resolve, reject) => {
      const limit = new AbortController();
      const timer = setTimeout(() => {
        limit.abort();
        // A moment later, so that the transport can say first whether the request had left.
        setImmediate(() => resolve(tooLate(totalMs)));
      }, totalMs);
      exchange(call, limit.signal)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
}

function tooLate(afterMs: number): Reply {
  return {
    kind: 'stop',
    failure: { kind: 'retry', afterMs, reason: 'no token or budget in time' },
  };
}
