import { isRecord, jsonBody, replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import { badRequest, replyError } from './graph-error';

const MAX_PARTS = 20;

interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

type Serve = (ask: Ask) => Promise<Reply>;

/** `POST /$batch` (graph.md 5.3). Each part is served as if it had come alone. */
export async function serveBatch(ask: Ask, serve: Serve): Promise<Reply> {
  const parts = readParts(jsonBody(ask));
  if (typeof parts === 'string') return badRequest(parts);
  const statuses = new Map<string, number>();
  const responses: object[] = [];
  for (const part of parts) {
    const reply = await servePart({ ask, part, statuses }, serve);
    statuses.set(part.id, reply.status);
    // Answers may come in any order: the last served comes first here.
    responses.unshift(describe(part.id, reply));
  }
  return replyJson(200, { responses });
}

async function servePart(
  {
    ask,
    part,
    statuses,
  }: {
    readonly ask: Ask;
    readonly part: Part;
    readonly statuses: ReadonlyMap<string, number>;
  },
  serve: Serve,
): Promise<Reply> {
  const hasFailed = part.dependsOn.some((id) => (statuses.get(id) ?? 500) >= 400);
  if (hasFailed)
    return replyError(424, 'FailedDependency', 'A request this one depends on failed.');
  if (part.body !== undefined && !part.headers['content-type']) {
    return badRequest('A part with a body needs a Content-Type header.');
  }
  const [path = '/', query = ''] = part.url.split('?');
  const version = ask.path.slice(0, ask.path.lastIndexOf('/'));
  return serve({
    ...ask,
    method: part.method.toUpperCase(),
    path: `${version}/${path.replace(/^\//, '')}`,
    query: new URLSearchParams(query),
    headers: { ...part.headers, authorization: ask.headers.authorization },
    rawBody: Buffer.from(part.body === undefined ? '' : JSON.stringify(part.body)),
    params: {},
  });
}

function describe(id: string, { status, headers = {}, body }: Reply): object {
  if (body === undefined || body.length === 0) return { id, status, headers };
  if (Buffer.isBuffer(body)) return { id, status, headers, body: body.toString('base64') };
  const isJson = headers['content-type']?.includes('json') ?? false;
  return { id, status, headers, body: isJson ? (JSON.parse(body) as unknown) : body };
}

function readParts(body: unknown): readonly Part[] | string {
  const given: unknown = isRecord(body) ? body['requests'] : undefined;
  if (!Array.isArray(given) || given.length === 0) return 'requests must be a list.';
  if (given.length > MAX_PARTS) return `A batch holds at most ${MAX_PARTS} requests.`;
  const parts = given.map(readPart);
  if (!isComplete(parts)) return 'A request lacks id, method or a relative url.';
  return new Set(parts.map(({ id }) => id)).size === parts.length ? parts : 'ids must be unique.';
}

function isComplete(parts: (Part | undefined)[]): parts is Part[] {
  return parts.every((part) => part !== undefined);
}

function readPart(given: unknown): Part | undefined {
  if (!isRecord(given)) return undefined;
  const { id, method, url, headers, body, dependsOn } = given;
  if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string') {
    return undefined;
  }
  if (/^[a-z]+:/i.test(url) || /^\/?\$batch/i.test(url)) return undefined;
  const entries = Object.entries(isRecord(headers) ? headers : {});
  return {
    id,
    method,
    url,
    headers: Object.fromEntries(
      entries.map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: body ?? undefined,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
}
