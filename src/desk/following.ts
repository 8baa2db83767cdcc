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

/** Joins the question who may follow what to the one feed of records. */
export function createFollowing(store: Store, feed: RecordFeed) {
  return async (person: Person, ask: Follow): Promise<() => void> => {
    const isWhole = ask.linkIds.length === 0 && isAdmin(person);
    let linkIds = isWhole
      ? await listTenantLinks(store, person.tenantId)
      : await findFollowed(store, person, ask.linkIds);
    const after = ask.after ?? (await store.records.newest());
    const leave = feed.listen({ linkIds: () => linkIds, after, take: ask.take });
    if (!isWhole) return leave;
    const refresh = setInterval(() => {
      // A failure leaves the list as it was; the next round tries again.
      listTenantLinks(store, person.tenantId).then(
        (fresh) => (linkIds = fresh),
        () => undefined,
      );
    }, REFRESH_MS);
    refresh.unref();
    return () => {
      clearInterval(refresh);
      leave();
    };
  };
}
