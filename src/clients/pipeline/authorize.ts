import type { Call, Exchange, Reply, Step } from './exchange';
import type { CallResult } from '../call-result';

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/** Adds the bearer token; a refused one is replaced once and the call repeated (it had no effect). */
export function authorizing(): Step {
  return (next) => async (call, signal) => {
    const { tokens } = call;
    if (!tokens) return next(call, signal);
    const token = await tokens.get();
    if (token.kind !== 'ok') return stop(token);
    const reply = await next(bearing(call, token.value), signal);
    // A role granted later is missing in a token issued before (graph.md 7.4).
    if (reply.kind === 'answer' && reply.status === FORBIDDEN) tokens.distrust(token.value);
    if (reply.kind !== 'answer' || reply.status !== UNAUTHORIZED) return reply;
    return repeat(next, { call, signal, refused: token.value });
  };
}

interface Refusal {
  readonly call: Call;
  readonly signal: AbortSignal;
  readonly refused: string;
}

async function repeat(next: Exchange, { call, signal, refused }: Refusal): Promise<Reply> {
  const fresh = await call.tokens?.replace(refused);
  if (!fresh || fresh.kind !== 'ok') return stop(fresh);
  return next(bearing(call, fresh.value), signal);
}

function stop(failure: CallResult<string> | undefined): Reply {
  if (!failure || failure.kind === 'ok') {
    return { kind: 'stop', failure: { kind: 'retry', afterMs: 0, reason: 'no token' } };
  }
  // Whatever became of the request for a token, the call itself never left.
  if (failure.kind === 'unknown') return { kind: 'stop', failure: { ...failure, kind: 'retry' } };
  return { kind: 'stop', failure };
}

function bearing(call: Call, token: string): Call {
  return { ...call, headers: { ...call.headers, authorization: `Bearer ${token}` } };
}
