import { systemClock } from '../../runtime/clock';
import type { Clock } from '../../runtime/clock';
import type { Events } from '../../runtime/events';
import type { CallResult } from '../call-result';
import { authorizing } from './authorize';
import { createBackoff } from './backoff';
import type { Backoff } from './backoff';
import { withinMs } from './deadline';
import type { Answer, Call, Reply } from './exchange';
import { judge } from './judge';
import type { Pace } from './pace';
import { pacing } from './pace-step';
import { readRetryAfterMs } from './retry-after';
import type { Transport } from './transport';

export interface CallerOptions {
  readonly transport: Transport;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly events: Events;
  /** Whole length of a call: token, pace, sending, repeat. */
  readonly timeoutMs?: number;
  /** Between 0 and 1, for jitter. */
  readonly random?: () => number;
}

/** Undefined when the body is not what the wire says. */
export type Read<T> = (answer: Answer) => T | undefined;

/** Makes a call and says what came of it; never throws. */
export type Caller = <T>(call: Call, read: Read<T>) => Promise<CallResult<T>>;

export const CALL_TIMEOUT_MS = 8_000;

/** deadline → authorize → pace → send; then judged and told. */
export function createCaller(options: CallerOptions): Caller {
  const { clock, events, transport } = options;
  const backoff = createBackoff(options);
  const send = authorizing()(pacing({ ...options, backoff })(transport.exchange));
  const exchange = withinMs(options.timeoutMs ?? CALL_TIMEOUT_MS, send);
  return async (call, read) => {
    const startedAt = systemClock.now();
    const reply = await attempt(exchange, call);
    count(backoff, call, reply);
    const waitMs = (answer: Answer | undefined): number =>
      readRetryAfterMs(answer?.headers['retry-after'], clock.now()) ?? backoff.waitMs(call.paceKey);
    const result = judge(call, reply, { read: (answer) => quiet(read, answer), waitMs });
    tell(events, { call, reply, result, ms: systemClock.now() - startedAt });
    return result;
  };
}

/** A step that throws is a bug of ours; the turn that called still deserves an outcome. */
async function attempt(exchange: (call: Call) => Promise<Reply>, call: Call): Promise<Reply> {
  try {
    return await exchange(call);
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'error';
    return { kind: 'breakdown', sent: true, reason };
  }
}

function quiet<T>(read: Read<T>, answer: Answer): T | undefined {
  try {
    return read(answer);
  } catch {
    return undefined;
  }
}

function count(backoff: Backoff, call: Call, reply: Reply): void {
  if (reply.kind === 'stop') return;
  const isTrouble = reply.kind === 'breakdown' || reply.status === 429 || reply.status >= 500;
  if (isTrouble) backoff.failed(call.paceKey);
  else backoff.worked(call.paceKey);
}

interface Told {
  readonly call: Call;
  readonly reply: Reply;
  readonly result: CallResult<unknown>;
  readonly ms: number;
}

function tell(events: Events, { call, reply, result, ms }: Told): void {
  const requestId = reply.kind === 'answer' ? reply.headers['request-id'] : undefined;
  events.callEnded({
    side: call.side,
    name: call.name,
    kind: result.kind,
    ms,
    ...(result.status === undefined ? {} : { status: result.status }),
    ...(result.kind === 'ok' ? {} : { reason: result.reason }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(call.who ? { who: call.who } : {}),
  });
}
