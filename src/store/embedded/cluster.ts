import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '../store-error';
import type { Account } from './account';
import type { Place } from './place';
import type { Programs } from './programs';
import { runProgram } from './run-program';

export const SERVER_USER = 'presence_link';

/** Makes the data folder on first use; answers the server's password. */
export async function prepareCluster(place: Place, programs: Programs): Promise<string> {
  const version = await readText(join(place.dataFolder, 'PG_VERSION'));
  const password = await readText(place.passwordFile);
  if (version === null) return createCluster(place, programs);
  if (version !== programs.major) {
    throw new StoreError(
      'embedded',
      `The data in ${place.folder} were written by PostgreSQL ${version}, and this version of ` +
        `Presence Link brings PostgreSQL ${programs.major}: move them with pg_dump, or give ` +
        `DATABASE_URL.`,
    );
  }
  if (password) return password;
  throw new StoreError('embedded', `The file ${place.passwordFile} of the data beside it is gone.`);
}

/** Under another name until whole, so that a process killed in the middle leaves no half folder. */
async function createCluster(place: Place, programs: Programs): Promise<string> {
  await refuseFilled(place);
  const password = randomBytes(24).toString('base64url');
  const draft = `${place.dataFolder}.new`;
  const passwordFile = `${draft}.password`;
  await rm(draft, { recursive: true, force: true });
  await makeOwnFolder(draft, place.account);
  await writeOwnFile(passwordFile, password, place.account);
  try {
    await runInitdb({ draft, passwordFile, programs, account: place.account });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(place.passwordFile, { force: true });
  await writeFile(place.passwordFile, password, { mode: 0o600 });
  await rm(place.dataFolder, { recursive: true, force: true });
  await rename(draft, place.dataFolder);
  return password;
}

/** A data folder without PG_VERSION that is not empty is somebody else's, or a damaged one. */
async function refuseFilled({ dataFolder }: Place): Promise<void> {
  if (!(await stat(join(dataFolder, 'base')).catch(() => null))) return;
  throw new StoreError('embedded', `The data in ${dataFolder} are damaged: PG_VERSION is missing.`);
}

async function makeOwnFolder(folder: string, account: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await giveTo(folder, account);
}

async function writeOwnFile(path: string, text: string, account: Account): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, text, { mode: 0o600 });
  await giveTo(path, account);
}

async function giveTo(path: string, { uid, gid }: Account): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

interface Initdb {
  readonly draft: string;
  readonly passwordFile: string;
  readonly programs: Programs;
  readonly account: Account;
}

/** Sorting by code point and Unicode's own upper and lower case: the same on every system. */
async function runInitdb({ draft, passwordFile, programs, account }: Initdb): Promise<void> {
  const args = [
    `--pgdata=${draft}`,
    `--username=${SERVER_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  const { code, output } = await runProgram(programs.initdb, args, account);
  if (code === 0) return;
  await rm(draft, { recursive: true, force: true });
  throw new StoreError('embedded', `The embedded PostgreSQL could not make its data: ${output}`);
}

async function readText(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text?.trim() ?? null;
}
