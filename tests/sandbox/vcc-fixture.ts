import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MovableClock } from '../../sandbox/clock';
import type { AccountSeed } from '../../sandbox/contract';
import { createVccSandbox } from '../../sandbox/vcc';

export const START = Date.UTC(2030, 4, 6, 9, 0, 0, 123);
export const ALL_SCOPES = 'users:read users:write admin:read admin:write stats';
export const JUNIPER = '1f0c7e52-6d0a-4a53-9d2e-0a7f3c1b5e01';
export const BASIL = '2f0c7e52-6d0a-4a53-9d2e-0a7f3c1b5e02';
export const SORREL = '3f0c7e52-6d0a-4a53-9d2e-0a7f3c1b5e03';
export const NOBODY = '9f0c7e52-6d0a-4a53-9d2e-0a7f3c1b5e09';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A sandbox with the account `meadow` and two agents; Juniper is Ready, Basil is logged out. */
export async function openMeadow(seed: Partial<AccountSeed> = {}) {
  const clock = new MovableClock({ start: START });
  const sandbox = await createVccSandbox({ clock });
  const account = sandbox.addAccount({
    accountKey: 'meadow',
    clientId: 'meadow-client',
    clientSecret: 'meadow-secret',
    ...seed,
  });
  account.knobs.activationDelayMs = 0;
  const juniper = account.addAgent({
    userId: JUNIPER,
    agentId: '1001',
    name: 'Juniper Vale',
    email: 'juniper.vale@meadow.example',
    presence: 'Ready',
    skills: ['Seeds'],
    groups: ['North Field'],
  });
  const basil = account.addAgent({
    userId: BASIL,
    agentId: '1002',
    name: 'Basil Thornwick',
    email: 'basil.thornwick@meadow.example',
  });
  const token = (scope = ALL_SCOPES) => askForToken(sandbox.url, scope);
  return { clock, sandbox, account, juniper, basil, token };
}

export type Meadow = Awaited<ReturnType<typeof openMeadow>>;

export async function askForToken(url: string, scope: string): Promise<string> {
  const answer = await postForm(`${url}/Auth/connect/token`, {
    grant_type: 'client_credentials',
    client_id: 'meadow-client',
    client_secret: 'meadow-secret',
    scope,
  });
  return String(field(answer.body, 'access_token'));
}

export async function postForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return read(await fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields) }));
}

/** Calls an API as `token`; version 0 sends an Accept header without version. */
export function caller(url: string, token: string | undefined, version = 1) {
  return async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const headers = {
      accept: version ? `application/vnd.newvoicemedia.v${version}+json` : 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return read(await fetch(`${url}${path}`, { method, headers, ...content }));
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

/** The value at a path of property names and indexes; undefined when there is none. */
export function field(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string | number, unknown>>)[name]
        : undefined,
    value,
  );
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly event: unknown;
}

/** An address for webhooks that answers `statuses` one after another (the last one for ever). */
export async function openReceiver(statuses: readonly (number | 'hang')[] = [204]) {
  const received: Received[] = [];
  let arrived: (() => void) | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const event: unknown = JSON.parse(raw.toString('utf8'));
      const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 204;
      received.push({ headers: request.headers, raw, event });
      if (status !== 'hang') {
        response.writeHead(status, { location: '/elsewhere' });
        response.end();
      }
      arrived?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    types: () => received.map(({ event }) => field(event, 'type')),
    async waitFor(count: number): Promise<void> {
      while (received.length < count) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof openReceiver>>;
