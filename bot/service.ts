import type { Config } from '../src/config/config';
import type { Sync } from '../src/index';
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

/**
 * `tabFolder` holds the built tab; null: there is none.
 * Starts the work and then the host in front of it; stops both when either cannot start.
 */
export async function runService(
  config: Config,
  sync: Sync,
  tabFolder: string | null = findTabFolder(),
): Promise<Service> {
  let host: Host;
  try {
    await sync.start();
    host = await startHost({
      routes: [...sync.doors.routes, ...createTabRoutes(tabFolder)],
      port: config.server.port,
      ...(config.server.host !== undefined && { host: config.server.host }),
      isHttps: config.server.publicUrl.startsWith('https:'),
      onFailure: (error) => process.emitWarning(`A request failed: ${String(error)}`),
    });
  } catch (error) {
    await sync.stop();
    throw error;
  }
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await host.close();
    await sync.stop();
  };
  return { url: host.url, sync, stop: () => (stopping ??= stop()) };
}
