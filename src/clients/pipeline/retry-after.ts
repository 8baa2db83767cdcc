const DAY_MS = 86_400_000;

/**
 * `Retry-After` as milliseconds from now: seconds, possibly fractional (graph.md 5.2), or an HTTP
 * date. Undefined when absent, unreadable or nought, so that the caller backs off by itself.
 */
export function readRetryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? secondsToMs(text) : Date.parse(text) - nowMs;
  return Number.isFinite(waitMs) && waitMs > 0 ? Math.min(waitMs, DAY_MS) : undefined;
}

/** Up to whole milliseconds; `2.128` s must not become 2,129 ms by binary fractions. */
function secondsToMs(text: string): number {
  return Math.ceil(Number((Number(text) * 1_000).toFixed(3)));
}
