/** Records of what happened, newest first: those that were read, and those that come. */
import { useCallback, useState } from 'react';
import type { RecordView } from '../api/types';
import { useTab } from './tab-context';

export interface Records {
  /** Null: none were read yet. */
  readonly records: readonly RecordView[] | null;
  /** Older ones may be kept. */
  readonly hasMore: boolean;
  /** Why the last reading failed; null: it did not. */
  readonly problem: unknown;
  add(record: RecordView): void;
  /** Neither rejects: what failed is the problem. */
  readNewest(): Promise<void>;
  loadEarlier(): Promise<void>;
}

const PAGE = 100;

export function useRecords(linkId: string): Records {
  const { calls } = useTab();
  const [records, setRecords] = useState<readonly RecordView[] | null>(null);
  const [hasMore, setMore] = useState(true);
  const [problem, setProblem] = useState<unknown>(null);

  const add = useCallback((record: RecordView): void => {
    setRecords((known) => merge(known ?? [], [record]));
  }, []);

  const list = useCallback(
    async (range: { readonly before?: string }): Promise<boolean | null> => {
      try {
        const items = await calls.listRecords(linkId, { ...range, limit: PAGE });
        setRecords((known) => merge(known ?? [], items));
        setProblem(null);
        return items.length === PAGE;
      } catch (error) {
        setProblem(error);
        return null;
      }
    },
    [calls, linkId],
  );

  const readNewest = useCallback(async (): Promise<void> => {
    const isFull = await list({});
    if (isFull === false) setMore(false);
  }, [list]);

  const before = records?.at(-1)?.id;
  const loadEarlier = useCallback(async (): Promise<void> => {
    const isFull = await list(before === undefined ? {} : { before });
    if (isFull !== null) setMore(isFull);
  }, [list, before]);

  return { records, hasMore, problem, add, readNewest, loadEarlier };
}

/** Each once, newest first. */
function merge(known: readonly RecordView[], more: readonly RecordView[]): readonly RecordView[] {
  const byId = new Map([...known, ...more].map((record) => [record.id, record]));
  return [...byId.values()].sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1));
}
