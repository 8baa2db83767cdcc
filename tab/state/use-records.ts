/** Records of what happened, newest first: those that were read, and those that come. */
import { useCallback, useState } from 'react';
import type { RecordView } from '../api/types';
import { useTab } from './tab-context';

export interface Records {
  /** Null: none were read yet. */
  readonly records: readonly RecordView[] | null;
  /** Older ones may be kept. */
  readonly hasMore: boolean;
  add(record: RecordView): void;
  readNewest(): Promise<void>;
  loadEarlier(): Promise<void>;
}

const PAGE = 100;

export function useRecords(linkId: string): Records {
  const { calls } = useTab();
  const [records, setRecords] = useState<readonly RecordView[] | null>(null);
  const [hasMore, setMore] = useState(true);

  const add = useCallback((record: RecordView): void => {
    setRecords((known) => merge(known ?? [], [record]));
  }, []);

  const readNewest = useCallback(async (): Promise<void> => {
    const items = await calls.listRecords(linkId, { limit: PAGE });
    setRecords((known) => merge(known ?? [], items));
    setMore((more) => more && items.length === PAGE);
  }, [calls, linkId]);

  const before = records?.at(-1)?.id;
  const loadEarlier = useCallback(async (): Promise<void> => {
    const range = before === undefined ? { limit: PAGE } : { before, limit: PAGE };
    const items = await calls.listRecords(linkId, range);
    setRecords((known) => merge(known ?? [], items));
    setMore(items.length === PAGE);
  }, [calls, linkId, before]);

  return { records, hasMore, add, readNewest, loadEarlier };
}

/** Each once, newest first. */
function merge(known: readonly RecordView[], more: readonly RecordView[]): readonly RecordView[] {
  const byId = new Map([...known, ...more].map((record) => [record.id, record]));
  return [...byId.values()].sort((one, other) => (BigInt(one.id) < BigInt(other.id) ? 1 : -1));
}
