import type { IncomingHttpHeaders } from 'node:http';

/** One request, read completely. */
export interface Ask {
  readonly method: string;
  /** Path as sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
  /** Instant of arrival on the sandbox's clock. */
  readonly at: number;
  /** Values of `{name}` in the pattern of the route that was chosen; decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type Handle = (ask: Ask) => Reply | Promise<Reply>;

export function replyJson(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function replyHtml(status: number, html: string): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: html };
}

export function replyEmpty(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers };
}

export function replyRedirect(location: string): Reply {
  return { status: 302, headers: { location } };
}

/** The body as JSON; undefined when it is not JSON. */
export function jsonBody(ask: Ask): unknown {
  try {
    return JSON.parse(ask.rawBody.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** The body as an HTML form (`application/x-www-form-urlencoded`). */
export function formBody(ask: Ask): URLSearchParams {
  return new URLSearchParams(ask.rawBody.toString('utf8'));
}

/** Token of `Authorization: Bearer …`; undefined when there is none. */
export function bearerToken(ask: Ask): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(ask.headers.authorization ?? '')?.[1];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
