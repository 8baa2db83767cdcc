/** An instant in ticks of 100 ns: VCC's events carry seven digits of a second (3.3). */
export interface TickInstant {
  readonly ms: number;
  /** 0 to 9999 beyond the whole millisecond. */
  readonly ticks: number;
}

const TICKS_PER_MS = 10_000;

/** ISO 8601 UTC with three digits of a second, as the Agents and Stats APIs write it. */
export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

/** ISO 8601 UTC with seven digits of a second, as webhooks write it. */
export function toIsoTicks({ ms, ticks }: TickInstant): string {
  return `${toIso(ms).slice(0, -1)}${String(ticks).padStart(4, '0')}Z`;
}

export function laterBy(instant: TickInstant, ticks: number): TickInstant {
  const sum = instant.ticks + ticks;
  return { ms: instant.ms + Math.floor(sum / TICKS_PER_MS), ticks: sum % TICKS_PER_MS };
}

/**
 * Instants that never repeat: two changes in one millisecond of the clock (which tests let stand
 * still) keep their order in the digits below it.
 */
export function createTicker(nowMs: () => number): () => TickInstant {
  let last: TickInstant = { ms: -1, ticks: 0 };
  return () => {
    const ms = nowMs();
    const ticks = ms === last.ms ? Math.min(last.ticks + 1, TICKS_PER_MS - 1) : (ms * 7) % 1000;
    last = { ms, ticks };
    return last;
  };
}
