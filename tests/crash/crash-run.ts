/** Kills the service again and again while people change their states, then looks at what stands. */
import { connectSandbox, openApi } from '../../demo/connect';
import { crowd } from '../../demo/crowd';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import { startSandbox } from '../../sandbox/start';
import type { Sandbox } from '../../sandbox/start';
import { Chance } from '../properties/world/chance';
import { accountOf } from './account-of-link';
import { Worker } from './crowd-at-work';
import { freePort } from '../flows/free-port';
import { ServiceProcess } from './service-process';

export const KILLS = 20;
const AGENTS = 20;
const ADMIN = 'bramble-oakes';
const SECOND = 1_000;
/** Longer than a claim, a lease and a settling time together, several times over. */
const SETTLED_WITHIN_MS = 120 * SECOND;
const STANDS_FOR_MS = 12 * SECOND;

export interface CrashRun {
  readonly killed: number;
  readonly killedWhileStarting: number;
  readonly changes: number;
  readonly settledAfterMs: number;
  /** Links on which something else stands than what was chosen last. */
  readonly wrong: readonly string[];
  /** What happened on each of them, for whoever must find out why. */
  readonly accounts: readonly string[];
  readonly exitCode: number | null;
}

type Judged = Omit<CrashRun, 'wrong' | 'accounts' | 'exitCode'> & {
  readonly wrong: readonly Worker[];
};

export async function runCrashes(
  seed: number,
  place: { readonly databaseUrl: string } | { readonly dataDir: string },
): Promise<CrashRun> {
  const sandbox = await openSandbox();
  const port = await freePort();
  const service = new ServiceProcess({
    ...settingsFor(sandbox, { port, ...place }),
    NODE_EXTRA_CA_CERTS: sandbox.entra.certificatePath,
    VCC_BUDGET: '4000/60s',
    VCC_SWEEP_MS: '5000',
    TEAMS_SWEEP_MS: '500',
    SETTLE_MS: '2000',
  });
  try {
    await startOrThrow(service);
    const serviceUrl = `http://127.0.0.1:${port}`;
    const connected = await connectSandbox(sandbox, { serviceUrl, admin: ADMIN, flapLimit: 60 });
    const chance = new Chance(seed);
    const workers = hire(sandbox, connected.links, chance);
    const judged = await crashAndLook(service, workers, chance);
    const accounts = await explain(sandbox, serviceUrl, judged.wrong);
    return {
      ...judged,
      wrong: judged.wrong.map((one) => one.describe()),
      accounts,
      exitCode: await service.stop(),
    };
  } finally {
    await service.stop();
    await sandbox.close();
  }
}

async function openSandbox(): Promise<Sandbox> {
  const clock = new MovableClock({ running: true });
  const sandbox = await startSandbox({ clock, personas: crowd(AGENTS) });
  const { knobs } = sandbox.account;
  knobs.activationDelayMs = 0;
  knobs.retryDelaysMs = [200, 500, 1_000];
  knobs.budget = { requests: 5_000, windowMs: 60 * SECOND };
  return sandbox;
}

type Links = ReadonlyMap<string, string>;

function hire(sandbox: Sandbox, links: Links, chance: Chance): readonly Worker[] {
  return sandbox.inhabitants.flatMap(({ agent, person, persona }, index) => {
    const linkId = links.get(persona.key);
    return agent && linkId !== undefined
      ? [new Worker({ agent, person, linkId }, index, chance)]
      : [];
  });
}

async function crashAndLook(
  service: ServiceProcess,
  workers: readonly Worker[],
  chance: Chance,
): Promise<Judged> {
  await pause(5 * SECOND);
  for (const worker of workers) worker.begin();
  const killedWhileStarting = await crash(service, chance);
  for (const worker of workers) worker.end();
  const settledAfterMs = await waitUntilSettled(workers);
  return {
    killed: KILLS,
    killedWhileStarting,
    changes: workers.reduce((sum, { changes }) => sum + changes, 0),
    settledAfterMs,
    wrong: workers.filter((one) => !one.isSettled()),
  };
}

async function explain(
  sandbox: Sandbox,
  serviceUrl: string,
  wrong: readonly Worker[],
): Promise<readonly string[]> {
  if (wrong.length === 0) return [];
  const api = await openApi(sandbox, { serviceUrl, admin: ADMIN });
  return Promise.all(
    wrong.map(async (one) => `${one.describe()}\n${await accountOf(one, { sandbox, api })}`),
  );
}

/** Twenty times kill -9 and a start; answers how often it was killed before it was ready. */
async function crash(service: ServiceProcess, chance: Chance): Promise<number> {
  let early = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await pause(lifeMs(kill, chance));
    if (!service.isReady) early += 1;
    await service.kill();
    const starting = service.start();
    // Now and then it is killed before it has even begun to work.
    if (!chance.happens(15, 'early')) await starting;
  }
  await service.kill();
  await startOrThrow(service);
  return early;
}

/** Mostly short; now and then long enough for the claims and leases of the dead one to end. */
function lifeMs(kill: number, chance: Chance): number {
  return kill % 5 === 0
    ? 11 * SECOND + chance.upTo(4 * SECOND, 'life')
    : 100 + chance.upTo(3 * SECOND, 'life');
}

async function startOrThrow(service: ServiceProcess): Promise<void> {
  await service.start();
  if (!service.isReady) throw new Error(`The service does not start: ${service.output}`);
}

/** All settled, and so for a while without anybody's doing. */
async function waitUntilSettled(workers: readonly Worker[]): Promise<number> {
  const startedAt = performance.now();
  let since: number | null = null;
  while (performance.now() - startedAt < SETTLED_WITHIN_MS) {
    const isSettled = workers.every((one) => one.isSettled());
    since = isSettled ? (since ?? performance.now()) : null;
    if (since !== null && performance.now() - since >= STANDS_FOR_MS) break;
    await pause(100);
  }
  return Math.round((since ?? performance.now()) - startedAt);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

export function report(name: string, seed: number, run: CrashRun): void {
  const { killed, killedWhileStarting, changes, settledAfterMs, wrong, accounts } = run;
  process.stdout.write(
    `${name}: killed ${killed} times (${killedWhileStarting} while starting, seed ${seed}) ` +
      `during ${changes} changes; all settled ${settledAfterMs} ms after the last; ` +
      `${wrong.length} of ${AGENTS} links wrong\n`,
  );
  for (const account of accounts) process.stdout.write(`${account}\n`);
}
