/** `npm run demo`: the whole product against the sandbox, with the world page in front of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '../bot/index';
import { MovableClock } from '../sandbox/clock';
import { startSandbox } from '../sandbox/start';
import type { Inhabitant, Sandbox } from '../sandbox/start';
import { createWorldPage } from '../sandbox/world';
import type { WorldPerson } from '../sandbox/world';
import { followClock } from './clock';
import { connectSandbox } from './connect';
import { settingsFor } from './settings';

const ADMIN = 'bramble-oakes';
/** Clicking through both tables must not stop a link (GD5). */
const DEMO_FLAP_LIMIT = 60;
/** VCC says a subscription may take 30 s to work; nobody wants to wait for that in a demo. */
const ACTIVATION_MS = 200;

interface Demo {
  readonly url: string;
  readonly serviceUrl: string;
  stop(): Promise<void>;
}

async function startDemo(): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'presence-link-demo-'));
  const clock = new MovableClock({ running: true });
  const sandbox = await startSandbox({ clock });
  sandbox.account.knobs.activationDelayMs = ACTIVATION_MS;
  const port = await freePort(Number(process.env['PORT'] ?? 3978));
  const service = await startService(settingsFor(sandbox, { port, dataDir }), {
    clock: followClock(clock),
    extraCa: sandbox.entra.certificatePem,
  });
  const { links } = await connectSandbox(sandbox, {
    serviceUrl: service.url,
    admin: ADMIN,
    flapLimit: DEMO_FLAP_LIMIT,
  });
  const page = await createWorldPage({
    clock,
    port: await freePort(Number(process.env['WORLD_PORT'] ?? 4040)),
    people: sandbox.inhabitants.map((one) => toWorldPerson(sandbox, one, links)),
    engine: { apiUrl: service.url, token: () => sandbox.tokenFor(ADMIN) },
    vcc: sandbox.vcc,
    graph: sandbox.graph,
    productAppId: sandbox.app.clientId,
  });
  return {
    url: page.url,
    serviceUrl: service.url,
    stop: async () => {
      await page.close();
      await service.stop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
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

async function main(): Promise<void> {
  const demo = await startDemo();
  process.stdout.write(
    [
      '',
      'Presence Link runs against the sandbox. Nobody in it is real.',
      `  World page  ${demo.url}`,
      `  Service     ${demo.serviceUrl}`,
      'Click a state on the left and watch Teams follow; click on the right and watch VCC.',
      'Ctrl+C ends everything.',
      '',
    ].join('\n'),
  );
  const stop = (): void => {
    demo.stop().catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The demo cannot start. ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
