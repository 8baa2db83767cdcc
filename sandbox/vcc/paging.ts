import type { Ask } from '../http/message';

export const DEFAULT_LIMIT = 25;
export const MAX_LIMIT = 5000;
const MAX_PAGE = 1_000_000_000;

export interface PageAsk {
  readonly limit: number;
  readonly page: number;
}

export interface Page<Item> {
  readonly meta: {
    readonly page: number;
    readonly count: number;
    readonly pageCount: number;
    readonly totalCount: number;
  };
  readonly items: readonly Item[];
}

/** `limit` 1..5000 (25), `page` 1..10^9 (1); a sentence when one is out of range (section 5). */
export function readPageAsk(ask: Ask): PageAsk | string {
  const limit = readInteger(ask.query.get('limit'), DEFAULT_LIMIT);
  const page = readInteger(ask.query.get('page'), 1);
  if (!(limit >= 1 && limit <= MAX_LIMIT)) return `limit must be between 1 and ${MAX_LIMIT}`;
  if (!(page >= 1 && page <= MAX_PAGE)) return `page must be between 1 and ${MAX_PAGE}`;
  return { limit, page };
}

export function cutPage<Item>(all: readonly Item[], { limit, page }: PageAsk): Page<Item> {
  const items = all.slice((page - 1) * limit, page * limit);
  const pageCount = Math.ceil(all.length / limit);
  return { meta: { page, count: items.length, pageCount, totalCount: all.length }, items };
}

/** NaN when the text is no whole number. */
function readInteger(text: string | null, otherwise: number): number {
  if (text === null) return otherwise;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
