import type { Pool } from 'pg';
import { silentLog } from '../../src/runtime/log';
import { createPool } from '../../src/store/database';
import { migrate, readMigrations } from '../../src/store/migrate';
import type { Migration } from '../../src/store/migrate';
import { createEmptyDatabase } from '../database';
import type { TestDatabase } from '../database';

let database: TestDatabase;
let pools: Pool[];

beforeEach(async () => {
  database = await createEmptyDatabase();
  pools = [];
});

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

function openPool(): Pool {
  const pool = createPool({ url: database.url, log: silentLog, size: 1 });
  pools.push(pool);
  return pool;
}

async function readApplied(pool: Pool): Promise<readonly unknown[]> {
  return (await pool.query('SELECT id, name FROM presence_link.migrations ORDER BY id')).rows;
}

async function follow(id: number, sql: string): Promise<readonly Migration[]> {
  return [...(await readMigrations()), { id, name: `${String(id).padStart(6, '0')}.sql`, sql }];
}

it('lets twenty processes start at once on an empty database', async () => {
  const twenty = Array.from({ length: 20 }, openPool);
  await Promise.all(twenty.map((pool) => migrate(pool)));
  const expected = (await readMigrations()).map(({ id, name }) => ({ id, name }));
  expect(await readApplied(openPool())).toEqual(expected);
});

it('does nothing the second time', async () => {
  const pool = openPool();
  await migrate(pool);
  const before = await pool.query('SELECT * FROM presence_link.migrations');
  await migrate(pool);
  const after = await pool.query('SELECT * FROM presence_link.migrations');
  expect(after.rows).toEqual(before.rows);
});

it('applies only what is new', async () => {
  const pool = openPool();
  await migrate(pool);
  await migrate(pool, await follow(900, 'CREATE TABLE presence_link.meadow (id int)'));
  await migrate(pool, await follow(900, 'CREATE TABLE presence_link.meadow (id int)'));
  expect(await readApplied(pool)).toContainEqual({ id: 900, name: '000900.sql' });
});

it('rolls a failing migration back as a whole and names it', async () => {
  const pool = openPool();
  const broken = await follow(900, 'CREATE TABLE presence_link.meadow (id int); SELECT nonsense');
  await expect(migrate(pool, broken)).rejects.toMatchObject({
    code: 'schema',
    message: expect.stringContaining('Migration 000900.sql failed and nothing was changed'),
  });
  const { rows } = await pool.query(`SELECT to_regnamespace('presence_link') AS schema`);
  expect(rows).toEqual([{ schema: null }]);
  await migrate(pool);
  expect(await readApplied(pool)).toHaveLength((await readMigrations()).length);
});

it('refuses a database that is newer than the program', async () => {
  const pool = openPool();
  await migrate(pool, await follow(900, 'SELECT 1'));
  await expect(migrate(pool)).rejects.toMatchObject({
    code: 'schema',
    message: expect.stringMatching(/has schema 900, but .* start a newer version/),
  });
});
