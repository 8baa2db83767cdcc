/** The product in process, on real HTTP and PostgreSQL, against the sandbox on a clock that stands. */
import { runService } from '../../bot/service';
import { followClock } from '../../demo/clock';
import { connectSandbox, openApi } from '../../demo/connect';
import type { Api } from '../../demo/connect';
import { crowd } from '../../demo/crowd';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import type { SeenRequest, SimulatedAgent, SimulatedPerson } from '../../sandbox/contract';
import { startSandbox } from '../../sandbox/start';
import type { Sandbox } from '../../sandbox/start';
import { createConfig } from '../../src/config/config';
import { createSync } from '../../src/index';
import { silentLog } from '../../src/runtime/log';
import { createTestDatabase } from '../database';
import { freePort } from './free-port';

export const ADMIN = 'bramble-oakes';
const SECOND = 1_000;

export interface FlowOptions {
  readonly agents?: number;
  /** How many services share the database. */
  readonly services?: number;
  readonly flapLimit?: number;
  /** How often timers are looked at; long standing needs no fine grain. */
  readonly scanMs?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * Where a call may wait for the clock itself (a slow answer, a pause that was asked for): real time
   * after which it moves on although something is under way. Absent: it never does.
   */
  readonly patienceMs?: number;
  /** One that runs, where many are to act at once; absent: it stands until it is moved. */
  readonly clock?: MovableClock;
  /** Before anything is connected. */
  prepare?(sandbox: Sandbox): void;
}

export interface Linked {
  readonly agent: SimulatedAgent;
  readonly person: SimulatedPerson;
  readonly linkId: string;
}

export type Service = Awaited<ReturnType<typeof runService>>;

export interface Flow {
  readonly clock: MovableClock;
  readonly sandbox: Sandbox;
  readonly services: readonly Service[];
  readonly databaseUrl: string;
  readonly connectionId: string;
  readonly linked: readonly Linked[];
  /** The first linked agent with their person. */
  readonly one: Linked;
  readonly api: Api;
  /** Ends when nothing is under way anywhere; time stands. */
  quiet(): Promise<void>;
  /** Moves time on, everything on the way taking place. */
  advance(ms: number): Promise<void>;
  /** Moves time on in small steps until the condition holds; throws after `atMostMs`. */
  until(what: string, holds: () => boolean, atMostMs?: number): Promise<void>;
  /** Presence writes Graph has answered since the last `forget`. */
  graphWrites(): readonly SeenRequest[];
  /** Presence changes VCC has answered since the last `forget`. */
  vccWrites(): readonly SeenRequest[];
  forget(): void;
  /** Ends one of the services in an orderly way; the others go on. */
  stopService(service: Service): Promise<void>;
  /** A service on the same database, at the address of one that was stopped. */
  startAgain(stopped: Service): Promise<Service>;
  stop(): Promise<void>;
}

export async function startFlow(options: FlowOptions = {}): Promise<Flow> {
  const clock = options.clock ?? new MovableClock({ start: Date.now() });
  const sandbox = await startSandbox({ clock, personas: crowd(options.agents ?? 1) });
  sandbox.account.knobs.activationDelayMs = 0;
  options.prepare?.(sandbox);
  const database = await createTestDatabase();
  const services = await startServices(sandbox, database.url, options);
  const [service] = services;
  if (!service) throw new Error('A flow needs a service.');
  const quiet = (): Promise<void> => atMost(settle(sandbox, services), options.patienceMs);
  const connected = await connectSandbox(sandbox, {
    serviceUrl: service.url,
    admin: ADMIN,
    flapLimit: options.flapLimit ?? 60,
  });
  const linked = sandbox.inhabitants.flatMap(({ persona, agent, person }) => {
    const linkId = connected.links.get(persona.key);
    return agent && linkId ? [{ agent, person, linkId }] : [];
  });
  const [one] = linked;
  if (!one) throw new Error('A flow needs an agent.');
  const advance = (ms: number): Promise<void> => clock.advance(ms, quiet);
  await advance(15 * SECOND);
  return {
    clock,
    sandbox,
    services,
    databaseUrl: database.url,
    connectionId: connected.connectionId,
    linked,
    one,
    api: await openApi(sandbox, { serviceUrl: service.url, admin: ADMIN }),
    quiet,
    advance,
    until: (what, holds, atMostMs = 30 * SECOND) =>
      until({ clock, advance }, what, holds, atMostMs),
    graphWrites: () => sandbox.graph.requests.filter(isPresenceWrite),
    vccWrites: () => sandbox.vcc.requests.filter((seen) => isStateWrite(seen)),
    forget: () => {
      sandbox.graph.requests.length = 0;
      sandbox.vcc.requests.length = 0;
    },
    stopService: async (stopped) => {
      services.splice(services.indexOf(stopped), 1);
      await stopped.stop();
    },
    startAgain: async (stopped) => {
      const port = Number(new URL(stopped.url).port);
      const again = await startOne(sandbox, database.url, { ...options, port });
      services.push(again);
      return again;
    },
    stop: async () => {
      await Promise.all(services.map((each) => each.stop()));
      await sandbox.close();
      await database.drop();
    },
  };
}

async function startServices(
  sandbox: Sandbox,
  databaseUrl: string,
  options: FlowOptions,
): Promise<Service[]> {
  const services: Service[] = [];
  for (let index = 0; index < (options.services ?? 1); index += 1) {
    services.push(await startOne(sandbox, databaseUrl, options));
  }
  return services;
}

async function startOne(
  sandbox: Sandbox,
  databaseUrl: string,
  options: FlowOptions & { readonly port?: number },
): Promise<Service> {
  const secretsKey = Buffer.alloc(32, 7).toString('base64');
  const port = options.port ?? (await freePort());
  const env = settingsFor(sandbox, { port, databaseUrl, secretsKey });
  const overrides = {
    clock: followClock(sandbox.clock),
    log: silentLog,
    extraCa: sandbox.entra.certificatePem,
    ...(options.scanMs === undefined ? {} : { scanMs: options.scanMs }),
  };
  const config = createConfig({ ...env, ...options.settings });
  return runService(config, await createSync(config, overrides));
}

/** Webhooks and turns call each other, so both are asked until neither has moved the other. */
async function settle(sandbox: Sandbox, services: readonly Service[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await sandbox.vcc.idle();
    await sandbox.graph.idle();
    await Promise.all(services.map((service) => service.sync.idle()));
  }
}

/** Real time, since what is waited for is real I/O that may itself wait for the clock to move. */
async function atMost(quiet: Promise<void>, patienceMs: number | undefined): Promise<void> {
  if (patienceMs === undefined) return quiet;
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([quiet, enough]);
  clearTimeout(timer);
}

async function until(
  flow: Pick<Flow, 'clock' | 'advance'>,
  what: string,
  holds: () => boolean,
  atMostMs: number,
): Promise<void> {
  const end = flow.clock.now() + atMostMs;
  await flow.advance(0);
  while (!holds()) {
    if (flow.clock.now() >= end) throw new Error(`Not within ${atMostMs} ms: ${what}.`);
    await flow.advance(250);
  }
  // Whoever acts next acts at another instant.
  await flow.advance(100);
}

function isPresenceWrite({ method, path }: SeenRequest): boolean {
  return method === 'POST' && /presence\/(set|clear)/i.test(path);
}

function isStateWrite({ method, path }: SeenRequest): boolean {
  return method === 'PATCH' && path.includes('/presence');
}
