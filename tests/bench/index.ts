/**
 * `npm run bench`: VCC event → Graph request and command → reply, the service beside a bare program in
 * the same run. `npm run bench -- talk` is the second alone.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectSandbox } from '../../demo/connect';
import { crowd } from '../../demo/crowd';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import { startSandbox } from '../../sandbox/start';
import type { Sandbox } from '../../sandbox/start';
import { MEADOWBANK } from '../../sandbox/world/personas';
import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import { openEmbedded } from '../../src/store/embedded';
import { createPostgresStore } from '../../src/store/postgres';
import { startGraphStub } from './graph-stub';
import type { GraphStub } from './graph-stub';
import { flood, steady } from './load';
import { describeTabSize, measureTab } from './tab-size';
import type { LoadResult, Target } from './load';
import { talk } from './talk';
import type { TalkResult } from './talk';

const LINKS = 2_000;
const WORKERS = 32;
const WARM_MS = 3_000;
const FLOOD_MS = 8_000;
const STEADY_MS = 8_000;

interface Ground {
  readonly sandbox: Sandbox;
  readonly graph: GraphStub;
  readonly databaseUrl: string;
}

async function main(only: string | undefined): Promise<void> {
  if (only !== undefined && only !== 'talk') throw new Error(`There is no part "${only}": talk.`);
  process.stdout.write(`${describeTabSize(measureTab(process.cwd()))}\n`);
  const dataDir = mkdtempSync(join(tmpdir(), 'presence-link-bench-'));
  chmodSync(dataDir, 0o755);
  const embedded = await openEmbedded({ dataDir });
  const graph = await startGraphStub();
  const sandbox = await startSandbox({
    clock: new MovableClock({ running: true }),
    personas: crowd(LINKS),
  });
  try {
    const ground = { sandbox, graph, databaseUrl: embedded.url };
    const isTalkOnly = only === 'talk';
    const floor = isTalkOnly ? null : await measure(graph, () => startFloor(ground));
    const service = await startService(ground);
    const talks = await measureAllTalks(service).catch(async (error: unknown) => {
      await service.stop();
      throw error;
    });
    if (isTalkOnly) await service.stop();
    if (floor) report(floor, await measure(graph, () => Promise.resolve(service)));
    talks.forEach(reportTalk);
  } finally {
    await graph.close();
    await sandbox.close();
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Started {
  readonly target: Target;
  stop(): Promise<void>;
}

interface Measures {
  readonly flooded: LoadResult;
  readonly calm: LoadResult;
}

/** Warm up, flood, then a fifth of the floor's or the service's own flood at a steady rate. */
async function measure(graph: GraphStub, start: () => Promise<Started>): Promise<Measures> {
  const { target, stop } = await start();
  try {
    await flood(target, graph, { workers: WORKERS, forMs: WARM_MS });
    const flooded = await flood(target, graph, { workers: WORKERS, forMs: FLOOD_MS });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const perSecond = Math.max(10, Math.floor(flooded.perSecond / 5));
    const calm = await steady(target, graph, { perSecond, forMs: STEADY_MS });
    return { flooded, calm };
  } finally {
    await stop();
  }
}

const TALKS = 3;
/** A command that is read at once, and words that have to be held against everything we know. */
const SAID = ['status', 'blah blah what is this'];

interface Talked {
  readonly said: string;
  readonly echo: TalkResult;
  readonly bot: TalkResult;
}

async function measureAllTalks(service: Started): Promise<readonly Talked[]> {
  const echo = await startEcho();
  try {
    const talks: Talked[] = [];
    for (const said of SAID) talks.push(await measureTalks({ service, echo }, said));
    return talks;
  } finally {
    await echo.stop();
  }
}

/** Once each to warm up, then in turns: what else the machine does meets both. */
async function measureTalks(
  { service, echo }: { readonly service: Started; readonly echo: Started },
  said: string,
): Promise<Talked> {
  await talkWith(echo, said);
  await talkWith(service, said);
  const results: { echo: TalkResult[]; bot: TalkResult[] } = { echo: [], bot: [] };
  for (let round = 0; round < TALKS; round += 1) {
    results.echo.push(await talkWith(echo, said));
    results.bot.push(await talkWith(service, said));
  }
  return { said, echo: joinTalks(results.echo), bot: joinTalks(results.bot) };
}

function talkWith({ target }: Started, said: string): Promise<TalkResult> {
  const personIds = target.agents.map(({ personId }) => personId);
  return talk({ url: target.url, tenantId: MEADOWBANK.tenantId, personIds, said });
}

function joinTalks(results: readonly TalkResult[]): TalkResult {
  const sum = (of: (one: TalkResult) => number): number =>
    results.reduce((total, one) => total + of(one), 0);
  return {
    latencies: results.flatMap(({ latencies }) => latencies).sort((one, other) => one - other),
    lost: sum(({ lost }) => lost),
    doubled: sum(({ doubled }) => doubled),
  };
}

async function startEcho(): Promise<Started> {
  const child = run('echo.js', {});
  const port = await lineOf(child, /ready (\d+)/);
  const agents = Array.from({ length: 200 }, () => ({ userId: '', personId: randomUUID() }));
  const target = { url: `http://127.0.0.1:${port}`, path: '', secret: '', agents, states: [] };
  return { target, stop: () => end(child) };
}

const STATES = [
  { type: 'away', name: 'Away' },
  { type: 'ready', name: 'Ready' },
];

