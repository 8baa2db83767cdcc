import type { Dispatcher } from 'undici';
import type { Reply } from './exchange';

export interface CollectorOptions {
  readonly signal: AbortSignal;
  readonly maxBytes: number | undefined;
  readonly resolve: (reply: Reply) => void;
}

const DEFAULT_MAX_BYTES = 2 * 1024 * 1024;

/**
 * Gathers one answer and knows whether the request left. undici calls `onRequestStart` directly
 * before it writes to the socket: whatever fails earlier (name, connection, queue) was never sent.
 */
export class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #options: CollectorOptions;
  readonly #maxBytes: number;
  readonly #onAbort = (): void => this.#stop('timeout');
  #controller: Dispatcher.DispatchController | undefined;
  #sent = false;
  #done = false;
  #status: number | undefined;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    if (options.signal.aborted) this.#onAbort();
    else options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#done) controller.abort(new Error('no longer wanted'));
    else this.#sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatten(headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#stop('answer too large');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#status === undefined) return this.#stop('no status');
    this.#finish({
      kind: 'answer',
      status: this.#status,
      headers: this.#headers,
      text: Buffer.concat(this.#chunks).toString('utf8'),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#breakDown(nameOf(error));
  }

  #stop(reason: string): void {
    this.#breakDown(reason);
    this.#controller?.abort(new Error(reason));
  }

  #breakDown(reason: string): void {
    const status = this.#status === undefined ? {} : { status: this.#status };
    this.#finish({ kind: 'breakdown', sent: this.#sent, reason, ...status });
  }

  #finish(reply: Reply): void {
    if (this.#done) return;
    this.#done = true;
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#options.resolve(reply);
  }
}

function flatten(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

const REASONS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_SOCKET: 'connection cut',
  ECONNRESET: 'connection cut',
  EPIPE: 'connection cut',
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'name lookup failed',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_CLOSED: 'closed',
};

/** A short word; messages of the network stack may hold addresses and stay out. */
function nameOf(error: Error): string {
  const code = codeOf(error);
  return REASONS[code] ?? (code || 'connection failed');
}

function codeOf(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) {
    return codeOf(error.errors[0]);
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
