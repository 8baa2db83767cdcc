import { Logger, runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';
import { systemClock } from '../runtime/clock';
import type { Log } from '../runtime/log';

const TRIES = 40;
const PAUSE_MS = 100;

/** What the losers of a race to create the same schema, table or function are told. */
const RACES = new Set(['23505', '40P01', '42P06', '42P07', '42723', 'XX000']);

/**
 * Creates or upgrades the tables of graphile-worker. Its migrations find out about each other, but
 * its first step, creating the schema, fails for all but one of many that start at once.
 */
export async function installQueue(pool: Pool, log: Log): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await runMigrations({ pgPool: pool, logger: toGraphileLogger(log) });
    } catch (error) {
      if (tries >= TRIES || !isRace(error)) throw error;
      await systemClock.sleep(PAUSE_MS);
    }
  }
}

function isRace(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && RACES.has(code);
}

/** Our pool is small on purpose: a worker needs a connection only to take and to finish a job. */
const KNOWN = 'WARNING: having maxPoolSize';

/** Its lines on every job are noise; its warnings and errors are ours to know. */
export function toGraphileLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if ((level !== 'error' && level !== 'warning') || message.startsWith(KNOWN)) return;
    log.warn({ message }, 'queue');
  });
}
