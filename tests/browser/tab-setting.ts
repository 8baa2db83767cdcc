/** The product with its built tab, in the sandbox's Teams, on a clock that runs. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { startService } from '../../bot/index';
import { followClock } from '../../demo/clock';
import { connectSandbox, openApi } from '../../demo/connect';
import type { Api } from '../../demo/connect';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import type { SimulatedAgent, SimulatedPerson } from '../../sandbox/contract';
import { startSandbox } from '../../sandbox/start';
import type { Sandbox } from '../../sandbox/start';
import { createTeamsHost } from '../../sandbox/teams-host';
import type { TeamsHost } from '../../sandbox/teams-host';
import { silentLog } from '../../src/runtime/log';
import { createTestDatabase } from '../database';
import { freePort } from '../flows/free-port';
import { bothSidesSeen } from './both-sides-seen';

const SHOTS = join(__dirname, '..', '..', 'build', 'screenshots', 'tab');
export const ADMIN = 'bramble-oakes';
/** Nobody has linked this agent yet. */
export const NEWCOMER = 'tansy-brook';

export interface TabChoice {
  /** Agents nobody has linked yet, beside the newcomer. */
  readonly unlinked?: readonly string[];
}

export interface TabSetting {
  readonly sandbox: Sandbox;
  /** The service and the sandbox go by it; browsers do not. */
  readonly clock: MovableClock;
  /** API v1 as an administrator of the account's organisation. */
  readonly api: Api;
  readonly connectionId: string;
  readonly teams: TeamsHost;
  /** A second host that frames the tab from the service's own address. */
  startTeamsElsewhere(): Promise<TeamsHost>;
  readonly serviceUrl: string;
  agentOf(key: string): SimulatedAgent;
  personOf(key: string): SimulatedPerson;
  close(): Promise<void>;
}

export async function startTabSetting(
  tabFolder: string,
  { unlinked = [] }: TabChoice = {},
): Promise<TabSetting> {
  const clock = new MovableClock({ running: true });
  const sandbox = await startSandbox({ clock });
  sandbox.account.knobs.activationDelayMs = 0;
  const database = await createTestDatabase();
  const port = await freePort();
  const settings = settingsFor(sandbox, { port, databaseUrl: database.url });
  const service = await startService(
    // Each page follows its own link; a test must not wait out what is meant for real people.
    { ...settings, TEAMS_SWEEP_MS: '500', SETTLE_MS: '2000' },
    {
      clock: followClock(clock),
      log: silentLog,
      extraCa: sandbox.entra.certificatePem,
      tabFolder,
    },
  );
  const asAdmin = { serviceUrl: service.url, admin: ADMIN };
  const { connectionId, links } = await connectSandbox(sandbox, {
    ...asAdmin,
    flapLimit: 60,
    unlinked: [NEWCOMER, ...unlinked],
  });
  await bothSidesSeen(sandbox, asAdmin, [...links.values()]);
  const teamsOptions = {
    productUrl: service.url,
    appId: sandbox.app.clientId,
    people: sandbox.inhabitants.map(({ persona, person }) => {
      const { key, name, role, tenantId } = persona;
      const upn = persona.person.userPrincipalName;
      return { key, name, role, tenantId, personId: person.id, upn };
    }),
    tokenFor: (key: string) => sandbox.tokenFor(key),
  };
  const teams = await createTeamsHost(teamsOptions);
  const more: TeamsHost[] = [];
  return {
    sandbox,
    clock,
    api: await openApi(sandbox, asAdmin),
    connectionId,
    teams,
    startTeamsElsewhere: async () => {
      const host = await createTeamsHost({ ...teamsOptions, tabUrl: `${service.url}/tab/` });
      more.push(host);
      return host;
    },
    serviceUrl: service.url,
    agentOf: (key) => {
      const { agent } = sandbox.find(key);
      if (!agent) throw new Error(`${key} is no agent.`);
      return agent;
    },
    personOf: (key) => sandbox.find(key).person,
    close: async () => {
      for (const host of [teams, ...more]) await host.close();
      await service.stop();
      await sandbox.close();
      await database.drop();
    },
  };
}

/** Kept as a build output, to be looked at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** The tab's own frame, for what a locator cannot do. */
export async function frameOf(page: Page): Promise<Frame> {
  const handle = await page.locator('#tab').elementHandle();
  const frame = await handle?.contentFrame();
  if (!frame) throw new Error('There is no tab in the page.');
  return frame;
}
