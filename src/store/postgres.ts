import type { Pool } from 'pg';
import { createDatabase, createPool } from './database';
import type { Database, Statement } from './database';
import { migrate } from './migrate';
import { createAudit } from './queries/audit';
import { createBudgets } from './queries/budgets';
import { createColleagues } from './queries/colleagues';
import { createConnections } from './queries/connections';
import { createConversations } from './queries/conversations';
import { createFacts } from './queries/facts';
import { createFreeWatches } from './queries/free-watches';
import { createHints } from './queries/hints';
import { createLeases } from './queries/leases';
import { createLinks } from './queries/links';
import { createPreferences } from './queries/preferences';
import { createPosts } from './queries/posts';
import { createConsents, createTenants, createTries } from './queries/joining';
import { createPeople, createSealed } from './queries/people';
import { createProofs, createRequests } from './queries/proofs';
import { createRecords } from './queries/records';
import { createSweeps } from './queries/sweeps';
import { createTurns } from './queries/turns';
import { createWatchers } from './queries/watchers';
import type { Store } from './store';
import { silentLog } from '../runtime/log';
import type { Log } from '../runtime/log';

export interface PostgresStoreOptions {
  /** `postgres://…`; the store makes its own pool and ends it on close. */
  readonly url?: string;
  /** A pool of the caller's, who ends it. Make it with `createPool`. */
  readonly pool?: Pool;
  readonly log?: Log;
  /** Connections at most, with `url` (10). */
  readonly size?: number;
}

const PING: Statement = { name: 'ping', text: 'SELECT 1' };

/**
 * Opens the store on any PostgreSQL 14 or newer and brings its schema to this version. Every
 * call rejects with StoreError only; while the server is away its code is `unavailable`.
 */
export async function createPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const pool = options.pool ?? openPool(options);
  const database = createDatabase(pool);
  const close = options.pool ? () => Promise.resolve() : () => database.close();
  try {
    await migrate(pool);
  } catch (error) {
    await close();
    throw error;
  }
  return assemble(database, close);
}

function openPool({ url, log = silentLog, size }: PostgresStoreOptions): Pool {
  if (url === undefined) throw new TypeError('createPostgresStore needs url or pool');
  return createPool({ url, log, ...(size === undefined ? {} : { size }) });
}

function assemble(database: Database, close: () => Promise<void>): Store {
  return {
    connections: createConnections(database),
    links: createLinks(database),
    facts: createFacts(database),
    turns: createTurns(database),
    records: createRecords(database),
    leases: createLeases(database),
    sweeps: createSweeps(database),
    budgets: createBudgets(database),
    audit: createAudit(database),
    watchers: createWatchers(database),
    hints: createHints(database),
    preferences: createPreferences(database),
    conversations: createConversations(database),
    posts: createPosts(database),
    freeWatches: createFreeWatches(database),
    colleagues: createColleagues(database),
    tenants: createTenants(database),
    consents: createConsents(database),
    proofs: createProofs(database),
    requests: createRequests(database),
    tries: createTries(database),
    people: createPeople(database),
    sealed: createSealed(database),
    ping: async () => void (await database.count(PING)),
    close,
  };
}
