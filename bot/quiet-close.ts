import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests under way are waited for this long. */
const PATIENCE_MS = 5_000;

/**
 * Makes a server that can be closed without waiting for clients that keep their connection, or have
 * opened one and asked nothing (which `closeIdleConnections` leaves alone).
 */
export function createQuietClose(server: Server): () => Promise<void> {
  const quiet = new Set<Socket>();
  let isClosing = false;
  server.on('connection', (socket: Socket) => {
    quiet.add(socket);
    socket.once('close', () => quiet.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    quiet.delete(socket);
    response.once('close', () => {
      if (isClosing) socket.destroySoon();
      else if (!socket.destroyed) quiet.add(socket);
    });
  });
  return () =>
    new Promise((resolve) => {
      isClosing = true;
      server.close(() => resolve());
      const patience = AbortSignal.timeout(PATIENCE_MS);
      patience.addEventListener('abort', () => server.closeAllConnections());
      for (const socket of quiet) socket.destroy();
    });
}
