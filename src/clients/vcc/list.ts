import { z } from 'zod';
import type { Events } from '../../runtime/events';
import type { CallResult } from '../call-result';
import { parseJson } from '../pipeline/error-reason';
import type { Read } from '../pipeline/caller';

export interface List<T> {
  readonly items: readonly T[];
  /** Items that made no sense; they do not hide the others. */
  readonly unreadable: number;
  /** Absent where the answer does not tell. */
  readonly page: number | undefined;
  readonly pageCount: number | undefined;
  readonly totalCount: number | undefined;
}

const anyArray = z.array(z.unknown());
/** Names a list may have on any page, beside its own. */
const ANY_NAME = ['items', 'value'];
const anyRecord = z.record(z.string(), z.unknown());
const count = z.number().optional();
const meta = z.object({ page: count, pageCount: count, totalCount: count });

/**
 * Reads a list that may come bare or under a name of its own or any (vcc.md 5: `users`, `items`, or a
 * bare array). Nonsense when no list is there, or when nothing in it can be read.
 */
export function readList<T>(item: z.ZodType<T>, names: readonly string[] = []): Read<List<T>> {
  return ({ text }) => {
    const body = parseJson(text);
    const raw = findArray(body, names);
    if (!raw) return undefined;
    const parsed = raw.map((one) => item.safeParse(one));
    const items = parsed.flatMap((one) => (one.success ? [one.data] : []));
    if (items.length === 0 && raw.length > 0) return undefined;
    const paging = z.object({ meta }).safeParse(body);
    return {
      items,
      unreadable: raw.length - items.length,
      page: paging.data?.meta.page,
      pageCount: paging.data?.meta.pageCount,
      totalCount: paging.data?.meta.totalCount,
    };
  };
}

function findArray(body: unknown, names: readonly string[]): readonly unknown[] | undefined {
  const bare = anyArray.safeParse(body);
  if (bare.success) return bare.data;
  const record = anyRecord.safeParse(body);
  const found = [...names, ...ANY_NAME].map((name) => anyArray.safeParse(record.data?.[name]));
  return found.find(({ success }) => success)?.data;
}

/** The readable items; the others are counted. */
export function itemsOf<T>(
  result: CallResult<List<T>>,
  name: string,
  events: Events,
): CallResult<readonly T[]> {
  if (result.kind !== 'ok') return result;
  const { items, unreadable } = result.value;
  if (unreadable > 0) events.itemsIgnored('vcc', name, unreadable);
  return { ...result, value: items };
}
