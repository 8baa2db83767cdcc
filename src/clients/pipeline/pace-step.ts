import type { Clock } from '../../runtime/clock';
import type { Events } from '../../runtime/events';
import type { Backoff } from './backoff';
import type { Answer, Call, Reply, Step } from './exchange';
import type { Pace } from './pace';
import { readRetryAfterMs } from './retry-after';

export interface PaceStepOptions {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly backoff: Backoff;
  readonly events: Events;
}

const TOO_MANY_REQUESTS = 429;
/** 503 and 504 may name a wait as well (graph.md 5.2). */
const MAY_NAME_A_WAIT: readonly number[] = [TOO_MANY_REQUESTS, 503, 504];

/** Waits for the key's budget; a `Retry-After` pauses the whole key (TN5). */
export function pacing(options: PaceStepOptions): Step {
  return (next) => async (call, signal) => {
    const grant = await options.pace.take(call.paceKey, call.priority, signal);
    if (!grant.ok) return noBudget(grant.afterMs);
    const reply = await next(call, signal);
    if (reply.kind === 'answer') obey(options, call, reply);
    return reply;
  };
}

function noBudget(afterMs: number): Reply {
  return {
    kind: 'stop',
    failure: { kind: 'retry', afterMs: Math.ceil(afterMs), reason: 'no budget' },
  };
}

function obey({ pace, clock, backoff, events }: PaceStepOptions, call: Call, reply: Answer): void {
  if (!MAY_NAME_A_WAIT.includes(reply.status)) return;
  const nowMs = clock.now();
  const asked = readRetryAfterMs(reply.headers['retry-after'], nowMs);
  // An outage may be one path's; only what was asked for, or said to be too much, stops the key.
  if (asked === undefined && reply.status !== TOO_MANY_REQUESTS) return;
  const waitMs = asked ?? backoff.waitMs(call.paceKey);
  pace.pause(call.paceKey, nowMs + waitMs);
  events.pacePaused(call.side, waitMs, call.who);
}
