import type { PresencePair } from '../../contract';

/** What was visible from one instant on. */
export interface Shown extends PresencePair {
  readonly since: number;
  readonly sequenceNumber: string;
  readonly isOutOfOffice: boolean;
}

const KEPT = 50;

/** The last things shown, so that reads can lag behind. */
export interface History {
  latest(): Shown;
  /** What was shown at an instant; the oldest known entry for earlier ones. */
  at(instantMs: number): Shown;
  add(shown: Omit<Shown, 'sequenceNumber'>): void;
}

export function createHistory(first: Omit<Shown, 'sequenceNumber'>): History {
  let stamp = first.since;
  const entries: [Shown, ...Shown[]] = [{ ...first, sequenceNumber: sequenceNumber(stamp) }];
  const latest = () => entries[entries.length - 1] ?? entries[0];
  return {
    latest,
    at: (instantMs) => entries.findLast(({ since }) => since <= instantMs) ?? entries[0],
    add(shown) {
      stamp = Math.max(stamp + 1, shown.since);
      entries.push({ ...shown, sequenceNumber: sequenceNumber(stamp) });
      if (entries.length > KEPT) entries.shift();
    },
  };
}

/** Stamps grow and sort lexicographically (graph.md 1.4). */
function sequenceNumber(stamp: number): string {
  return `A${String(stamp).padStart(16, '0')}`;
}
