/** A call as its fate has it: what happens on the other side, and what is heard of it. */
import type { CallResult } from '../../../src/clients/call-result';
import type { Power } from './power';

/** Dies before it leaves, after it left, or not at all. */
export function callAs<T>(power: Power, happen: () => CallResult<T>): Promise<CallResult<T>> {
  return Promise.resolve().then(() => {
    power.step();
    const result = answerAs(power, happen);
    power.step();
    return result;
  });
}

function answerAs<T>(power: Power, happen: () => CallResult<T>): CallResult<T> {
  const fate = power.nextFate();
  switch (fate) {
    case 'through':
      return happen();
    case 'cut':
      happen();
      return { kind: 'unknown', afterMs: 0, reason: fate };
    case 'lost':
      return { kind: 'unknown', afterMs: 0, reason: fate };
    case 'retry':
      return { kind: 'retry', afterMs: 1_000, status: 429, reason: fate };
    case 'refused':
      return { kind: 'refused', status: 400, reason: fate };
    case 'forbidden':
      return { kind: 'forbidden', status: 403, reason: fate };
  }
}

export function ok<T>(value: T): CallResult<T> {
  return { kind: 'ok', status: 200, value };
}

export const GONE: CallResult<never> = { kind: 'gone', status: 404, reason: 'not found' };
