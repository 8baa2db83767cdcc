import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createPostgresStore } from '../../src/store/postgres';
import type { Store } from '../../src/store/store';
import { StoreError } from '../../src/store/store-error';
import { createTestDatabase } from '../database';
import type { TestDatabase } from '../database';
import { runOn } from '../test-server';
import { sampleFact, storeLink } from './samples';

/** Stands between the store and PostgreSQL and can cut every connection. */
interface Proxy {
  readonly url: string;
  cut(): void;
  refuse(refused: boolean): void;
  close(): Promise<void>;
}

async function startProxy(url: string): Promise<Proxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let isRefusing = false;
  const server: Server = createServer((socket) => {
    if (isRefusing) return void socket.destroy();
    const onward = connect(Number(target.port), target.hostname);
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const changed = new URL(url);
  changed.port = String((server.address() as AddressInfo).port);
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const close = async (): Promise<void> => {
    cut();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: changed.href, cut, close, refuse: (refused) => void (isRefusing = refused) };
}

let database: TestDatabase;
let proxy: Proxy;
let store: Store;

beforeEach(async () => {
  database = await createTestDatabase();
  proxy = await startProxy(database.url);
  store = await createPostgresStore({ url: proxy.url });
});

afterEach(async () => {
  await store.close();
  await proxy.close();
  await database.drop();
});

it('rejects with `unavailable` while the server is away and works again when it is back', async () => {
  const link = await storeLink(store);
  proxy.refuse(true);
  proxy.cut();
  await expect(store.ping()).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' });
  const append = store.facts.append(link.id, [sampleFact('a')]);
  await expect(append).rejects.toBeInstanceOf(StoreError);
  proxy.refuse(false);
  expect(await store.facts.append(link.id, [sampleFact('a')])).toBe(1);
});

it('rejects calls that are under way when the connection is cut', async () => {
  const pings = Array.from({ length: 30 }, () => store.ping());
  proxy.cut();
  for (const end of await Promise.allSettled(pings)) {
    if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'unavailable' });
  }
  await expect(store.ping()).resolves.toBeUndefined();
});

it('survives idle connections that the server ends', async () => {
  await Promise.all(Array.from({ length: 8 }, () => store.ping()));
  await runOn(
    database.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  // Each idle client may still be in the pool when its end is on the way, and cost one call.
  const ends = [];
  for (let pings = 0; pings < 9; pings += 1)
    ends.push(...(await Promise.allSettled([store.ping()])));
  expect(ends.at(-1)).toEqual({ status: 'fulfilled', value: undefined });
});

it('does not start on a server that is not there', async () => {
  proxy.refuse(true);
  proxy.cut();
  const start = createPostgresStore({ url: proxy.url });
  await expect(start).rejects.toMatchObject({ code: 'unavailable' });
});
