import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../runtime/clock';
import { StoreError } from '../store-error';
import type { Log } from '../../runtime/log';
import { identifyProcess, isAlive, readCommandLine } from './process-identity';

const GENTLE_MS = 10_000;
const HARSH_MS = 5_000;
const LOOK_MS = 15;

/**
 * Ends a server that a dead service left behind on this data folder. Called under the folder's
 * lock, so nobody alive wants that server.
 */
export async function endLeftover(dataFolder: string, log: Log): Promise<void> {
  const pidFile = join(dataFolder, 'postmaster.pid');
  const pid = await readPid(pidFile);
  if (pid === null) return;
  const isServer = (await readCommandLine(pid)).includes(dataFolder);
  if (isServer) {
    log.warn({ pid }, 'a database server was left behind by a service that died; it is ended');
    return endProcess(pid);
  }
  // The number belongs to another process by now, and PostgreSQL would take that for a server.
  if (process.platform !== 'win32') await rm(pidFile, { force: true });
}

async function readPid(pidFile: string): Promise<number | null> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text.split('\n')[0] ?? '', 10);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one. */
export async function endProcess(pid: number): Promise<void> {
  if (await endWith(pid, 'SIGINT', GENTLE_MS)) return;
  if (await endWith(pid, 'SIGQUIT', HARSH_MS)) return;
  throw new StoreError('embedded', `The database server, process ${pid}, cannot be stopped.`);
}

async function endWith(pid: number, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  const identity = await identifyProcess(pid);
  if (!identity) return true;
  try {
    process.kill(pid, signal);
  } catch {
    // It ended just now, or it is another user's: the loop tells which.
  }
  const end = systemClock.now() + waitMs;
  while (systemClock.now() < end) {
    if (!(await isAlive(identity))) return true;
    await systemClock.sleep(LOOK_MS);
  }
  return false;
}
