import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { systemClock } from '../runtime/clock';
import { prepareCluster, SERVER_USER } from './embedded/cluster';
import { lockFolder } from './embedded/folder-lock';
import { endLeftover } from './embedded/leftover';
import { findPlace } from './embedded/place';
import { findPrograms } from './embedded/programs';
import { startServer } from './embedded/server';
import type { RunningServer, ServerOptions } from './embedded/server';
import { sqlState, toStoreError } from './store-error';
import { silentLog } from '../runtime/log';
import type { Log } from '../runtime/log';

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log?: Log;
  /** Server settings for tests, `fsync: 'off'`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For tests: the data go when the server is stopped or this process dies. */
  readonly throwaway?: boolean;
}

export interface Embedded {
  /** `postgres://…` on a loopback port, with a password of its own. */
  readonly url: string;
  /** Fast, clean shutdown; gives DATA_DIR back. Idle pool clients lose their connection. */
  stop(): Promise<void>;
}

const DATABASE = 'presence_link';
const RESTART_MS = 1_000;

/**
 * Starts the embedded PostgreSQL on DATA_DIR, as root and as a normal user, making its data on
 * first use and finding them again later. A server left by a service that was killed is ended
 * first; a server that dies is started again on its port. Rejects with StoreError `embedded`,
 * whose message is one sentence for the operator.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const unlock = await lockFolder(options.dataDir);
  try {
    return await open(options, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function open(options: EmbeddedOptions, unlock: () => Promise<void>): Promise<Embedded> {
  const { dataDir, log = silentLog, settings = {} } = options;
  const place = await findPlace(dataDir, log);
  const programs = await findPrograms(place.account, place.stagingFolder);
  await endLeftover(place.dataFolder, log);
  const password = await prepareCluster(place, programs);
  const throwaway = options.throwaway ? [place.folder, resolve(dataDir)] : [];
  const server = await keepRunning({ place, programs, log, settings, throwaway });
  const origin = `postgres://${SERVER_USER}:${password}@127.0.0.1:${server.port}`;
  try {
    await createDatabase(origin);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const stop = async (): Promise<void> => {
    await server.stop();
    await unlock();
    for (const folder of throwaway) await rm(folder, { recursive: true, force: true });
  };
  return { url: `${origin}/${DATABASE}`, stop };
}

/** Starts the server, and again when it ends unasked (killed for memory, crashed). */
async function keepRunning(options: ServerOptions): Promise<Omit<RunningServer, 'ended'>> {
  const stopping = new AbortController();
  let server = await startServer(options);
  const { port } = server;
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await server.ended;
      if (stopping.signal.aborted) return;
      options.log.error({ port }, 'the database server ended by itself and is started again');
      await systemClock.sleep(RESTART_MS, stopping.signal);
      if (!stopping.signal.aborted) server = (await restart(options, port)) ?? server;
    }
  };
  const watched = watch();
  const stop = async (): Promise<void> => {
    stopping.abort();
    await server.stop();
    await watched;
    // A restart that was under way when we were asked to stop.
    await server.stop();
  };
  return { port, stop };
}

async function restart(options: ServerOptions, port: number): Promise<RunningServer | null> {
  try {
    return await startServer(options, port);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    options.log.error({ port, reason }, 'the database server could not be started again');
    return null;
  }
}

async function createDatabase(origin: string): Promise<void> {
  const client = new Client({ connectionString: `${origin}/postgres` });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    if (sqlState(error) !== '42P04') throw toStoreError(error);
  } finally {
    await client.end();
  }
}
