/** The only file that knows restify: it hands raw requests to the doors and writes their answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'restify';
import type { Server } from 'restify';
import { securityHeaders, writeAnswer, writeStream } from './answer-writer';
import type { DoorAnswer, DoorRequest, HostAnswer, HostRoute, OpenStreams } from './answer-writer';
import { createQuietClose } from './quiet-close';
import { readRawBody } from './raw-body';

export interface HostOptions {
  readonly routes: readonly HostRoute[];
  readonly port: number;
  /** Absent: all interfaces. */
  readonly host?: string;
  /** Do people reach us over https? */
  readonly isHttps: boolean;
  /** Told of what no door has caught. */
  readonly onFailure: (error: unknown) => void;
}

export interface Host {
  /** Where it listens: `http://127.0.0.1:3978`. */
  readonly url: string;
  /** Takes nothing new, ends streams and waits for requests under way. */
  close(): Promise<void>;
}

const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
const METHODS = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'del' } as const;

/** Resolves when it listens; rejects when it cannot, for instance on a port that is taken. */
export async function startHost(options: HostOptions): Promise<Host> {
  const server = createServer({ name: 'presence-link' });
  const context: HostContext = {
    ...options,
    open: new Set(),
    headers: securityHeaders(options.isHttps),
  };
  for (const route of options.routes) addRoute(server, context, route);
  server.on('restifyError', (_request: unknown, response: ServerResponse, error: unknown) => {
    // The callback is not called: restify would write an answer of its own.
    writeAnswer(response, describeMiss(context, error), context.headers);
  });
  const closeQuietly = createQuietClose(server.server);
  server.on('error', options.onFailure);
  server.server.requestTimeout = REQUEST_MS;
  server.server.headersTimeout = HEADERS_MS;
  await listen(server, options);
  return {
    url: urlOf(server, options.host),
    close: () => {
      const closed = closeQuietly();
      for (const end of [...context.open]) end();
      return closed;
    },
  };
}

interface HostContext extends HostOptions {
  readonly open: OpenStreams;
  readonly headers: Readonly<Record<string, string>>;
}

function addRoute(server: Server, context: HostContext, route: HostRoute): void {
  const handle = async (request: RoutedRequest, response: ServerResponse): Promise<void> => {
    try {
      const rawBody = await readRawBody(request, route.maxBytes);
      const answer = await route.door(toDoorRequest(request, rawBody));
      answerWith(context, response, answer);
    } catch (error) {
      fail(context, response, error);
    }
  };
  server[METHODS[route.method]](route.path, handle);
}

type RoutedRequest = IncomingMessage & { readonly params?: unknown };

function toDoorRequest(request: RoutedRequest, rawBody: Buffer): DoorRequest {
  const headers = Object.entries(request.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const,
  );
  return {
    method: request.method ?? '',
    params: (request.params ?? {}) as Record<string, string>,
    query: new URL(request.url ?? '/', 'http://localhost').searchParams,
    headers: Object.fromEntries(headers),
    rawBody,
  };
}

function answerWith(context: HostContext, response: ServerResponse, answer: HostAnswer): void {
  const stream = 'stream' in answer ? answer.stream : undefined;
  if (stream) writeStream(response, { ...(answer as DoorAnswer), stream }, context);
  else writeAnswer(response, answer, context.headers);
}

/** A sender that is gone hears nothing; anybody else gets a problem answer without details. */
function fail(context: HostContext, response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  context.onFailure(error);
  writeAnswer(response, problem('internal', 500), context.headers);
}

function describeMiss(context: HostContext, error: unknown): DoorAnswer {
  const status =
    error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : Number.NaN;
  if (status === 404) return problem('not-found', 404);
  if (status === 405) return problem('method-not-allowed', 405);
  if (status >= 400 && status < 500) return problem('bad-request', 400);
  context.onFailure(error);
  return problem('internal', 500);
}

const TITLES = {
  'not-found': 'There is nothing here under this address.',
  'method-not-allowed': 'This address does not know the method.',
  'bad-request': 'The request is not understood.',
  internal: 'Something went wrong here. It was noted.',
};

function problem(code: keyof typeof TITLES, status: number): DoorAnswer {
  const type = `urn:presence-link:problem:${code}`;
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify({ type, title: TITLES[code], status, code }),
  };
}

function listen(server: Server, { port, host }: HostOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

function urlOf(server: Server, host: string | undefined): string {
  const { port } = server.server.address() as AddressInfo;
  return `http://${host ?? 'localhost'}:${port}`;
}
