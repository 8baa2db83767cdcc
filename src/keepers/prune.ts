/** What is kept no longer than it is useful: explain records, facts, proofs and requests that are done with. */
import { DAY, HOUR } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Store } from '../store/store';

/** VCC repeats deliveries for 24 h (vcc.md 3.2); a fact is remembered for twice as long. */
const FACTS_KEPT_MS = 2 * DAY;

export interface PruneDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly explainDays: number;
}

/** One pass; answers the pause until the next. */
export async function prune({ store, clock, explainDays }: PruneDeps): Promise<number> {
  const now = clock.now();
  await store.records.prune(now - explainDays * DAY);
  await store.facts.prune(now - FACTS_KEPT_MS);
  await store.people.prune({ doneBefore: now - explainDays * DAY, now });
  return HOUR;
}
