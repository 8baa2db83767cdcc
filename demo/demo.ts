/** The whole product against the sandbox, in one process and on one movable clock. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '../bot/index';
import { MovableClock } from '../sandbox/clock';
import { startSandbox } from '../sandbox/start';
import { createTeamsHost } from '../sandbox/teams-host';
import type { HostPerson } from '../sandbox/teams-host';
import type { Inhabitant, Sandbox } from '../sandbox/start';
import { createWorldPage } from '../sandbox/world';
import type { WorldPerson } from '../sandbox/world';
import type { Persona } from '../sandbox/world/personas';
import { followClock } from './clock';
import { connectSandbox } from './connect';
import { startPlayground } from './playground';
import type { ChatPerson, Playground } from './playground';
import { settingsFor } from './settings';

const ADMIN = 'bramble-oakes';
/** Left unlinked, so that the first run of the tab can be walked. */
const NEWCOMER = 'tansy-brook';
/** Clicking through both tables must not stop a link (GD5). */
const DEMO_FLAP_LIMIT = 60;
/** VCC says a subscription may take 30 s to work; nobody wants to wait for that in a demo. */
const ACTIVATION_MS = 200;

export interface Demo {
  readonly sandbox: Sandbox;
  /** Link id by persona key. */
  readonly links: ReadonlyMap<string, string>;
  readonly url: string;
  readonly serviceUrl: string;
  /** A chat with the bot; null: the playground could not be started, or was not asked for. */
  readonly chat: { readonly url: string; readonly name: string } | null;
  /** Teams with the tab in it, by persona key. */
  tabUrl(key: string): string;
  stop(): Promise<void>;
}

export interface DemoOptions {
  /** Who lives in the sandbox; its own people when absent. */
  readonly personas?: readonly Persona[];
  /** Wished ports; others are taken when these are not free. */
  readonly port: number;
  readonly worldPort: number;
  readonly teamsPort: number;
  /** Of the chat with the bot; absent: without it. */
  readonly chatPort?: number;
}

/** Who chats with the bot. */
const CHATTER = 'juniper-vale';

/** Starts sandbox, service and world page; connects the account and links every agent. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'presence-link-demo-'));
  // PostgreSQL runs as another user when root starts the demo; its data keep their own lock.
  chmodSync(dataDir, 0o755);
  const clock = new MovableClock({ running: true });
  const port = await freePort(options.port);
  const sandbox = await startSandbox({
    clock,
    redirectUri: `http://127.0.0.1:${port}/consent/callback`,
    ...(options.personas === undefined ? {} : { personas: options.personas }),
  });
  sandbox.account.knobs.activationDelayMs = ACTIVATION_MS;
  const service = await startService(settingsFor(sandbox, { port, dataDir }), {
    clock: followClock(clock),
    extraCa: sandbox.entra.certificatePem,
    throwaway: true,
  });
  const { links } = await connectSandbox(sandbox, {
    serviceUrl: service.url,
    admin: ADMIN,
    flapLimit: DEMO_FLAP_LIMIT,
    unlinked: [NEWCOMER],
  });
  const teams = await createTeamsHost({
    port: await freePort(options.teamsPort),
    productUrl: service.url,
    appId: sandbox.app.clientId,
    people: sandbox.inhabitants.map(toHostPerson),
    tokenFor: (key) => sandbox.tokenFor(key),
  });
  const playground = await openChat(sandbox, options, service.url);
  const chat = playground && { url: playground.url, name: sandbox.find(CHATTER).persona.name };
  const page = await createWorldPage({
    clock,
    port: await freePort(options.worldPort),
    people: sandbox.inhabitants.map((one) => toWorldPerson(sandbox, one, links)),
    engine: { apiUrl: service.url, token: () => sandbox.tokenFor(ADMIN) },
    vcc: sandbox.vcc,
    graph: sandbox.graph,
    productAppId: sandbox.app.clientId,
    tabUrl: teams.openAs,
    ...(chat && { chat }),
  });
  return {
    sandbox,
    links,
    url: page.url,
    serviceUrl: service.url,
    chat,
    tabUrl: teams.openAs,
    stop: async () => {
      await playground?.stop();
      await page.close();
      await teams.close();
      await service.stop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The demo is one without it too. */
async function openChat(
  sandbox: Sandbox,
  { chatPort }: DemoOptions,
  serviceUrl: string,
): Promise<Playground | null> {
  if (chatPort === undefined) return null;
  const others = sandbox.inhabitants.filter(({ persona }) => persona.key !== CHATTER);
  try {
    return await startPlayground({
      person: toChatPerson(sandbox.find(CHATTER)),
      others: others.map(toChatPerson),
      endpoint: `${serviceUrl}/api/messages`,
      port: await freePort(chatPort),
    });
  } catch (error) {
    process.emitWarning(
      `There is no chat: ${error instanceof Error ? error.message : String(error)}`,
    );
    return null;
  }
}

function toChatPerson({ persona, person }: Inhabitant): ChatPerson {
  const { name, tenantId } = persona;
  return { name, tenantId, personId: person.id, upn: persona.person.userPrincipalName };
}

function toHostPerson({ persona, person }: Inhabitant): HostPerson {
  const { key, name, role, tenantId } = persona;
  return { key, name, role, tenantId, personId: person.id, upn: persona.person.userPrincipalName };
}

function toWorldPerson(
  sandbox: Sandbox,
  { persona, person, agent }: Inhabitant,
  links: ReadonlyMap<string, string>,
): WorldPerson {
  const { key, role, name } = persona;
  if (!agent) return { key, role, name, person };
  return { key, role, name, person, agent, account: sandbox.account, linkId: links.get(key) };
}

/** The wished port, or any free one when it is taken. */
async function freePort(wished: number): Promise<number> {
  return (await tryPort(wished)) ?? (await tryPort(0)) ?? 0;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const { port: got } = probe.address() as AddressInfo;
      probe.close(() => resolve(got));
    });
  });
}
