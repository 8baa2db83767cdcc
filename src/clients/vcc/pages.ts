import type { Events } from '../../runtime/events';
import type { CallResult } from '../call-result';
import type { List } from './list';

export interface PageWalk<T> {
  readonly name: string;
  /** Tells items apart: a list that changes while it is read repeats some. */
  readonly keyOf: (item: T) => string;
  /** Items per page, largest first; a smaller one is tried where VCC refuses (its most is not documented). */
  readonly limits: readonly number[];
  /** Told the size that was accepted. */
  readonly onAccepted?: (limit: number) => void;
  readonly read: (page: number, limit: number) => Promise<CallResult<List<T>>>;
}

const MAX_PAGES = 10_000;

/**
 * Reads all pages, from page 1 until `page >= pageCount`; where fewer came than there are, the
 * first may have been page 0 (vcc.md 5).
 */
export async function readAllPages<T>(
  walk: PageWalk<T>,
  events: Events,
): Promise<CallResult<readonly T[]>> {
  const [limit = 1, ...smaller] = walk.limits;
  const found = new Map<string, T>();
  let seen = 0;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const result = await walk.read(page, limit);
    if (result.kind === 'refused' && page === 1 && smaller.length > 0) {
      return readAllPages({ ...walk, limits: smaller }, events);
    }
    if (result.kind !== 'ok') return result;
    if (page === 1) walk.onAccepted?.(limit);
    const before = found.size;
    for (const item of result.value.items) found.set(walk.keyOf(item), item);
    if (result.value.unreadable > 0) {
      events.itemsIgnored('vcc', walk.name, result.value.unreadable);
    }
    seen += result.value.items.length + result.value.unreadable;
    if (!isLast(result.value, page, { limit, isNews: found.size > before })) continue;
    if (seen < (result.value.totalCount ?? 0)) return withPageZero(walk, limit, found);
    break;
  }
  return { kind: 'ok', value: [...found.values()], status: 200 };
}

async function withPageZero<T>(
  walk: PageWalk<T>,
  limit: number,
  found: Map<string, T>,
): Promise<CallResult<readonly T[]>> {
  const first = await walk.read(0, limit);
  const isThere = first.kind === 'ok';
  // Who counts from 1 refuses it, and the list has only shrunk meanwhile.
  if (!isThere && first.kind !== 'refused' && first.kind !== 'gone') return first;
  for (const item of isThere ? first.value.items : []) found.set(walk.keyOf(item), item);
  return { kind: 'ok', value: [...found.values()], status: 200 };
}

interface PageSigns {
  readonly limit: number;
  /** Did the page hold anything not seen before? */
  readonly isNews: boolean;
}

/** Without a page count, a short page or one that repeats is the last. */
function isLast(list: List<unknown>, page: number, { limit, isNews }: PageSigns): boolean {
  if (list.pageCount !== undefined) return page >= list.pageCount;
  return !isNews || list.items.length + list.unreadable < limit;
}
