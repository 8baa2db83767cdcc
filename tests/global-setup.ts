import { startBroker } from './test-server';
import type { Broker } from './test-server';

declare global {
  var presenceLinkBroker: Broker | undefined;
}

/** Costs a run without database tests nothing: the server starts when a test asks for it. */
export default async function globalSetup(): Promise<void> {
  globalThis.presenceLinkBroker = await startBroker();
  process.env['PRESENCE_LINK_TEST_BROKER'] = String(globalThis.presenceLinkBroker.port);
}
