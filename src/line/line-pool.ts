import { Pool } from 'pg';
import type { Log } from '../runtime/log';

/** One connection listens, one adds wakes, the rest take and finish jobs. */
const CONNECTIONS = 5;
const CONNECT_TIMEOUT_MS = 5_000;

interface PoolChoice {
  readonly url?: string;
  readonly pool?: Pool;
  readonly log: Log;
}

export interface LinePool {
  readonly pool: Pool;
  close(): Promise<void>;
}

export function openPool({ url, pool, log }: PoolChoice): LinePool {
  if (pool) return { pool, close: () => Promise.resolve() };
  if (url === undefined) throw new TypeError('createLine needs url or pool');
  const own = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'presence-link line',
  });
  own.on('error', (error) => log.warn({ reason: error.message }, 'a queue connection was lost'));
  // A client that is checked out reports here, next to rejecting the query it was running.
  own.on('connect', (client) => client.on('error', () => undefined));
  return { pool: own, close: () => own.end() };
}
