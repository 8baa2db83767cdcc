import type { TurnRecord } from '../../core/record';
import type { Database, Statement } from '../database';
import type { RecordStore, StoredRecord } from '../store';

/**
 * Ids are given before the commit, so a record can become visible after one with a higher id, and
 * a live stream would step over it. Whoever writes a record holds this lock, shared, until its
 * commit; who reads for a stream takes it alone for a moment, and then every id given so far is
 * committed or will never be.
 */
export const RECORD_GATE = 7_120_432;

const REACHED: Statement = {
  name: 'records.reached',
  text: `
    WITH gate AS MATERIALIZED (SELECT pg_advisory_xact_lock(${RECORD_GATE}))
    SELECT coalesce(pg_sequence_last_value(
      pg_get_serial_sequence('presence_link.records', 'id')::regclass), 0)::text AS id FROM gate`,
};

const COLUMNS = 'id::text AS id, body';

const LIST: Statement = {
  name: 'records.list',
  text: `
    SELECT ${COLUMNS} FROM presence_link.records
    WHERE link_id = $1 AND id > coalesce($2::bigint, 0)
      AND id < coalesce($3::bigint, 9223372036854775807)
    ORDER BY records.id DESC LIMIT $4`,
};

const SINCE: Statement = {
  name: 'records.since',
  text: `
    SELECT ${COLUMNS} FROM presence_link.records
    WHERE link_id = ANY ($1::text[]) AND id > $2::bigint AND id <= $3::bigint
    ORDER BY records.id LIMIT $4`,
};

const NEWEST: Statement = {
  name: 'records.newest',
  text: `
    SELECT coalesce(max(id), 0)::text AS id FROM presence_link.records WHERE id <= $1::bigint`,
};

const PRUNE: Statement = {
  name: 'records.prune',
  text: `DELETE FROM presence_link.records WHERE at < $1`,
};

interface RecordRow {
  readonly id: string;
  readonly body: TurnRecord;
}

export function createRecords(database: Database): RecordStore {
  const read = async (statement: Statement, values: readonly unknown[]) =>
    (await database.rows<RecordRow>(statement, values)).map(toRecord);
  const reached = () => readId(database, REACHED, []);
  return {
    list: (linkId, { after, before, limit }) =>
      read(LIST, [linkId, after ?? null, before ?? null, limit]),
    since: async (linkIds, after, limit) =>
      linkIds.length === 0 ? [] : read(SINCE, [linkIds, after, await reached(), limit]),
    newest: async () => readId(database, NEWEST, [await reached()]),
    prune: (before) => database.count(PRUNE, [before]),
  };
}

async function readId(
  database: Database,
  statement: Statement,
  values: readonly unknown[],
): Promise<string> {
  return (await database.rows<{ id: string }>(statement, values))[0]?.id ?? '0';
}

function toRecord({ id, body }: RecordRow): StoredRecord {
  return { ...body, id };
}
