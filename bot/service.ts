import type { Config } from '../src/config/config';
import type { Sync } from '../src/index';
import type { Bot } from './bot';
import { startHost } from './server';
import type { Host } from './server';
import { createTabRoutes, findTabFolder } from './tab-files';

export interface Service {
  /** Where it listens. */
  readonly url: string;
  readonly sync: Sync;
  /** Stops taking requests, then the work under way; safe to call twice. */
  stop(): Promise<void>;
}

export interface Around {
  /** Holds the built tab; null: there is none. */
  readonly tabFolder?: string | null | undefined;
  /** Makes the bot; absent: there is none, and its libraries are not loaded. */
  readonly createBot?: (made: { readonly config: Config; readonly sync: Sync }) => Bot;
}

/**
 * Starts the work and then the host in front of it; stops both when either cannot start.
 */
export async function runService(
  config: Config,
  sync: Sync,
  { tabFolder = findTabFolder(), createBot }: Around = {},
): Promise<Service> {
  let host: Host;
  const bot = createBot?.({ config, sync });
  try {
    await sync.start();
    host = await startHost({
      routes: [...sync.doors.routes, ...createTabRoutes(tabFolder), ...(bot?.routes ?? [])],
      port: config.server.port,
      ...(config.server.host !== undefined && { host: config.server.host }),
      isHttps: config.server.publicUrl.startsWith('https:'),
      onFailure: (error) => process.emitWarning(`A request failed: ${String(error)}`),
    });
  } catch (error) {
    await sync.stop();
    throw error;
  }
  bot?.start();
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await host.close();
    await bot?.stop();
    await sync.stop();
  };
  return { url: host.url, sync, stop: () => (stopping ??= stop()) };
}
