/** An incoming request without any framework. */
export interface DoorRequest {
  readonly method: string;
  /** Parts of the path the route names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As sent. The host stops reading shortly above `Route.maxBytes`; the door refuses it. */
  readonly rawBody: Buffer;
}

export interface DoorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /**
   * For a stream: called once the headers are sent. The host calls the answer when the other side
   * has hung up or after `end`.
   */
  readonly stream?: (sink: StreamSink) => () => void;
}

export interface StreamSink {
  send(text: string): void;
  end(): void;
}

export type Door = (request: DoorRequest) => Promise<DoorAnswer>;

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/hooks/vcc/:connectionId` */
  readonly path: string;
  readonly maxBytes: number;
  readonly door: Door;
}

/** Bodies above it are refused. */
export const MAX_BYTES = 256 * 1024;

const ID = /^[A-Za-z0-9-]{1,64}$/;

/** Could it be an id of ours? Anything else is answered without asking the store. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && ID.test(text);
}

export function answerJson(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): DoorAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** `application/json` of `application/json; charset=utf-8`. */
export function mediaTypeOf(request: DoorRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The body as JSON; `undefined` when it is none. */
export function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
