/** The product with its built tab, in the sandbox's Teams, on a clock that runs. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Frame, FrameLocator, Page } from 'playwright-core';
import { startService } from '../../bot/index';
import { followClock } from '../../demo/clock';
import { connectSandbox } from '../../demo/connect';
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
const ADMIN = 'bramble-oakes';
/** Nobody has linked this agent yet. */
export const NEWCOMER = 'tansy-brook';

export interface TabSetting {
  readonly sandbox: Sandbox;
  readonly teams: TeamsHost;
  readonly serviceUrl: string;
  agentOf(key: string): SimulatedAgent;
  personOf(key: string): SimulatedPerson;
  close(): Promise<void>;
}

export async function startTabSetting(tabFolder: string): Promise<TabSetting> {
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
  const { links } = await connectSandbox(sandbox, {
    serviceUrl: service.url,
    admin: ADMIN,
    flapLimit: 60,
    unlinked: [NEWCOMER],
  });
  await bothSidesSeen(sandbox, { serviceUrl: service.url, admin: ADMIN }, [...links.values()]);
  const teams = await createTeamsHost({
    productUrl: service.url,
    appId: sandbox.app.clientId,
    people: sandbox.inhabitants.map(({ persona, person }) => {
      const { key, name, role, tenantId } = persona;
      const upn = persona.person.userPrincipalName;
      return { key, name, role, tenantId, personId: person.id, upn };
    }),
    tokenFor: (key) => sandbox.tokenFor(key),
  });
  return {
    sandbox,
    teams,
    serviceUrl: service.url,
    agentOf: (key) => {
      const { agent } = sandbox.find(key);
      if (!agent) throw new Error(`${key} is no agent.`);
      return agent;
    },
    personOf: (key) => sandbox.find(key).person,
    close: async () => {
      await teams.close();
      await service.stop();
      await sandbox.close();
      await database.drop();
    },
  };
}

export interface OpenTab {
  readonly page: Page;
  readonly tab: FrameLocator;
  /** Errors of the page, apart from the list of hosts that teams-js asks the internet for. */
  readonly complaints: string[];
}

export interface TabView {
  readonly theme?: 'default' | 'dark' | 'contrast';
  readonly locale?: string;
  readonly page?: string;
  readonly sub?: string;
  readonly signIn?: 'consent' | 'refused';
  readonly width?: number;
  readonly height?: number;
}

const EXPECTED =
  /ERR_FAILED.*res\.cdn|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|res\.cdn\.office\.net|: .*status of (403|404|409|422) /;

export async function openTab(
  browser: Browser,
  setting: TabSetting,
  key: string,
  view: TabView = {},
): Promise<OpenTab> {
  const { width = 1280, height = 800, ...more } = view;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && !EXPECTED.test(text)) complaints.push(text);
  });
  // There is no internet here; without this the browser first tries for a second.
  await page.route('https://res.cdn.office.net/**', (route) => route.abort());
  await page.goto(setting.teams.openAs(key, { bare: '1', ...more }));
  return { page, tab: page.frameLocator('#tab'), complaints };
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
