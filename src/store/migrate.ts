import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { systemClock } from '../runtime/clock';
import { sqlState, StoreError, toStoreError } from './store-error';

export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** Any number will do as long as all versions of the program use the same one. */
const MIGRATION_LOCK = 7_120_431;
const MIGRATIONS_FOLDER = join(__dirname, 'migrations');
const APPLIED = 'SELECT id FROM presence_link.migrations';

/** Reads `000001.sql`, `000002.sql` …, which lie beside this file in src and in dist. */
export async function readMigrations(folder = MIGRATIONS_FOLDER): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{6}\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      id: Number.parseInt(name, 10),
      name,
      sql: await readFile(join(folder, name), 'utf8'),
    })),
  );
}

/**
 * Brings the schema to this version; any number of processes may call it at once. What is pending
 * is applied in one transaction or not at all. Rejects with StoreError `schema` when a migration
 * fails or the database is newer than the program.
 */
export async function migrate(pool: Pool, migrations?: readonly Migration[]): Promise<void> {
  const wanted = migrations ?? (await readMigrations());
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  let broken: Error | undefined;
  try {
    if (!(await isCurrent(client, wanted))) await migrateLocked(client, wanted);
  } catch (error) {
    const failure = toStoreError(error);
    if (failure.code === 'unavailable') broken = failure;
    throw failure;
  } finally {
    client.release(broken);
  }
}

/** Spares a fleet that starts on a finished schema from queueing for the lock. */
async function isCurrent(client: PoolClient, wanted: readonly Migration[]): Promise<boolean> {
  try {
    const applied = await readApplied(client);
    refuseNewer(applied, wanted);
    return wanted.every(({ id }) => applied.has(id));
  } catch (error) {
    const state = sqlState(error);
    if (state === '42P01' || state === '3F000') return false;
    throw error;
  }
}

async function migrateLocked(client: PoolClient, wanted: readonly Migration[]): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await prepare(client);
    const applied = await readApplied(client);
    refuseNewer(applied, wanted);
    for (const migration of wanted) if (!applied.has(migration.id)) await apply(client, migration);
    await client.query('COMMIT');
  } catch (error) {
    // A lost connection rolls back by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function prepare(client: PoolClient): Promise<void> {
  await client.query('CREATE SCHEMA IF NOT EXISTS presence_link');
  await client.query(
    `CREATE TABLE IF NOT EXISTS presence_link.migrations
       (id integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)`,
  );
}

async function readApplied(client: PoolClient): Promise<ReadonlySet<number>> {
  const { rows } = await client.query<{ id: number }>(APPLIED);
  return new Set(rows.map(({ id }) => id));
}

function refuseNewer(applied: ReadonlySet<number>, wanted: readonly Migration[]): void {
  const [newest, known] = [newestOf(applied), newestOf(wanted.map(({ id }) => id))];
  if (newest <= known) return;
  throw new StoreError(
    'schema',
    `The database has schema ${newest}, but this version of Presence Link knows only schemas up ` +
      `to ${known}: start a newer version.`,
  );
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query(migration.sql);
  } catch (error) {
    const failure = toStoreError(error);
    if (failure.code === 'unavailable') throw failure;
    throw new StoreError(
      'schema',
      `Migration ${migration.name} failed and nothing was changed: ${failure.message}`,
      error,
    );
  }
  await client.query(
    'INSERT INTO presence_link.migrations (id, name, applied_at) VALUES ($1, $2, $3)',
    [migration.id, migration.name, systemClock.now()],
  );
}

function newestOf(ids: Iterable<number>): number {
  return Math.max(0, ...ids);
}
