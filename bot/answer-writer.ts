import type { ServerResponse } from 'node:http';
import type { Sync } from '../src/index';

export type Route = Sync['doors']['routes'][number];
export type Door = Route['door'];
export type DoorRequest = Parameters<Door>[0];
export type DoorAnswer = Awaited<ReturnType<Door>>;

/** A file of the host's own; doors answer with text. */
export type FileAnswer = Pick<DoorAnswer, 'status' | 'headers'> & { readonly body: Buffer };
export type HostAnswer = DoorAnswer | FileAnswer;
export type HostRoute = Omit<Route, 'door'> & {
  readonly door: (request: DoorRequest) => Promise<HostAnswer>;
};

/** Text a slow reader may have waiting before the stream is given up. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** Streams that are open, so that a stop can end them. */
export type OpenStreams = Set<() => void>;

/** On every answer: nothing here is a page, to be kept or to be shown within another. */
export function securityHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(isHttps && { 'strict-transport-security': 'max-age=31536000' }),
  };
}

export function writeAnswer(
  response: ServerResponse,
  answer: HostAnswer,
  headers: Readonly<Record<string, string>>,
): void {
  const hasLength = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    ...headers,
    ...answer.headers,
    ...(hasLength && { 'content-length': Buffer.byteLength(answer.body) }),
  });
  response.end(answer.body);
}

/** Holds the response open and writes to it until either side ends it. */
export function writeStream(
  response: ServerResponse,
  answer: DoorAnswer & { readonly stream: NonNullable<DoorAnswer['stream']> },
  { headers, open }: { headers: Readonly<Record<string, string>>; open: OpenStreams },
): void {
  response.writeHead(answer.status, { ...headers, ...answer.headers });
  response.flushHeaders();
  const end = (): void => void response.end();
  open.add(end);
  const leave = answer.stream({
    send: (text) => {
      if (response.writableEnded || response.destroyed) return;
      response.write(text);
      if (response.writableLength > MAX_WAITING_BYTES) response.destroy();
    },
    end,
  });
  const close = (): void => {
    open.delete(end);
    leave();
  };
  // Gone while the door was at work: `close` will not come any more.
  if (response.destroyed) close();
  else response.once('close', close);
}
