import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StoreError } from '../store-error';
import { identifyProcess, isAlive } from './process-identity';
import type { ProcessIdentity } from './process-identity';

const LOCK = 'in-use-by.json';
const TRIES = 10;

/**
 * Takes DATA_DIR for this process and answers how to give it back. The lock of a process that
 * died is taken over. Rejects with StoreError `embedded` when a live process holds it.
 */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  const folder = resolve(dataDir);
  await mkdir(folder, { recursive: true });
  const lock = join(folder, LOCK);
  const draft = `${lock}.${randomBytes(6).toString('hex')}`;
  const own = JSON.stringify({ ...(await identifyProcess(process.pid)), key: draft });
  await writeFile(draft, own, { mode: 0o644 });
  try {
    await take(folder, lock, draft);
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await readText(lock)) === own) await rm(lock, { force: true });
  };
}

async function take(folder: string, lock: string, draft: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    // A hard link appears whole or not at all, and only where nothing is.
    if (await tryLink(draft, lock)) return;
    const held = await readText(lock);
    if (held === null) continue;
    const holder = parseHolder(held);
    if (holder && (await isAlive(holder))) throw inUse(folder, holder.pid);
    await putAside(lock, held);
  }
  throw new StoreError('embedded', `DATA_DIR ${folder} is being taken by other processes.`);
}

async function tryLink(draft: string, lock: string): Promise<boolean> {
  try {
    await link(draft, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the dead holder's lock, and gives back one that somebody took in the same moment. */
async function putAside(lock: string, dead: string): Promise<void> {
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  if ((await readText(aside)) !== dead) await tryLink(aside, lock);
  await rm(aside, { force: true });
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

function parseHolder(text: string): ProcessIdentity | null {
  try {
    const value: unknown = JSON.parse(text);
    const isHolder = typeof value === 'object' && value !== null && 'pid' in value;
    return isHolder ? (value as ProcessIdentity) : null;
  } catch {
    return null;
  }
}

function inUse(folder: string, pid: number): StoreError {
  return new StoreError('embedded', `DATA_DIR ${folder} is in use by process ${pid}.`);
}
