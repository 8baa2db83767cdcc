import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly url: string;
  readonly contentType: string;
  readonly body: Record<string, unknown>;
}

export interface Receiver {
  readonly url: string;
  /** Notifications so far; handshakes are not among them. */
  readonly received: Received[];
  /** Paths and queries of the handshakes so far. */
  readonly handshakes: string[];
  /** How to answer handshakes and notifications; the defaults are willing and 202. */
  validation: 'good' | 'json' | 'wrong' | 'silent';
  status: number;
  /** Resolves when this many notifications have come. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

/** Something that receives change notifications, on plain http of this machine. */
export async function startReceiver(): Promise<Receiver> {
  let wake: () => void = () => undefined;
  const server = createServer((request, response) => {
    void take(receiver, request, response).then(() => wake());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    received: [],
    handshakes: [],
    validation: 'good',
    status: 202,
    async until(count) {
      while (receiver.received.length < count)
        await new Promise<void>((resolve) => (wake = resolve));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

async function take(
  receiver: Receiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = request.url ?? '';
  const token = new URL(url, receiver.url).searchParams.get('validationToken');
  if (token !== null) {
    receiver.handshakes.push(url);
    answerHandshake(receiver, response, token);
    return;
  }
  receiver.received.push({
    url,
    contentType: request.headers['content-type'] ?? '',
    body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>,
  });
  response.writeHead(receiver.status);
  response.end();
}

function answerHandshake({ validation }: Receiver, response: ServerResponse, token: string): void {
  if (validation === 'silent') return;
  const contentType = validation === 'json' ? 'application/json' : 'text/plain';
  response.writeHead(200, { 'content-type': contentType });
  response.end(validation === 'wrong' ? 'something else' : token);
}
