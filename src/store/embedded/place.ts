import { randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StoreError } from '../store-error';
import type { Log } from '../../runtime/log';
import { findUnprivilegedAccount, isRoot } from './account';
import type { Account } from './account';
import { runProgram } from './run-program';

/** Where the server's data lie and whom it runs as. */
export interface Place {
  /** Holds the data folder and the password. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly passwordFile: string;
  readonly account: Account;
  /** Where copies of the programs may be put. */
  readonly stagingFolder: string;
}

/** In DATA_DIR when the data had to go elsewhere: the path of that folder. */
const POINTER = 'store-folder.txt';
const DATA = 'postgres';

/**
 * PostgreSQL refuses to run as root, so root hands it to an unprivileged account, which may be
 * unable to enter DATA_DIR. Then the data lie in a folder it can enter, and DATA_DIR points there.
 */
export async function findPlace(dataDir: string, log: Log): Promise<Place> {
  const home = resolve(dataDir);
  await mkdir(home, { recursive: true });
  if (!isRoot()) {
    await refuseForeign(home);
    return placeIn(home, {}, home);
  }
  const folder = (await readPointer(home)) ?? home;
  const account = await accountFor(join(folder, DATA));
  if (folder !== home) return placeIn(folder, account, await findSharedFolder(account));
  if (await canEnter(home, account)) return placeIn(home, account, await findSharedFolder(account));
  return moveOut(home, account, log);
}

function placeIn(folder: string, account: Account, stagingFolder: string): Place {
  return {
    folder,
    dataFolder: join(folder, DATA),
    passwordFile: join(folder, 'postgres-password.txt'),
    account,
    stagingFolder,
  };
}

async function refuseForeign(home: string): Promise<void> {
  const owner = await stat(join(home, DATA)).catch(() => null);
  const foreign = owner && process.platform !== 'win32' && owner.uid !== process.getuid?.();
  if (!foreign && !(await readPointer(home))) return;
  throw new StoreError(
    'embedded',
    `DATA_DIR ${home} holds the data of another user: start as that user (or as root), or give ` +
      `another DATA_DIR.`,
  );
}

/** Whoever owns data that exist goes on owning them. */
async function accountFor(dataFolder: string): Promise<Required<Account>> {
  const owner = await stat(dataFolder).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = await findUnprivilegedAccount();
  if (account) return account;
  throw new StoreError(
    'embedded',
    'PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor ' +
      '`nobody` to run it as: create one, start as a normal user, or give DATABASE_URL.',
  );
}

async function readPointer(home: string): Promise<string | null> {
  const pointer = join(home, POINTER);
  const text = await readFile(pointer, 'utf8').catch(() => null);
  const folder = text?.trim();
  if (!folder) return null;
  if (await stat(folder).catch(() => null)) return folder;
  throw new StoreError(
    'embedded',
    `The data of DATA_DIR ${home} were in ${folder}, which is gone: bring it back, or delete ` +
      `${pointer} to begin with an empty store.`,
  );
}

async function moveOut(home: string, account: Required<Account>, log: Log): Promise<Place> {
  const shared = await findSharedFolder(account);
  const folder = join(shared, `data-${randomBytes(8).toString('hex')}`);
  await mkdir(folder, { mode: 0o755 });
  await writeFile(join(home, POINTER), `${folder}\n`);
  log.warn(
    { folder },
    'the database user cannot enter DATA_DIR, so the data lie in another folder',
  );
  return placeIn(folder, account, shared);
}

/** A folder of root's that the account can enter and nobody else can write. */
async function findSharedFolder(account: Account): Promise<string> {
  // Temporary folders come last: systems clean them of what nobody touched for weeks.
  const candidates = ['/var/lib', '/var/tmp', tmpdir()].map((one) => join(one, 'presence-link'));
  for (const folder of candidates) {
    await mkdir(folder, { recursive: true, mode: 0o755 }).catch(() => undefined);
    const found = await lstat(folder).catch(() => null);
    const isOurs = found?.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
    if (isOurs && (await canEnter(folder, account))) return folder;
  }
  throw new StoreError(
    'embedded',
    `PostgreSQL cannot run as root, and there is no folder for its data that user ${account.uid} ` +
      `can enter: give a DATA_DIR that everybody can enter, or DATABASE_URL.`,
  );
}

/** Tries it: modes, access lists and mounts all have a say. */
async function canEnter(folder: string, account: Account): Promise<boolean> {
  const probe = join(folder, `probe-${randomBytes(6).toString('hex')}`);
  await mkdir(probe);
  try {
    await chown(probe, account.uid ?? 0, account.gid ?? 0);
    const script = 'cd "$1" && : > file';
    return (await runProgram('/bin/sh', ['-c', script, 'sh', probe], account)).code === 0;
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}
