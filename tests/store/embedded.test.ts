import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scratchFolder } from '../scratch';
import { makeClone, startService } from './embedded-clone';
import type { Answer, Clone, Service } from './embedded-clone';

const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

let clone: Clone;
let home: string;
let services: Service[];

beforeAll(async () => {
  clone = await makeClone();
});

afterAll(() => clone.remove());

beforeEach(async () => {
  home = await mkdtemp(join(await scratchFolder(), 'presence-link-home-'));
  await chmod(home, 0o755);
  services = [];
});

afterEach(async () => {
  for (const service of services) await service.stop();
  await rm(home, { recursive: true, force: true });
});

interface Start {
  readonly account?: typeof NOBODY;
  readonly throwaway?: boolean;
  readonly clone?: Clone;
}

async function start(options: Start = {}): Promise<Service> {
  const dataDir = join(options.clone?.folder ?? home, '.data');
  const service = await startService({ clone, dataDir, ...options });
  services.push(service);
  return service;
}

/** One start and one clean stop. */
async function visit(options: Start = {}): Promise<Answer> {
  const service = await start(options);
  await service.stop();
  return service.answer;
}

async function readServerPid(): Promise<number> {
  const text = await readFile(join(home, '.data/postgres/postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

async function waitForEnd(pid: number): Promise<void> {
  await waitUntil(async () => {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    return text === '' || text.includes(') Z ');
  });
}

/** Ends at the latest with the test, so that a failing one does not keep jest from ending. */
async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 25_000;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('It did not come to pass.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('makes its data on first use, finds them again, and leaves nothing running', async () => {
  expect(await visit()).toMatchObject({ starts: 1 });
  const again = await start();
  expect(again.answer).toMatchObject({ starts: 2 });
  const serverPid = await readServerPid();
  await again.stop();
  await waitForEnd(serverPid);
});

it('says who holds the folder', async () => {
  const holder = await start();
  const { answer } = await start();
  const sentence = `DATA_DIR ${join(home, '.data')} is in use by process ${holder.pid}.`;
  expect(answer.error).toBe(`StoreError: ${sentence}`);
});

it('starts again at once, with its data, after a kill -9', async () => {
  const killed = await start();
  await killed.kill();
  expect(await visit()).toMatchObject({ starts: 2 });
});

it('lets one of several start that find the lock of a killed service', async () => {
  await (await start()).kill();
  const all = await Promise.all([start(), start(), start()]);
  const errors = all.map(({ answer }) => answer.error).filter(Boolean);
  expect(errors).toEqual([
    expect.stringMatching(/is in use by process \d+/),
    expect.stringMatching(/is in use by process \d+/),
  ]);
});

it('ends its server soon after a kill -9, without another start', async () => {
  const killed = await start();
  const serverPid = await readServerPid();
  await killed.kill();
  await waitForEnd(serverPid);
  await expect(stat(join(home, '.data/postgres/postmaster.pid'))).rejects.toThrow();
});

it('ends a server that was left running when nothing ended it', async () => {
  const killed = await start();
  const serverPid = await readServerPid();
  // A stopped server ignores the signal to end until it is told to go on.
  process.kill(serverPid, 'SIGSTOP');
  await killed.kill();
  const starting = start();
  process.kill(serverPid, 'SIGCONT');
  expect((await starting).answer).toMatchObject({ starts: 2 });
  await waitForEnd(serverPid);
});

it('is not deceived by a process that now bears the number of its old server', async () => {
  await visit();
  const pidFile = join(home, '.data/postgres/postmaster.pid');
  const owner = await stat(join(home, '.data/postgres'));
  const lines = [process.pid, join(home, '.data/postgres'), 1, 1, '', '127.0.0.1', ''];
  await writeFile(pidFile, lines.join('\n'), { mode: 0o600 });
  if (isRoot) await chown(pidFile, owner.uid, owner.gid);
  expect(await visit()).toMatchObject({ starts: 2 });
});

it('starts a server that was killed again, on the same data', async () => {
  await start();
  const serverPid = await readServerPid();
  process.kill(serverPid, 'SIGKILL');
  await waitForEnd(serverPid);
  await waitUntil(async () => (await readServerPid().catch(() => serverPid)) !== serverPid);
  await services[0]?.stop();
  expect(await visit()).toMatchObject({ starts: 2 });
});

it('refuses data of another version of PostgreSQL with one sentence', async () => {
  await visit();
  await writeFile(join(home, '.data/postgres/PG_VERSION'), '9\n');
  expect((await visit()).error).toMatch(/were written by PostgreSQL 9, .* brings PostgreSQL 18/);
});

// Only root can become another user and lock itself out; the project's CI runs as root.
describe('in a clone that only its owner can enter', () => {
  const only = isRoot ? it : it.skip;
  let locked: Clone;

  beforeEach(async () => {
    locked = await makeClone();
  });

  afterEach(() => locked.remove());

  only('works as a normal user', async () => {
    await locked.lockFor(NOBODY.uid, NOBODY.gid);
    const first = await visit({ clone: locked, account: NOBODY });
    expect(first).toMatchObject({ starts: 1, folder: join(locked.folder, '.data/postgres') });
    expect(await visit({ clone: locked, account: NOBODY })).toMatchObject({ starts: 2 });
  });

  only('works as root, whose data it keeps where the server can reach them', async () => {
    await locked.lockFor(0, 0);
    const first = await visit({ clone: locked });
    expect(first).toMatchObject({ starts: 1 });
    const place = (await readFile(join(locked.folder, '.data/store-folder.txt'), 'utf8')).trim();
    expect(first.folder).toBe(join(place, 'postgres'));
    expect(await visit({ clone: locked, throwaway: true })).toMatchObject({ starts: 2 });
    await expect(stat(place)).rejects.toThrow();
  });

  only('says so as root when the folder it moved its data to is gone', async () => {
    await locked.lockFor(0, 0);
    const { folder = '' } = await visit({ clone: locked });
    await rm(join(folder, '..'), { recursive: true });
    expect((await visit({ clone: locked })).error).toMatch(/is gone: bring it back, or delete/);
  });
});
