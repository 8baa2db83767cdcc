import type { Clock } from '../runtime/clock';
import { DeskError } from '../desk/problem';

/** Far above what anybody's hands or a tab can do; an admin linking many stays below it. */
const MOST = 1_200;
const WINDOW_MS = 60_000;
const MOST_PEOPLE = 50_000;

interface Person {
  readonly tenantId: string;
  readonly personId: string;
}

/** Throws `too-many-requests` for a person who asks this process too much within a minute (JN4). */
export type RequestLimit = (person: Person) => void;

export function createRequestLimit(clock: Clock, most = MOST): RequestLimit {
  const counts = new Map<string, number>();
  let beganAt = -Infinity;
  return ({ tenantId, personId }) => {
    const now = clock.now();
    if (now - beganAt >= WINDOW_MS || counts.size >= MOST_PEOPLE) {
      counts.clear();
      beganAt = now;
    }
    const key = `${tenantId}/${personId}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count <= most) return;
    const retryAfterS = Math.ceil((beganAt + WINDOW_MS - now) / 1_000);
    throw new DeskError('too-many-requests', { retryAfterS });
  };
}
