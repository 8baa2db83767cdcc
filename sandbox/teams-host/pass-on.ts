import { request as ask } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Hands a request to the product and streams its answer back as it comes. */
export function passOn(
  productUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = new URL(productUrl);
  return new Promise((resolve) => {
    const onward = ask(
      {
        host: target.hostname,
        port: target.port,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, host: target.host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
        answer.once('close', () => {
          // Cut off in the middle: the browser has to notice.
          if (!answer.complete) response.destroy();
          resolve();
        });
      },
    );
    onward.once('error', () => {
      if (response.headersSent) response.destroy();
      else {
        response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
        response.end('The product does not answer.');
      }
      resolve();
    });
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  });
}
