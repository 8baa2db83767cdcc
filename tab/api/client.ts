/** Calls API v1 with the sign-in token of Teams. */
import { after } from '../browser/browser';

/** Asks Teams for a token; `isFresh`: the last one was not taken. */
export type TokenSource = (isFresh: boolean) => Promise<string>;

/** A refusal in the words of the API (RFC 9457), or `unreachable` where nobody answered. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, detail = '') {
    super(detail || code);
    this.code = code;
    this.status = status;
  }

  /** Short enough to be read out on the telephone. */
  get support(): string {
    return this.status === 0 ? this.code : `${this.status} ${this.code}`;
  }
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface ApiClient {
  /** The answer as JSON; null: it has no body. Rejects with `ApiProblem` or what the token source threw. */
  call<T>(call: Call): Promise<T>;
  /** The answer itself. With a `signal` of its own it is waited for as long as that lasts: a stream. */
  open(call: Call): Promise<Response>;
}

const BASE = '/api/v1';
const UNAUTHORIZED = 401;
/** A network that changes may lose a call without a word; a page must not wait for it for ever. */
const PATIENCE_MS = 20_000;
const nobodyAnswered = (): ApiProblem => new ApiProblem('unreachable', 0);

export function createApiClient(token: TokenSource): ApiClient {
  const open = async (call: Call, signal: AbortSignal): Promise<Response> => {
    const first = await send(call, { token: await token(false), signal });
    const isTaken = first.status !== UNAUTHORIZED;
    const answer = isTaken ? first : await send(call, { token: await token(true), signal });
    if (!answer.ok) throw await readProblem(answer);
    return answer;
  };
  return {
    open: (call) =>
      call.signal ? open(call, call.signal) : inTime((deadline) => open(call, deadline)),
    call: <T>(call: Call) =>
      inTime(async (deadline) => {
        const answer = await open(call, deadline);
        const text = await answer.text().catch(() => Promise.reject(nobodyAnswered()));
        return (text === '' ? null : JSON.parse(text)) as T;
      }),
  };
}

function inTime<T>(run: (deadline: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController();
  return new Promise((resolve, reject) => {
    const cancel = after(PATIENCE_MS, () => {
      deadline.abort();
      reject(nobodyAnswered());
    });
    void run(deadline.signal).then(resolve, reject).finally(cancel);
  });
}

interface Sending {
  readonly token: string;
  readonly signal: AbortSignal;
}

async function send(
  { method, path, body, headers }: Call,
  { token, signal }: Sending,
): Promise<Response> {
  try {
    return await fetch(BASE + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw nobodyAnswered();
  }
}

/** A proxy in between may answer with anything. */
async function readProblem(answer: Response): Promise<ApiProblem> {
  const text = await answer.text().catch(() => '');
  try {
    const { code, detail } = JSON.parse(text) as { code?: unknown; detail?: unknown };
    const known = typeof code === 'string' ? code : 'unexpected';
    return new ApiProblem(known, answer.status, typeof detail === 'string' ? detail : '');
  } catch {
    return new ApiProblem(answer.status >= 500 ? 'unreachable' : 'unexpected', answer.status);
  }
}
