import { createPostgresStore } from '../../src/store/postgres';
import type { Store } from '../../src/store/store';
import { createTestDatabase } from '../database';

export interface OpenStore {
  readonly store: Store;
  readonly url: string;
  close(): Promise<void>;
}

/** A store on a database of its own. */
export async function openTestStore(): Promise<OpenStore> {
  const database = await createTestDatabase();
  const store = await createPostgresStore({ url: database.url });
  const close = async (): Promise<void> => {
    await store.close();
    await database.drop();
  };
  return { store, url: database.url, close };
}
