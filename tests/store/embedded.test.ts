import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClone, startService } from './embedded-clone';
import type { Answer, Clone, Service } from './embedded-clone';

const NOBODY = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

let clone: Clone;
let services: Service[];

beforeEach(async () => {
  clone = await makeClone();
  services = [];
});

afterEach(async () => {
  for (const service of services) await service.stop();
  await clone.remove();
});

interface Start {
  readonly account?: typeof NOBODY;
  readonly throwaway?: boolean;
}

async function start(options: Start = {}): Promise<Service> {
  const dataDir = join(clone.folder, '.data');
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
  const text = await readFile(join(clone.folder, '.data/postgres/postmaster.pid'), 'utf8');
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
  const sentence = `DATA_DIR ${join(clone.folder, '.data')} is in use by process ${holder.pid}.`;
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
  await expect(stat(join(clone.folder, '.data/postgres/postmaster.pid'))).rejects.toThrow();
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
  const pidFile = join(clone.folder, '.data/postgres/postmaster.pid');
  const owner = await stat(join(clone.folder, '.data/postgres'));
  const lines = [process.pid, join(clone.folder, '.data/postgres'), 1, 1, '', '127.0.0.1', ''];
  await writeFile(pidFile, lines.join('\n'), { mode: 0o600 });
  if (isRoot) await (await import('node:fs/promises')).chown(pidFile, owner.uid, owner.gid);
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
  await writeFile(join(clone.folder, '.data/postgres/PG_VERSION'), '9\n');
  expect((await visit()).error).toMatch(/were written by PostgreSQL 9, .* brings PostgreSQL 18/);
});

// Becoming another user is only open to root; CI runs as root.
describe.each([{ user: 'a normal user', account: NOBODY }])('as $user', ({ account }) => {
  (isRoot ? it : it.skip)('works in a folder that only its owner can enter', async () => {
    await clone.lockFor(account.uid, account.gid);
    const first = await visit({ account });
    expect(first).toEqual({ ...first, starts: 1, folder: join(clone.folder, '.data/postgres') });
    expect(await visit({ account })).toMatchObject({ starts: 2 });
  });
});

describe('as root', () => {
  (isRoot ? it : it.skip)('works in a folder that only root can enter', async () => {
    await clone.lockFor(0, 0);
    const first = await start();
    expect(first.answer).toMatchObject({ starts: 1 });
    await first.stop();
    const place = (await readFile(join(clone.folder, '.data/store-folder.txt'), 'utf8')).trim();
    expect(first.answer.folder).toBe(join(place, 'postgres'));
    expect(await visit({ throwaway: true })).toMatchObject({ starts: 2 });
    await expect(stat(place)).rejects.toThrow();
  });

  (isRoot ? it : it.skip)('says so when the folder it moved its data to is gone', async () => {
    await clone.lockFor(0, 0);
    const { folder = '' } = await visit();
    await rm(join(folder, '..'), { recursive: true });
    expect((await visit()).error).toMatch(/which is gone: bring it back, or delete/);
  });
});
