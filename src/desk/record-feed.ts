import type { Clock } from '../runtime/clock';
import type { Store, StoredRecord } from '../store/store';

const POLL_MS = 300;
const AFTER_FAILURE_MS = 2_000;
const BATCH = 500;
/** Ids are given before their transaction commits, so a lower one may show up later than a higher. */
const LATE_MS = 5_000;

/** New records as they come, for as many listeners as there are, with one query for all. */
export interface RecordFeed {
  /** Calls `take` with each record newer than `after`, in order of arrival; the answer ends it. */
  listen(listener: FeedListener): () => void;
  /** Ends all listening. */
  stop(): void;
}

export interface FeedListener {
  /** Links to follow; asked before each query, so it may change. */
  readonly linkIds: () => readonly string[];
  readonly after: string;
  readonly take: (record: StoredRecord) => void;
}

interface Follower extends FeedListener {
  /** Everything up to this id was given or is not for this listener. */
  floor: bigint;
  /** Given since the floor, with the instant. */
  readonly given: Map<bigint, number>;
}

/** `clock` paces the queries; it decides nothing else. */
export function createRecordFeed(store: Store, clock: Clock): RecordFeed {
  const followers = new Set<Follower>();
  let polling: AbortController | null = null;

  const poll = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const pauseMs = await round(store, clock, followers).catch(() => AFTER_FAILURE_MS);
      await clock.sleep(pauseMs, signal);
    }
  };
  const leave = (follower: Follower): void => {
    followers.delete(follower);
    if (followers.size > 0) return;
    polling?.abort();
    polling = null;
  };
  return {
    listen(listener) {
      const follower = { ...listener, floor: BigInt(listener.after), given: new Map() };
      followers.add(follower);
      if (!polling) {
        polling = new AbortController();
        void poll(polling.signal);
      }
      return () => leave(follower);
    },
    stop: () => [...followers].forEach(leave),
  };
}

async function round(
  store: Store,
  clock: Clock,
  followers: ReadonlySet<Follower>,
): Promise<number> {
  const asked = [...followers];
  const linkIds = [...new Set(asked.flatMap((follower) => follower.linkIds()))];
  if (linkIds.length === 0) return POLL_MS;
  const lowest = asked
    .map(({ floor }) => floor)
    .reduce((one, other) => (other < one ? other : one));
  const records = await store.records.since(linkIds, String(lowest), BATCH);
  const now = clock.now();
  const isFull = records.length >= BATCH;
  const last = BigInt(records.at(-1)?.id ?? lowest);
  for (const follower of asked) {
    if (!followers.has(follower)) continue;
    give(follower, records, now);
    raiseFloor(follower, isFull ? last : null, now);
  }
  return isFull ? 0 : POLL_MS;
}

function give(follower: Follower, records: readonly StoredRecord[], now: number): void {
  const wanted = new Set(follower.linkIds());
  for (const record of records) {
    const id = BigInt(record.id);
    if (id <= follower.floor || follower.given.has(id) || !wanted.has(record.linkId)) continue;
    follower.given.set(id, now);
    follower.take(record);
  }
}

/** A full batch moves on at once; else an id is passed when no lower one can come any more. */
function raiseFloor(follower: Follower, passed: bigint | null, now: number): void {
  let floor = passed !== null && passed > follower.floor ? passed : follower.floor;
  for (const [id, at] of follower.given) {
    if (now - at >= LATE_MS && id > floor) floor = id;
  }
  follower.floor = floor;
  for (const id of follower.given.keys()) if (id <= floor) follower.given.delete(id);
}
