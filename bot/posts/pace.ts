/** The channel's limits for one chat and for one tenant (BT11), kept before it tells us of them. */
export interface Pace {
  /** How long a message, or a change of one, has to wait; 0 takes its place. */
  wait(
    key: { readonly tenantId: string; readonly conversationId: string },
    now: number,
    isChange?: boolean,
  ): number;
}

interface Window {
  readonly count: number;
  readonly ms: number;
}

/** Limits of a bot in a chat (teams-platform.md 12), one less each for an answer that may cross it. */
const CHAT: readonly Window[] = [
  { count: 6, ms: 1_000 },
  { count: 7, ms: 2_000 },
  { count: 50, ms: 30_000 },
  { count: 1_700, ms: 3_600_000 },
];
/** "30 a second, revised at times." */
const TENANT: readonly Window[] = [{ count: 20, ms: 1_000 }];
/** A person shall not get more of what comes by itself. */
const PERSON: readonly Window[] = [{ count: 10, ms: 60_000 }];
const MOST_KEYS = 50_000;

export function createPace(): Pace {
  const sent = new Map<string, number[]>();
  const waitOf = (key: string, windows: readonly Window[], now: number): number => {
    const times = sent.get(key) ?? [];
    return Math.max(0, ...windows.map((window) => waitIn(times, window, now)));
  };
  const note = (key: string, windows: readonly Window[], now: number): void => {
    const longest = Math.max(...windows.map(({ ms }) => ms));
    const kept = (sent.get(key) ?? []).filter((at) => at > now - longest);
    if (sent.size >= MOST_KEYS) sent.clear();
    sent.set(key, [...kept, now]);
  };
  return {
    wait({ tenantId, conversationId }, now, isChange = false) {
      const lanes = [
        [`chat ${conversationId}`, CHAT],
        ...(isChange ? [] : [[`person ${conversationId}`, PERSON] as const]),
        [`tenant ${tenantId}`, TENANT],
      ] as const;
      const waitMs = Math.max(...lanes.map(([key, windows]) => waitOf(key, windows, now)));
      if (waitMs === 0) for (const [key, windows] of lanes) note(key, windows, now);
      return waitMs;
    },
  };
}

function waitIn(times: readonly number[], { count, ms }: Window, now: number): number {
  const within = times.filter((at) => at > now - ms);
  const oldest = within[within.length - count];
  return oldest === undefined ? 0 : oldest + ms - now;
}
