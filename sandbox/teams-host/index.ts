/** A small Teams: frames a tab and speaks with it as Teams does (the handshake of teams-js 2.58). */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readBody } from '../http/body';
import { refusalOf } from '../world/guard';
import { passOn } from './pass-on';

export interface HostPerson {
  readonly key: string;
  readonly name: string;
  readonly role: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly upn: string;
}

export interface TeamsHostOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Where the product's tab and API are; they are passed on below this address. */
  readonly productUrl: string;
  /** Where the tab is framed from, as real Teams does; absent: from below this address. */
  readonly tabUrl?: string;
  /** A GUID: teams-js takes nothing else. */
  readonly appId: string;
  readonly people: readonly HostPerson[];
  /** Sign-in token of one of the people. */
  tokenFor(key: string): Promise<string>;
}

export interface TeamsHost {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Address that opens the tab as this person. */
  openAs(key: string, more?: Readonly<Record<string, string>>): string;
  /** Cuts every connection under way, as a network that drops does. */
  cut(): void;
  close(): Promise<void>;
}

const FOLDER = join(__dirname, 'page');
const MAX_BYTES = 4096;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};
const policyFor = ({ tabUrl }: TeamsHostOptions): string =>
  `default-src 'self'; frame-src ${tabUrl ? new URL(tabUrl).origin : "'self'"}; ` +
  "img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";
/** Paths of the product that the tab needs. Seen from the tab it is one origin, as in production. */
const PRODUCT = /^\/(tab|api)(\/|$)/;

/** Serves the host on 127.0.0.1. A development tool: whoever opens it is whoever they choose to be. */
export async function createTeamsHost(options: TeamsHostOptions): Promise<TeamsHost> {
  let port = options.port ?? 0;
  const server = createServer((request, response) => {
    serve(options, port, { request, response }).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else say(response, 500, `The Teams host failed: ${String(error)}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    openAs: (key, more = {}) => `${url}/?${new URLSearchParams({ person: key, ...more })}`,
    cut: () => server.closeAllConnections(),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function serve(
  options: TeamsHostOptions,
  port: number,
  { request, response }: Exchange,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (PRODUCT.test(pathname)) return passOn(options.productUrl, request, response);
  const refusal = refusalOf(request, port);
  if (refusal) return say(response, refusal.status, refusal.sentence);
  if (pathname === '/host/token') return giveToken(options, request, response);
  if (request.method !== 'GET') return say(response, 405, 'Only GET is answered here.');
  if (pathname === '/host/people') {
    const { appId, people, tabUrl = '/tab/' } = options;
    return sayJson(response, 200, { appId, people, tabUrl });
  }
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  const type = TYPES[extname(name)];
  if (!type || !(await readdir(FOLDER)).includes(name)) {
    return say(response, 404, 'There is no such page.');
  }
  const content = await readFile(join(FOLDER, name));
  response.writeHead(200, {
    ...HEADERS,
    'content-security-policy': policyFor(options),
    'content-type': type,
  });
  response.end(content);
}

async function giveToken(
  { people, tokenFor }: TeamsHostOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return say(response, 405, 'Tokens are asked for with POST.');
  const body = await readBody(request, MAX_BYTES);
  const key = body ? readKey(body.toString('utf8')) : undefined;
  if (!people.some((person) => person.key === key) || key === undefined) {
    return say(response, 404, 'Nobody here has that key.');
  }
  return sayJson(response, 200, { token: await tokenFor(key) });
}

function readKey(text: string): string | undefined {
  try {
    const { person } = JSON.parse(text) as { person?: unknown };
    return typeof person === 'string' ? person : undefined;
  } catch {
    return undefined;
  }
}

function say(response: ServerResponse, status: number, sentence: string): void {
  sayJson(response, status, { error: sentence });
}

function sayJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}
