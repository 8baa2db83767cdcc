import type { CallResult } from '../call-result';
import { readErrorReason } from './error-reason';
import type { Answer, Breakdown, Call, Reply } from './exchange';

export interface JudgeTerms<T> {
  /** Undefined when the body is not what the wire says. */
  readonly read: (answer: Answer) => T | undefined;
  /** Wait when the other side named none. */
  readonly waitMs: (answer: Answer | undefined) => number;
}

const REQUEST_TIMEOUT = 408;

/** Turns what came back into an outcome (table in `call-result.ts`). */
export function judge<T>(call: Call, reply: Reply, terms: JudgeTerms<T>): CallResult<T> {
  if (reply.kind === 'stop') return reply.failure;
  if (reply.kind === 'breakdown') return judgeBreakdown(call, reply, terms.waitMs(undefined));
  const { status } = reply;
  if (status >= 200 && status < 300) return judgeSuccess(call, reply, terms);
  const reason = readErrorReason(reply.text, status);
  if (status === 429 || status === 503) {
    return { kind: 'retry', afterMs: terms.waitMs(reply), status, reason };
  }
  if (status < 400) return { kind: 'retry', afterMs: terms.waitMs(reply), status, reason };
  if (status >= 500 || status === REQUEST_TIMEOUT)
    return { ...openEnd(call), afterMs: terms.waitMs(reply), status, reason };
  if (status === 404) return { kind: 'gone', status, reason };
  if (status === 401 || status === 403) return { kind: 'forbidden', status, reason };
  return { kind: 'refused', status, reason };
}

function judgeSuccess<T>(call: Call, answer: Answer, terms: JudgeTerms<T>): CallResult<T> {
  const { status } = answer;
  const value = terms.read(answer);
  if (value !== undefined) return { kind: 'ok', value, status };
  return { ...openEnd(call), afterMs: terms.waitMs(answer), status, reason: 'nonsense' };
}

function judgeBreakdown(call: Call, broken: Breakdown, afterMs: number): CallResult<never> {
  const status = broken.status === undefined ? {} : { status: broken.status };
  const kind = broken.sent ? openEnd(call).kind : 'retry';
  return { kind, afterMs, reason: broken.reason, ...status };
}

/** It may have arrived: for a read that does not matter, for a write it does. */
function openEnd(call: Call): { readonly kind: 'retry' | 'unknown' } {
  return { kind: call.effect === 'read' ? 'retry' : 'unknown' };
}
