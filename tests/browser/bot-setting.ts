/** The service and the sandbox on a running clock, with the real Agents Playground as a chat window. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startService } from '../../bot/index';
import { followClock } from '../../demo/clock';
import { connectSandbox } from '../../demo/connect';
import { startPlayground } from '../../demo/playground';
import type { Playground } from '../../demo/playground';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import { startSandbox } from '../../sandbox/start';
import type { Inhabitant, Sandbox } from '../../sandbox/start';
import { silentLog } from '../../src/runtime/log';
import { createTestDatabase } from '../database';
import { freePort } from '../flows/free-port';
import { bothSidesSeen } from './both-sides-seen';

export const PICTURES = join(process.cwd(), 'build', 'bot');

export interface ChatSetting {
  readonly sandbox: Sandbox;
  readonly juniper: Inhabitant;
  readonly chat: Playground;
  readonly serviceUrl: string;
  close(): Promise<void>;
}

export async function startChat(): Promise<ChatSetting> {
  mkdirSync(PICTURES, { recursive: true });
  const clock = new MovableClock({ running: true });
  const sandbox = await startSandbox({ clock });
  sandbox.account.knobs.activationDelayMs = 0;
  const database = await createTestDatabase();
  const port = await freePort();
  const settings = settingsFor(sandbox, { port, databaseUrl: database.url });
  const service = await startService(
    // Nobody shall wait out what is meant for real people.
    { ...settings, TEAMS_SWEEP_MS: '300', SETTLE_MS: '1500' },
    { clock: followClock(clock), log: silentLog, extraCa: sandbox.entra.certificatePem },
  );
  const admin = { serviceUrl: service.url, admin: 'bramble-oakes' };
  const { links } = await connectSandbox(sandbox, admin);
  await bothSidesSeen(sandbox, admin, [...links.values()]);
  const juniper = sandbox.find('juniper-vale');
  const { persona, person } = juniper;
  const upn = persona.person.userPrincipalName;
  const chat = await startPlayground({
    person: { name: persona.name, tenantId: persona.tenantId, personId: person.id, upn },
    others: [],
    endpoint: `${service.url}/api/messages`,
    port: await freePort(),
  });
  return {
    sandbox,
    juniper,
    chat,
    serviceUrl: service.url,
    close: async () => {
      await chat.stop();
      await service.stop();
      await sandbox.close();
      await database.drop();
    },
  };
}
