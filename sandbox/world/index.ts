import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../http/body';
import { BadAction, readAction } from './action-request';
import type { WorldOptions, WorldPage } from './contract';
import { refusalOf } from './guard';
import { readStaticFile } from './static-files';
import { World } from './world';

export type { EngineView, WorldOptions, WorldPage, WorldPerson, WorldRole } from './contract';

const MAX_ACTION_BYTES = 4096;

const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Serves the world page on 127.0.0.1. It is a development tool: whoever opens it commands the world. */
export async function createWorldPage(options: WorldOptions): Promise<WorldPage> {
  const world = new World(options);
  let port = options.port ?? 0;
  const server = createServer((request, response) => {
    serve({ world, port }, request, response).catch((error: unknown) => {
      // A bug of the page itself must be seen by whoever runs it.
      if (response.headersSent) response.destroy();
      else say(response, 500, `The world page failed: ${String(error)}`);
    });
  });
  try {
    port = await listen(server, port);
  } catch (error) {
    world.close();
    throw error;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      world.close();
      await closeServer(server);
    },
  };
}

interface Serving {
  readonly world: World;
  readonly port: number;
}

async function serve(
  { world, port }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refusal = refusalOf(request, port);
  if (refusal) return say(response, refusal.status, refusal.sentence);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/world/actions') return act(world, request, response);
  if (request.method !== 'GET') return say(response, 405, 'Only GET is answered here.');
  if (pathname === '/world/events') {
    const person = world.find(searchParams.get('person'));
    return person ? world.open(person, response) : say(response, 404, 'Nobody here has that key.');
  }
  return sendFile(pathname, response);
}

async function act(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return say(response, 405, 'Actions are sent with POST.');
  const body = await readBody(request, MAX_ACTION_BYTES);
  if (!body) return say(response, 413, 'The action is too long.');
  try {
    await world.actions.perform(readAction(body.toString('utf8')));
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    // Anything else is the simulated world saying no, such as ending a call that is not there.
    return say(response, error instanceof BadAction ? 400 : 409, sentence);
  } finally {
    world.refresh();
  }
  answer(response, { status: 204 });
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const file = await readStaticFile(path);
  if (!file) return say(response, 404, 'There is no such page.');
  answer(response, { status: 200, ...file });
}

function say(response: ServerResponse, status: number, sentence: string): void {
  const content = JSON.stringify({ error: sentence });
  answer(response, { status, type: 'application/json; charset=utf-8', content });
}

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly content?: string | Buffer;
}

function answer(response: ServerResponse, { status, type, content }: Answer): void {
  // Not chained: restify, loaded in the demo's process, makes every writeHead return nothing.
  response.writeHead(status, { ...PAGE_HEADERS, ...(type ? { 'content-type': type } : {}) });
  response.end(content);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
