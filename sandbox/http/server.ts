import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SandboxClock } from '../clock';
import type { Fault, SandboxServer, SeenRequest } from '../contract';
import { bodyForRecord, readBody } from './body';
import { createFaultList } from './faults';
import type { FaultList } from './faults';
import { replyJson } from './message';
import type { Ask, Handle, Reply } from './message';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** The demo runs for days; older requests are forgotten beyond this number. */
const MAX_REMEMBERED = 20_000;

export interface StartOptions {
  readonly clock: SandboxClock;
  readonly handle: Handle;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** PEM texts; with them the server speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly maxBodyBytes?: number;
}

interface Running {
  readonly options: StartOptions;
  readonly faults: FaultList;
  readonly requests: SeenRequest[];
}

/** Serves `handle` on 127.0.0.1, with faults on order and a record of what was asked. */
export async function startServer(options: StartOptions): Promise<SandboxServer> {
  const running: Running = { options, faults: createFaultList(), requests: [] };
  const listener: RequestListener = (request, response) => {
    serve(running, request, response).catch(() => response.destroy());
  };
  const server = options.tls
    ? createHttpsServer({ ...options.tls }, listener)
    : createHttpServer(listener);
  const port = await listen(server, options.port ?? 0);
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    faults: running.faults,
    requests: running.requests,
    close: () => close(server),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

async function serve(
  running: Running,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { options } = running;
  const at = options.clock.now();
  const rawBody = await readBody(request, options.maxBodyBytes ?? MAX_BODY_BYTES);
  const ask = toAsk(request, { at, rawBody: rawBody ?? Buffer.alloc(0) });
  const fault = running.faults.take(ask.method, ask.path, search(request));
  if (fault?.delayMs) await delay(options.clock, fault.delayMs);
  const reply =
    fault?.cut === 'before'
      ? undefined
      : rawBody
        ? await work(ask, fault, options.handle)
        : replyJson(413, { error: 'The body is too large.' });
  const isCut = fault?.cut !== undefined || reply === undefined;
  remember(running, ask, isCut ? 0 : reply.status);
  if (isCut) response.destroy();
  else send(response, reply);
}

function toAsk(
  request: IncomingMessage,
  { at, rawBody }: { readonly at: number; readonly rawBody: Buffer },
): Ask {
  return {
    method: (request.method ?? 'GET').toUpperCase(),
    path: (request.url ?? '/').split('?')[0] ?? '/',
    query: new URLSearchParams(search(request)),
    headers: request.headers,
    rawBody,
    at,
    params: {},
  };
}

function search(request: IncomingMessage): string {
  const url = request.url ?? '/';
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}

async function work(ask: Ask, fault: Fault | undefined, handle: Handle): Promise<Reply> {
  const isAnswered = fault?.status !== undefined || fault?.body !== undefined;
  if (fault && isAnswered) {
    return {
      status: fault.status ?? 200,
      headers: { 'content-type': 'application/json', ...fault.headers },
      ...(fault.body === undefined ? {} : { body: fault.body }),
    };
  }
  const reply = await handleSafely(ask, handle);
  return fault?.headers ? { ...reply, headers: { ...reply.headers, ...fault.headers } } : reply;
}

async function handleSafely(ask: Ask, handle: Handle): Promise<Reply> {
  try {
    return await handle(ask);
  } catch (error) {
    // A bug of the sandbox must be seen by whoever runs it, not be mistaken for a vendor's answer.
    return replyJson(500, { sandboxBug: error instanceof Error ? error.stack : String(error) });
  }
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers ?? {});
  response.end(reply.body);
}

function remember({ requests }: Running, ask: Ask, status: number): void {
  if (requests.length >= MAX_REMEMBERED) requests.splice(0, MAX_REMEMBERED / 10);
  const query = ask.query.toString();
  requests.push({
    at: ask.at,
    method: ask.method,
    path: ask.path,
    status,
    ...(query === '' ? {} : { query }),
    ...(ask.rawBody.length === 0
      ? {}
      : { body: bodyForRecord(ask.rawBody, ask.headers['content-type']) }),
  });
}

/** Waits on the sandbox's clock: with a clock that stands still until somebody advances it. */
export function delay(clock: SandboxClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.at(clock.now() + ms, resolve);
  });
}
