import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly sentence: string;
}

/**
 * The page commands a whole world without asking who is there, so it talks to this machine's own
 * browser pages only: a foreign Host is DNS rebinding, a foreign Origin another site's script.
 */
export function refusalOf(request: IncomingMessage, port: number): Refusal | undefined {
  const host = request.headers.host ?? '';
  if (!isOwnHost(host, port)) {
    return { status: 421, sentence: 'This page answers on 127.0.0.1 and localhost only.' };
  }
  return request.method === 'POST' ? refusalOfPost(request, host) : undefined;
}

function refusalOfPost(request: IncomingMessage, host: string): Refusal | undefined {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && origin !== `http://${host}`) return otherSite();
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return otherSite();
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return { status: 415, sentence: 'Actions are sent as application/json.' };
  }
  return undefined;
}

function otherSite(): Refusal {
  return { status: 403, sentence: 'Actions are taken from this page only.' };
}

function isOwnHost(host: string, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}
