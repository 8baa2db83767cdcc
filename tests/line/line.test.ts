import { Client } from 'pg';
import { createLine } from '../../src/line/line';
import type { Line, LineOptions } from '../../src/line/line';
import { silentLog } from '../../src/runtime/log';
import { createEmptyDatabase, createTestDatabase } from '../database';
import type { TestDatabase } from '../database';

let database: TestDatabase;
let lines: Line[];

beforeEach(async () => {
  database = await createTestDatabase();
  lines = [];
});

afterEach(async () => {
  await Promise.all(lines.map((line) => line.stop()));
  await database.drop();
});

type Changes = Partial<LineOptions> & Pick<LineOptions, 'runTurn'>;

async function open(changes: Changes): Promise<Line> {
  const line = await createLine({ url: database.url, log: silentLog, ...changes });
  lines.push(line);
  return line;
}

/** A turn that stands still until it is told to go on. */
function createGate() {
  let begin = (): void => undefined;
  let finish = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const pass = async (): Promise<void> => {
    begin();
    await finished;
  };
  return { begun, finish, pass };
}

async function countJobs(): Promise<number> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query('SELECT count(*)::int AS jobs FROM graphile_worker.jobs');
  await client.end();
  return rows[0].jobs;
}

describe.each([
  { name: 'directly', direct: true },
  { name: 'through the queue', direct: false },
])('wakes that go $name', ({ direct }) => {
  it('runs a turn of each link that was woken', async () => {
    const turns: string[] = [];
    const line = await open({ direct, runTurn: async (linkId) => void turns.push(linkId) });
    await line.wake('a');
    await line.wakeMany(['b', 'c', "d'; --"]);
    await line.idle();
    expect([...turns].sort()).toEqual(['a', 'b', 'c', "d'; --"]);
    expect(await countJobs()).toBe(0);
  });

  it('[TN2] runs one more turn after a link was woken during its turn, however often', async () => {
    const gate = createGate();
    let turns = 0;
    const runTurn = async (): Promise<void> => {
      turns += 1;
      if (turns === 1) await gate.pass();
    };
    const line = await open({ direct, concurrency: 1, runTurn });
    await line.wake('a');
    await gate.begun;
    for (let wakes = 0; wakes < 10; wakes += 1) await line.wake('a');
    gate.finish();
    await line.idle();
    expect(turns).toBe(2);
  });

  it('[TN1] does not let a link wait for a slow one', async () => {
    const gate = createGate();
    const done: string[] = [];
    const runTurn = async (linkId: string): Promise<void> => {
      if (linkId === 'slow') await gate.pass();
      done.push(linkId);
    };
    const line = await open({ direct, concurrency: 2, runTurn });
    await line.wake('slow');
    await gate.begun;
    const ids = Array.from({ length: 20 }, (_, index) => `link-${index}`);
    await line.wakeMany(ids);
    while (done.length < ids.length) await new Promise((resolve) => setImmediate(resolve));
    gate.finish();
    await line.idle();
    expect(done.at(-1)).toBe('slow');
  });

  it('logs a turn that throws and neither repeats it nor stops', async () => {
    const turns: string[] = [];
    const errors: string[] = [];
    const log = { ...silentLog, error: (_: object, text: string) => void errors.push(text) };
    const runTurn = async (linkId: string): Promise<void> => {
      turns.push(linkId);
      throw new Error('broken');
    };
    const line = await open({ direct, log, runTurn });
    await line.wake('a');
    await line.idle();
    await line.wake('b');
    await line.idle();
    expect(turns).toEqual(['a', 'b']);
    expect(errors).toEqual(['a turn failed', 'a turn failed']);
    expect(await countJobs()).toBe(0);
  });

  it('finishes running turns when it stops and accepts no more', async () => {
    const gate = createGate();
    const done: string[] = [];
    const runTurn = async (linkId: string): Promise<void> => {
      await gate.pass();
      done.push(linkId);
    };
    const line = await open({ direct, runTurn });
    await line.wake('a');
    await gate.begun;
    const stopped = line.stop();
    await line.wake('b');
    gate.finish();
    await stopped;
    expect(done).toEqual(['a']);
  });

  it('does not wait longer than asked for a turn that hangs', async () => {
    const gate = createGate();
    const line = await open({ direct, stopTimeoutMs: 20, runTurn: gate.pass });
    await line.wake('a');
    await gate.begun;
    await expect(line.stop()).resolves.toBeUndefined();
    gate.finish();
  });
});

it('hands wakes for which it has no room to other processes', async () => {
  const gate = createGate();
  const elsewhere: string[] = [];
  const busy = await open({ concurrency: 1, runTurn: gate.pass });
  await busy.wake('a');
  await gate.begun;
  await busy.wake('b');
  const other = await open({ runTurn: async (linkId) => void elsewhere.push(linkId) });
  await busy.wakeMany(['c', 'd']);
  while (!elsewhere.includes('d')) await new Promise((resolve) => setImmediate(resolve));
  gate.finish();
  await Promise.all([busy.idle(), other.idle()]);
  expect(elsewhere).toEqual(expect.arrayContaining(['d']));
});

it('loses a wake with a line in the log when the database is away, and works on later', async () => {
  const warnings: string[] = [];
  const turns: string[] = [];
  const log = { ...silentLog, warn: (_: object, text: string) => void warnings.push(text) };
  const runTurn = async (linkId: string): Promise<void> => void turns.push(linkId);
  const line = await open({ direct: false, log, runTurn });
  const admin = new Client({ connectionString: databaseOf('postgres') });
  await admin.connect();
  const name = new URL(database.url).pathname.slice(1);
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [
    name,
  ]);
  await line.wake('lost');
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await admin.end();
  await line.wake('kept');
  await line.idle();
  expect(turns).toEqual(['kept']);
  expect(warnings).toContain('wakes were lost');
});

function databaseOf(name: string): string {
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  return url.href;
}

it('[TN3] replaces workers that died because a job could not be marked as done', async () => {
  const turns: string[] = [];
  const gate = createGate();
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (_: object, text: string) => void warnings.push(text) };
  const runTurn = async (linkId: string): Promise<void> => {
    turns.push(linkId);
    if (linkId === 'a') await gate.pass();
  };
  const line = await open({ direct: false, concurrency: 1, log, runTurn });
  await line.wake('a');
  await gate.begun;
  const admin = new Client({ connectionString: database.url });
  await admin.connect();
  await admin.query('ALTER TABLE graphile_worker._private_jobs RENAME TO away');
  gate.finish();
  while (!warnings.includes('the queue workers are replaced')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await admin.query('ALTER TABLE graphile_worker.away RENAME TO _private_jobs');
  await admin.end();
  await line.wake('b');
  await line.idle();
  expect(turns).toEqual(['a', 'b']);
});

it('clears jobs that a killed process took', async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`SELECT graphile_worker.add_job('turn', '{}', max_attempts => 1)`);
  await client.query(
    `UPDATE graphile_worker._private_jobs
     SET attempts = 1, locked_by = 'dead', locked_at = now() - interval '5 hours'`,
  );
  await client.end();
  await open({ runTurn: async () => undefined });
  expect(await countJobs()).toBe(0);
});

it('lets twenty processes start at once on an empty database', async () => {
  const empty = await createEmptyDatabase();
  const starts = Array.from({ length: 20 }, () =>
    createLine({ url: empty.url, log: silentLog, concurrency: 1, runTurn: async () => undefined }),
  );
  const started = await Promise.all(starts);
  await Promise.all(started.map((line) => line.stop()));
  await empty.drop();
  expect(started).toHaveLength(20);
});
