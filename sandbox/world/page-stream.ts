import type { ServerResponse } from 'node:http';

/** One open page: sends named events, each only when it differs from the last of its name. */
export class PageStream {
  readonly #response: ServerResponse;
  readonly #last = new Map<string, string>();

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    // After the world was restarted the page comes back quickly.
    response.write('retry: 1000\n\n');
  }

  /** Sends the value unless the page has it already. */
  sendChanged(event: string, value: unknown): void {
    const data = JSON.stringify(value);
    if (this.#last.get(event) === data) return;
    this.#last.set(event, data);
    this.#write(event, data);
  }

  send(event: string, value: unknown): void {
    this.#write(event, JSON.stringify(value));
  }

  onClose(listener: () => void): void {
    this.#response.on('close', listener);
  }

  end(): void {
    this.#response.end();
  }

  #write(event: string, data: string): void {
    if (!this.#response.writableEnded) this.#response.write(`event: ${event}\ndata: ${data}\n\n`);
  }
}
