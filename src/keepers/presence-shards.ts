/** Who of the watchers watches whom (KP1): at most 650 people each, and few change hands. */
import { IDS_PER_SUBSCRIPTION } from '../clients/graph/subscriptions';

export interface ShardAsk {
  readonly watcherIds: readonly string[];
  readonly personIds: readonly string[];
  /** People per watcher; Graph's limit when absent. */
  readonly size?: number;
}

interface Point {
  readonly at: number;
  readonly watcherId: string;
}

/** Points per watcher on the ring, so that shares are about even. */
const POINTS = 64;

/**
 * People of each watcher, sorted. A watched person more or less changes few shards, since each
 * change of a shard costs a subscription made anew (graph.md 4.2). Who finds no room is left to the
 * sweep.
 */
export function shardPeople(ask: ShardAsk): ReadonlyMap<string, readonly string[]> {
  const { watcherIds, personIds, size = IDS_PER_SUBSCRIPTION } = ask;
  const shards = new Map(watcherIds.map((id): [string, string[]] => [id, []]));
  const ring = createRing(watcherIds);
  for (const personId of [...personIds].sort()) {
    const watcherId = ring.next(hashOf(personId));
    if (watcherId === null) break;
    const shard = shards.get(watcherId) ?? [];
    shard.push(personId);
    if (shard.length >= size) ring.close(watcherId);
  }
  return shards;
}

interface Ring {
  /** The first watcher with room from there on; null when all are full. */
  next(at: number): string | null;
  close(watcherId: string): void;
}

/** Watchers in a circle, several times each; those who are full are stepped over. */
function createRing(watcherIds: readonly string[]): Ring {
  const points = pointsOf(watcherIds);
  /** Where to go on from a point: itself while its watcher has room. */
  const onward = points.map((_, index) => index);
  let open = points.length;
  return {
    next: (at) => {
      if (open === 0) return null;
      return points[follow(onward, firstFrom(points, at) % points.length)]?.watcherId ?? null;
    },
    close: (watcherId) => {
      points.forEach((point, index) => {
        if (point.watcherId !== watcherId) return;
        onward[index] = (index + 1) % points.length;
        open -= 1;
      });
    },
  };
}

function pointsOf(watcherIds: readonly string[]): readonly Point[] {
  return watcherIds
    .flatMap((watcherId) =>
      Array.from({ length: POINTS }, (_, index) => {
        return { at: hashOf(`${watcherId}#${index}`), watcherId };
      }),
    )
    .sort((one, other) => one.at - other.at || (one.watcherId < other.watcherId ? -1 : 1));
}

function firstFrom(points: readonly Point[], at: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Shortens the way for those who come after. */
function follow(onward: number[], from: number): number {
  let end = from;
  for (let next = onward[end]; next !== undefined && next !== end; next = onward[end]) end = next;
  for (let at = from; at !== end;) {
    const next = onward[at] ?? end;
    onward[at] = end;
    at = next;
  }
  return end;
}

/** FNV-1a with a last stir: spreads ids that differ in their last digits only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 15)) >>> 0;
}
