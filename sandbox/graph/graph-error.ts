import { randomUUID } from 'node:crypto';
import { replyJson } from '../http/message';
import type { Reply } from '../http/message';

/** Graph's error envelope (graph.md 5.4). Date and ids are filled in by `stampReply`. */
export function replyError(status: number, code: string, message: string): Reply {
  return replyJson(status, { error: { code, message } });
}

export const badRequest = (message: string): Reply => replyError(400, 'BadRequest', message);

export const invalidToken = (): Reply =>
  replyError(401, 'InvalidAuthenticationToken', 'Access token is missing, expired or not valid.');

export const forbidden = (needed: readonly string[]): Reply =>
  replyError(403, 'Forbidden', `The token lacks the permission: ${needed.join(' or ')}.`);

export const notFound = (what: string): Reply =>
  replyError(404, 'NotFound', `Resource '${what}' does not exist.`);

export const unsupportedQuery = (message: string): Reply =>
  replyError(400, 'Request_UnsupportedQuery', message);

export const extensionError = (status: number, reason: string): Reply =>
  replyError(status, 'ExtensionError', `Operation: Create; Exception: [${reason}]`);

/** Adds `innerError` and the id headers every answer of Graph carries. */
export function stampReply(reply: Reply, nowMs: number, clientRequestId?: string): Reply {
  const requestId = randomUUID();
  const clientId = clientRequestId ?? requestId;
  const headers = { ...reply.headers, 'request-id': requestId, 'client-request-id': clientId };
  if (reply.status < 400 || typeof reply.body !== 'string') return { ...reply, headers };
  const { error } = JSON.parse(reply.body) as { error: Record<string, unknown> };
  const inner = {
    date: new Date(nowMs).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': clientId,
  };
  const innerError = { ...(error['innerError'] as object | undefined), ...inner };
  return { ...reply, headers, body: JSON.stringify({ error: { ...error, innerError } }) };
}
