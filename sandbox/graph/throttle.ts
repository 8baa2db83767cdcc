import type { SandboxClock } from '../clock';
import { replyJson } from '../http/message';
import type { Reply } from '../http/message';

export interface ThrottleRule {
  readonly budget: { readonly requests: number; readonly windowMs: number };
  readonly sendRetryAfter: boolean;
}

/** A sliding window per key. Refused requests count too (graph.md 5.2). */
export interface Throttle {
  /** Undefined when the request may pass, else the 429 answer. */
  take(key: string, rule: ThrottleRule): Reply | undefined;
}

export function createThrottle(clock: SandboxClock): Throttle {
  const windows = new Map<string, number[]>();
  return {
    take(key, { budget, sendRetryAfter }) {
      const now = clock.now();
      const taken = (windows.get(key) ?? []).filter((at) => at > now - budget.windowMs);
      taken.push(now);
      windows.set(key, taken);
      if (taken.length <= budget.requests) return undefined;
      // The next request passes once all but `requests - 1` of these have left the window.
      const last = taken[taken.length - budget.requests] ?? now;
      return replyThrottled(last + budget.windowMs - now, now, sendRetryAfter);
    },
  };
}

function replyThrottled(waitMs: number, nowMs: number, sendRetryAfter: boolean): Reply {
  const error = {
    code: 'TooManyRequests',
    message: 'Please retry again later.',
    innerError: {
      code: '429',
      status: '429',
      message: 'Please retry after',
      date: new Date(nowMs).toISOString(),
    },
  };
  const seconds = (Math.max(waitMs, 1) / 1000).toFixed(3);
  return replyJson(429, { error }, sendRetryAfter ? { 'retry-after': seconds } : {});
}