async function startFloor({ graph, databaseUrl }: Ground): Promise<Started> {
  const secret = Buffer.alloc(32, 3).toString('base64');
  const child = run('floor.js', {
    DATABASE_URL: databaseUrl,
    GRAPH_URL: graph.url,
    SECRET: secret,
  });
  const port = await lineOf(child, /ready (\d+)/);
  const agents = Array.from({ length: LINKS }, () => {
    const userId = randomUUID();
    return { userId, personId: userId };
  });
  const states = STATES.map((state) => ({ ...state, presenceId: randomUUID() }));
  const url = `http://127.0.0.1:${port}`;
  return { target: { url, path: '/', secret, agents, states }, stop: () => end(child) };
}

async function startService({ sandbox, graph, databaseUrl }: Ground): Promise<Started> {
  const port = await freePort();
  const child = run('../../bot/index.js', {
    ...settingsFor(sandbox, { port, databaseUrl }),
    GRAPH_URL: graph.url,
    GRAPH_BUDGET: '1000000/30s',
    NODE_EXTRA_CA_CERTS: sandbox.entra.certificatePath,
  });
  await lineOf(child, /ready at (\S+)/);
  const url = `http://127.0.0.1:${port}`;
  const { connectionId } = await connectSandbox(sandbox, {
    serviceUrl: url,
    admin: 'bramble-oakes',
    flapLimit: 60,
    unlinked: sandbox.inhabitants.map(({ persona }) => persona.key),
  });
  const agents = await insertLinks(databaseUrl, connectionId, sandbox);
  const states = STATES.map((state) => ({
    ...state,
    presenceId: definitionOf(sandbox, state.name),
  }));
  const secret = sandbox.account.subscriptions()[0]?.secret ?? '';
  await settle(databaseUrl, connectionId);
  const path = `/hooks/vcc/${connectionId}`;
  return { target: { url, path, secret, agents, states }, stop: () => end(child) };
}

function definitionOf(sandbox: Sandbox, name: string): string {
  const found = sandbox.account.definitions.find((one) => one.description === name);
  if (!found) throw new Error(`The sandbox has no state ${name}.`);
  return found.presenceId;
}

/** Links as they stand after their first turn; making thousands through the API is not what is measured. */
async function insertLinks(
  url: string,
  connectionId: string,
  sandbox: Sandbox,
): Promise<Target['agents']> {
  const store = await createPostgresStore({ url });
  const ready = definitionOf(sandbox, 'Ready');
  // Of the account itself: the sweep would set aside who is not in it.
  const agents = sandbox.inhabitants.flatMap(({ agent, person }) =>
    agent ? [{ userId: agent.userId, personId: person.id }] : [],
  );
  for (const { userId, personId } of agents) {
    await store.links.insert(
      {
        id: randomUUID(),
        connectionId,
        tenantId: MEADOWBANK.tenantId,
        personId,
        agentUserId: userId,
        agentId: userId,
        agentName: userId,
        personName: personId,
        createdAt: Date.now(),
      },
      standingState(ready),
    );
  }
  await store.close();
  return agents;
}

const LOOK_MS = 4_000;
const MOST_LOOKS = 45;

/** Until the first turns of all links are over: two looks find nothing moved. */
async function settle(url: string, connectionId: string): Promise<void> {
  const store = await createPostgresStore({ url });
  let before = '';
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const links = await store.links.list(connectionId);
    const now = links.map(({ wakeAt }) => wakeAt).join();
    if (now === before) break;
    before = now;
  }
  await store.close();
}

/** As a link stands after its first turn: Ready and Available, in step. */
function standingState(ready: string): LinkState {
  const at = Date.now() - 60_000;
  const state = initialLinkState();
  state.phase = 'running';
  state.alignment = null;
  state.readAgent = false;
  state.agent.settled = {
    state: { presenceId: ready, category: 'Ready', name: 'Ready' },
    at,
    humanAt: at,
  };
  state.teams.settled = { availability: 'Available', activity: 'Available' };
  state.teams.baseline = false;
  return state;
}

function run(script: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [join(__dirname, script)], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('exit', () => reject(new Error('A measured program ended before it was ready.')));
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function report(floor: Measures, service: Measures): void {
  const rate = service.flooded.perSecond / floor.flooded.perSecond;
  const p99 = at(service.calm, 0.99) / at(floor.calm, 0.99);
  const lines = [
    'VCC event → Graph request',
    `  sustained      floor ${floor.flooded.perSecond.toFixed(0)}/s, service ${service.flooded.perSecond.toFixed(0)}/s, ratio ${rate.toFixed(2)} (reach 0.50)`,
    `  at 20 %        floor p50 ${at(floor.calm, 0.5).toFixed(1)} ms p99 ${at(floor.calm, 0.99).toFixed(1)} ms; service p50 ${at(service.calm, 0.5).toFixed(1)} ms p99 ${at(service.calm, 0.99).toFixed(1)} ms`,
    `                 p99 ratio ${p99.toFixed(2)} (reach 3.00 at the most), p50 (reach 15 ms)`,
    `  lost           floor ${floor.flooded.refused + floor.calm.refused}, service ${service.flooded.refused + service.calm.refused}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function reportTalk({ said, echo, bot }: Talked): void {
  const p95 = (result: TalkResult): number => at(result, 0.95);
  const lines = [
    `Bot command → reply, 200 chats at once, "${said}"`,
    `  p95            echo ${p95(echo).toFixed(0)} ms, bot ${p95(bot).toFixed(0)} ms, ratio ${(p95(bot) / p95(echo)).toFixed(2)} (reach 1.50 at the most)`,
    `  lost, doubled  echo ${echo.lost}, ${echo.doubled}; bot ${bot.lost}, ${bot.doubled}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function at({ latencies }: Pick<LoadResult, 'latencies'>, share: number): number {
  return (
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Infinity
  );
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
