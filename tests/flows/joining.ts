/** The product beside the sandbox with nothing connected yet, for whoever joins. */
import { request } from 'node:https';
import { startService } from '../../bot/index';
import { followClock } from '../../demo/clock';
import { settingsFor } from '../../demo/settings';
import { MovableClock } from '../../sandbox/clock';
import { startSandbox } from '../../sandbox/start';
import type { Sandbox } from '../../sandbox/start';
import type { Persona } from '../../sandbox/world/personas';
import type { Log } from '../../src/runtime/log';
import { silentLog } from '../../src/runtime/log';
import { describeApi } from '../../src/doors/openapi';
import { createTestDatabase } from '../database';
import { freePort } from './free-port';

export const ADMIN = 'bramble-oakes';
/** Of an organisation that has not switched the product on. */
export const STRANGER = 'ivy-quickstep';

export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly text: string;
  readonly headers: Headers;
  /** The body as JSON; empty where it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface ApiAsk {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Service = Awaited<ReturnType<typeof startService>>;

export interface JoiningFlow {
  readonly clock: MovableClock;
  readonly sandbox: Sandbox;
  readonly services: readonly Service[];
  readonly databaseUrl: string;
  readonly redirectUris: readonly string[];
  /** `POST /connections` as one of the inhabitants. */
  ask(who: string, row: string, more?: ApiAsk): Promise<Answer>;
  /** What an admin types in to connect the sandbox's account. */
  account(changes?: Readonly<Record<string, string>>): Record<string, string>;
  /** Opens the page of Entra and presses a button; answers the page of ours that follows. */
  consent(url: string, decision?: 'accept' | 'cancel'): Promise<Answer>;
  quiet(): Promise<void>;
  advance(ms: number): Promise<void>;
  until(what: string, holds: () => boolean | Promise<boolean>, atMostMs?: number): Promise<void>;
  /** Stops a service and starts another on the same database, at the same address. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

export interface JoiningOptions {
  readonly personas?: readonly Persona[];
  readonly services?: number;
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: Log;
}

export async function startJoining(options: JoiningOptions = {}): Promise<JoiningFlow> {
  const clock = new MovableClock({ start: Date.now() });
  const sandbox = await startSandbox({
    clock,
    ...(options.personas ? { personas: options.personas } : {}),
  });
  sandbox.account.knobs.activationDelayMs = 0;
  const database = await createTestDatabase();
  const port = await freePort();
  const redirectUris = [`http://127.0.0.1:${port}/consent/callback`];
  sandbox.entra.registerApp({ ...sandbox.app, redirectUris });
  const start = async (at: number, more: Readonly<Record<string, string>>): Promise<Service> => {
    const secretsKey = Buffer.alloc(32, 7).toString('base64');
    const env = settingsFor(sandbox, { port: at, databaseUrl: database.url, secretsKey });
    const regions = {
      VCC_AUTH_URL: `${sandbox.vcc.url}/{region}`,
      VCC_API_URL: `${sandbox.vcc.url}/{region}`,
    };
    const overrides = {
      clock: followClock(clock),
      log: options.log ?? silentLog,
      // Joining waits for no timer of a link, and its tests let many minutes pass.
      scanMs: 2_000,
      extraCa: sandbox.entra.certificatePem,
    };
    return startService({ ...env, ...regions, ...options.settings, ...more }, overrides);
  };
  const services = [await start(port, {})];
  for (let more = 1; more < (options.services ?? 1); more += 1) {
    services.push(await start(await freePort(), {}));
  }
  const base = `http://127.0.0.1:${port}`;
  const quiet = (): Promise<void> => settle(sandbox, services);
  const advance = (ms: number): Promise<void> => clock.advance(ms, quiet);
  return {
    clock,
    sandbox,
    services,
    databaseUrl: database.url,
    redirectUris,
    ask: async (who, row, more = {}) => {
      const token = more.token ?? (await sandbox.tokenFor(who));
      return send(base, row, { ...more, token });
    },
    account: (changes = {}) => {
      const { accountKey } = sandbox.account;
      return { region: 'emea', accountKey, ...sandbox.vccCredentials, ...changes };
    },
    consent: (url, decision = 'accept') => giveConsent(sandbox, url, decision),
    quiet,
    advance,
    until: (what, holds, atMostMs = 30_000) => until({ clock, advance }, { what, holds, atMostMs }),
    restart: async (settings = {}) => {
      const [old] = services.splice(0, 1);
      await old?.stop();
      services.unshift(await start(port, settings));
    },
    stop: async () => {
      await Promise.all(services.map((each) => each.stop()));
      await sandbox.close();
      await database.drop();
    },
  };
}

async function send(base: string, row: string, ask: ApiAsk): Promise<Answer> {
  const [method = 'GET', path = '/'] = row.split(' ');
  const { body, token, headers } = ask;
  const root = path.startsWith('/consent') || path.startsWith('/metrics') ? '' : '/api/v1';
  const answer = await fetch(`${base}${root}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const read = await readAnswer(answer);
  if (root !== '') requireListed(method, path, read);
  return read;
}

const DOCUMENT = describeApi('https://link.example');

/** JN18: a refusal of an operation stands in the document, by status and by code. */
function requireListed(method: string, path: string, { status, code }: Answer): void {
  if (status < 400) return;
  const asked = path.split('?')[0] ?? '';
  const fits = (shape: string): boolean =>
    new RegExp(`^${shape.replace(/\{\w+\}/g, '[^/]+')}$`).test(asked);
  const paths = Object.entries(DOCUMENT.paths).filter(([shape]) => fits(shape));
  const [, methods] = paths.find(([shape]) => shape === asked) ?? paths[0] ?? [];
  const operation = methods?.[method.toLowerCase()];
  if (!operation) return;
  const responses = operation['responses'] as Record<number, { description: string }>;
  if (responses[status]?.description.includes(`\`${code}\``)) return;
  throw new Error(
    `${method} ${asked} answered ${status} ${code}, which its document does not list.`,
  );
}

async function readAnswer(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  const body = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
  const { status, headers } = answer;
  return { status, headers, text, body, code: String(body['code'] ?? '') };
}

/** Entra's certificate is its own, so the page is asked for in its own words. */
async function giveConsent(
  sandbox: Sandbox,
  url: string,
  decision: 'accept' | 'cancel',
): Promise<Answer> {
  const page = new URL(url);
  const form = new URLSearchParams(page.search);
  form.set('decision', decision);
  const location = await postForm(sandbox, page.pathname, form);
  return readAnswer(await fetch(location));
}

function postForm(sandbox: Sandbox, path: string, form: URLSearchParams): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, sandbox.entra.url),
      {
        method: 'POST',
        ca: sandbox.entra.certificatePem,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.headers.location ?? ''));
      },
    );
    asked.on('error', reject);
    asked.end(form.toString());
  });
}

async function settle(sandbox: Sandbox, services: readonly Service[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await sandbox.vcc.idle();
    await sandbox.graph.idle();
    await Promise.all(services.map((service) => service.sync.idle()));
  }
}

interface Wanted {
  readonly what: string;
  readonly holds: () => boolean | Promise<boolean>;
  readonly atMostMs: number;
}

async function until(
  { clock, advance }: Pick<JoiningFlow, 'clock' | 'advance'>,
  { what, holds, atMostMs }: Wanted,
): Promise<void> {
  const end = clock.now() + atMostMs;
  await advance(0);
  while (!(await holds())) {
    if (clock.now() >= end) throw new Error(`Not within ${atMostMs} ms: ${what}.`);
    await advance(250);
  }
  await advance(100);
}
