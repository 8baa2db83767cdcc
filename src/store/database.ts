import { Pool, types } from 'pg';
import type { QueryResultRow } from 'pg';
import { isPassing, sqlState, toStoreError } from './store-error';
import type { Log } from '../runtime/log';

/** Visible SQL. The name makes it a prepared statement on each connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Runs statements; rejects with StoreError only. */
export interface Database {
  rows<Row extends QueryResultRow>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** How many rows it touched. */
  count(statement: Statement, values?: readonly unknown[]): Promise<number>;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly url: string;
  readonly log: Log;
  /** Connections at most. */
  readonly size?: number;
  readonly connectTimeoutMs?: number;
}

const INT8 = 20;
const CONNECT_TIMEOUT_MS = 5_000;
const DEADLOCK_TRIES = 4;

/** A pool whose idle clients may lose their server without ending the process. */
export function createPool({ url, log, size = 10, connectTimeoutMs }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'presence-link',
    types: { getTypeParser: parserOf },
  });
  const report = (error: Error): void =>
    log.warn({ reason: error.message }, 'a database connection was lost');
  pool.on('error', report);
  // A client that is checked out reports here, next to rejecting the query it was running.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

// `pg` declares getTypeParser with overloads that no single function matches.
const parserOf = ((oid: number, format?: 'text'): unknown =>
  oid === INT8 ? readInstant : types.getTypeParser(oid, format)) as typeof types.getTypeParser;

/** Instants and counts fit a double; ids of records are cast to text in SQL instead. */
function readInstant(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is not a safe integer`);
  return value;
}

export function createDatabase(pool: Pool): Database {
  const run = async (statement: Statement, values: readonly unknown[] = []) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await pool.query<QueryResultRow>({ ...statement, values: [...values] });
      } catch (error) {
        // Every statement stands alone, so one that lost a deadlock did nothing and may run again.
        if (tries < DEADLOCK_TRIES && isPassing(sqlState(error))) continue;
        throw toStoreError(error);
      }
    }
  };
  return {
    rows: async <Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]) =>
      (await run(statement, values)).rows as Row[],
    count: async (statement, values) => (await run(statement, values)).rowCount ?? 0,
    close: () => pool.end(),
  };
}
