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

/** After a wait this long something newer may have come, in another process too. */
const LOOK_AGAIN_MS = 25;

const TOO_MANY_REQUESTS = 429;
/** 503 and 504 may name a wait as well (graph.md 5.2). */
const MAY_NAME_A_WAIT: readonly number[] = [TOO_MANY_REQUESTS, 503, 504];

/** Waits for the key's budget; a `Retry-After` pauses the whole key (TN5). */
export function pacing(options: PaceStepOptions): Step {
  return (next) => async (call, signal) => {
    const refusal = await refuse(options.pace, call, signal);
    if (refusal) return refusal;
    const reply = await next(call, signal);
    if (reply.kind === 'answer') obey(options, call, reply);
    return reply;
  };
}

/** Undefined when the call has leave and is still wanted. */
async function refuse(pace: Pace, call: Call, signal: AbortSignal): Promise<Reply | undefined> {
  const { paceKey: key, priority, waiting } = call;
  const since = waiting?.since;
  const givesWay = waiting?.givesWay;
  const ask = { key, priority, ...(since === undefined ? {} : { since }) };
  const grant = await pace.take(ask, givesWay ? AbortSignal.any([signal, givesWay]) : signal);
  if (givesWay?.aborted) return unsent('superseded', 0);
  if (!grant.ok) return unsent('no-budget', Math.ceil(grant.afterMs));
  if (grant.waitedMs < LOOK_AGAIN_MS || !waiting?.isStillWanted) return undefined;
  return (await waiting.isStillWanted()) ? undefined : unsent('superseded', 0);
}

function unsent(why: 'no-budget' | 'superseded', afterMs: number): Reply {
  const reason = why === 'superseded' ? why : 'no budget';
  return { kind: 'stop', failure: { kind: 'retry', afterMs, reason, unsent: why } };
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
