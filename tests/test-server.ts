/** One PostgreSQL per jest run, in the parent process: started when the first test asks for it. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { createLine } from '../src/line/line';
import { silentLog } from '../src/runtime/log';
import { openEmbedded } from '../src/store/embedded';
import { createPostgresStore } from '../src/store/postgres';
import { scratchFolder } from './scratch';

export interface TestServer {
  /** Any database of the server, to create others from. */
  readonly url: string;
  readonly template: string;
}

export interface Broker {
  readonly port: number;
  stop(): Promise<void>;
}

type Started = TestServer & { stop(): Promise<void> };

/** Nothing in a test database is worth waiting for a disk. */
const FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '400',
  shared_buffers: '64MB',
};

/** Answers one line of JSON, a TestServer or `{ error }`, to whoever connects. */
export async function startBroker(): Promise<Broker> {
  let started: Promise<Started> | null = null;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    started ??= startServer();
    started.then(
      ({ url, template }) => socket.end(JSON.stringify({ url, template })),
      (error: unknown) => socket.end(JSON.stringify({ error: String(error) })),
    );
  });
  const port = await listen(server);
  const stop = async (): Promise<void> => {
    await new Promise((resolve) => server.close(resolve));
    await (await started?.catch(() => null))?.stop();
  };
  return { port, stop };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function startServer(): Promise<Started> {
  const given = process.env['TEST_DATABASE_URL'];
  const { url, stop } = given ? { url: given, stop: async () => undefined } : await startEmbedded();
  const template = `presence_link_template_${randomBytes(6).toString('hex')}`;
  await runOn(url, `CREATE DATABASE ${template}`);
  await fillTemplate(databaseUrl(url, template));
  return {
    url,
    template,
    stop: async () => {
      if (given) await runOn(url, `DROP DATABASE ${template} WITH (FORCE)`);
      await stop();
    },
  };
}

async function startEmbedded(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(await scratchFolder(), 'presence-link-test-'));
  // For root: the server's user has to enter it.
  await chmod(dataDir, 0o755);
  return openEmbedded({ dataDir, settings: FAST, throwaway: true });
}

async function fillTemplate(url: string): Promise<void> {
  const store = await createPostgresStore({ url, size: 1 });
  await store.close();
  const line = await createLine({ url, log: silentLog, concurrency: 1, runTurn: async () => {} });
  await line.stop();
}

export function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

export async function runOn(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
