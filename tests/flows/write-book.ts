/** Holds the writes that the sandbox has seen against what they changed and what called for them. */
import type { SeenRequest } from '../../sandbox/contract';

const MINUTE = 60_000;
/** A hold that is nearer to its end than this may be renewed (WT3). */
const RENEWABLE_AFTER_MS = 45 * MINUTE;

export interface Change {
  readonly at: number;
  readonly userId: string;
}

/** PATCHes that VCC took and that changed nobody's state: each was one too many. */
export function idlePatches(
  patches: readonly SeenRequest[],
  changes: readonly Change[],
): readonly string[] {
  const left = changes.map(({ at, userId }) => `${at} ${userId.toLowerCase()}`);
  return patches.filter(isTaken).flatMap(({ at, path }) => {
    const index = left.indexOf(`${at} ${userIdIn(path)}`);
    if (index < 0) return [`${path} at ${at}`];
    left.splice(index, 1);
    return [];
  });
}

/** Presence writes that set again what the write of the same kind before had set, long before its end. */
export function repeatedHolds(writes: readonly SeenRequest[]): readonly string[] {
  const last = new Map<string, { readonly words: string; readonly at: number } | null>();
  return writes.flatMap((write) => {
    const slot = `${personIdIn(write.path)} ${/preferred/i.test(write.path) ? 'slot' : 'session'}`;
    const before = last.get(slot);
    const words = /\/set/i.test(write.path) ? wordsOf(write.body) : '';
    // What came of a write that was not clearly answered is unknown.
    last.set(slot, isTaken(write) && words !== '' ? { words, at: write.at } : null);
    const again = before && isTaken(write) && before.words === words;
    return again && write.at - before.at < RENEWABLE_AFTER_MS
      ? [`${slot} ${words} at ${write.at}, as at ${before.at}`]
      : [];
  });
}

/** The most requests in any window of that length. */
export function busiestWindow(requests: readonly SeenRequest[], windowMs: number): number {
  const instants = requests.map(({ at }) => at).sort((a, b) => a - b);
  let first = 0;
  return instants.reduce((most, at, index) => {
    while ((instants[first] ?? at) <= at - windowMs) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

export function isTaken({ status }: SeenRequest): boolean {
  return status >= 200 && status < 300;
}

export function userIdIn(path: string): string {
  return (/\/agents\/([^/]+)\/presence/.exec(path)?.[1] ?? '').toLowerCase();
}

export function personIdIn(path: string): string {
  return (/\/users\/([^/]+)\/presence/.exec(path)?.[1] ?? '').toLowerCase();
}

function wordsOf(body: unknown): string {
  const { availability = '', activity = '' } = (body ?? {}) as Record<string, string>;
  return `${availability}/${activity}`;
}
