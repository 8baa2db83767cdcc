import type { IncomingMessage } from 'node:http';

/** A sender that goes on this far above the limit is cut off. */
const PATIENCE_BYTES = 16 * 1024 * 1024;

/**
 * The body as sent. Of one above `maxBytes` so much is kept that its reader can tell, and the rest
 * is read away, so that the sender gets to hear the answer. Rejects when the sender hangs up.
 */
export function readRawBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      if (bytes <= maxBytes) chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) resolve(Buffer.concat(chunks));
      if (bytes > maxBytes + PATIENCE_BYTES) request.destroy();
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => {
      // An error is costly to make, and nobody would hear this one.
      if (!request.readableEnded) reject(new Error('The sender hung up.'));
    });
  });
}
