import type { Clock } from '../runtime/clock';
import type { Store, StoredRecord } from '../store/store';
import { isAdmin } from './access';
import type { Person } from './access';
import { findFollowed, listTenantLinks } from './queries';
import type { RecordFeed } from './record-feed';

/** Links of a tenant come and go while an admin follows all of them. */
const REFRESH_MS = 3_000;

export interface Follow {
  /** None: the person's own link; for admins all of the tenant. */
  readonly linkIds: readonly string[];
  /** Record id to go on after; absent: only what comes from now on. */
  readonly after: string | undefined;
  readonly take: (record: StoredRecord) => void;
}

interface FollowingDeps {
  readonly store: Store;
  readonly feed: RecordFeed;
  readonly clock: Clock;
}

/** Joins the question who may follow what to the one feed of records. */
export function createFollowing({ store, feed, clock }: FollowingDeps) {
  return async (person: Person, ask: Follow): Promise<() => void> => {
    const isWhole = ask.linkIds.length === 0 && isAdmin(person);
    const read = (): Promise<readonly string[]> =>
      isWhole ? listTenantLinks(store, person.tenantId) : findFollowed(store, person, ask.linkIds);
    let linkIds = await read();
    const after = ask.after ?? (await store.records.newest());
    const leave = feed.listen({ linkIds: () => linkIds, after, take: ask.take });
    const left = new AbortController();
    const refresh = async (): Promise<void> => {
      while (!left.signal.aborted) {
        await clock.sleep(REFRESH_MS, left.signal);
        // A failure leaves the list as it was; the next round tries again.
        linkIds = await read().catch(() => linkIds);
      }
    };
    if (isWhole) void refresh();
    return () => {
      left.abort();
      leave();
    };
  };
}
