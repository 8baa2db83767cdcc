import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock';
import { post } from './outgoing';

/** Asks a URL whether it wants notifications (graph.md 4.4). */
export async function isUrlWilling(clock: SandboxClock, url: string): Promise<boolean> {
  const token = `Validation: Testing client application reachability, Request-Id: ${randomUUID()}`;
  const target = new URL(url);
  const separator = target.search === '' ? '?' : '&';
  const answer = await post(clock, {
    url: `${url}${separator}validationToken=${encodeURIComponent(token)}`,
    contentType: 'text/plain; charset=utf-8',
    body: '',
  });
  const isText = /^text\/plain\b/i.test(answer.contentType);
  return answer.status === 200 && isText && answer.body === token;
}

/** https, or (a deviation) plain http on this machine. */
export function isUrlAllowed(url: unknown): url is string {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isHere = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
  return protocol === 'https:' || (protocol === 'http:' && isHere);
}
