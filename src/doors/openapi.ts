import { z } from 'zod';
import { problemShape, recordShape } from '../desk/contract';
import { PROBLEMS } from '../desk/problem';
import type { ProblemCode } from '../desk/problem';
import type { Asker } from '../desk/access';
import { ASKERS } from '../desk/desk';
import { answerJson } from './door';
import type { Door } from './door';
import { OPERATIONS } from './api-operations';
import type { Operation } from './api-operation';

type Json = Readonly<Record<string, unknown>>;

export interface OpenApi extends Json {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** `GET /api/v1/openapi.json`, for anybody. */
export function createOpenApiDoor(publicUrl: string): Door {
  let document: OpenApi | undefined;
  // Few ask for it, and a start should not wait for what it takes to write.
  return async () => answerJson(200, (document ??= describeApi(publicUrl)));
}

/** API v1 as OpenAPI 3.1, from the same rows and shapes that serve it. */
export function describeApi(publicUrl: string): OpenApi {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of OPERATIONS) {
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = describeOperation(operation);
  }
  paths['/events'] = { get: STREAM };
  paths['/openapi.json'] = { get: DOCUMENT };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Presence Link for VCC',
      version: '1',
      description: 'Instants are epoch milliseconds, durations are milliseconds.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ teamsSignIn: [] }],
    paths,
    components: {
      securitySchemes: {
        teamsSignIn: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Sign-in token of Microsoft Teams for this app.',
        },
      },
      schemas: { Problem: showShape(problemShape, 'output') },
    },
  };
}

function describeOperation(operation: Operation): Json {
  const parameters = [...describePath(operation.path), ...describeQuery(operation.query)];
  const header = (required: boolean) => (name: string) => {
    return { name, in: 'header', required, schema: { type: 'string' } };
  };
  const headers = [
    ...(operation.headers ?? []).map(header(true)),
    ...(operation.optionalHeaders ?? []).map(header(false)),
  ];
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    parameters: [...parameters, ...headers],
    ...(operation.body && { requestBody: describeBody(operation.body) }),
    responses: { ...describeAnswers(operation.answers), ...describeProblems(operation) },
  };
}

function describePath(path: string): readonly Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    return { name, in: 'path', required: true, schema: { type: 'string' } };
  });
}

function describeQuery(shape: z.ZodType | undefined): readonly Json[] {
  const { properties = {} } = shape ? showShape(shape, 'input') : {};
  return Object.entries(properties as Json).map(([name, schema]) => {
    return { name, in: 'query', required: false, schema };
  });
}

function describeBody(shape: z.ZodType): Json {
  const isNeeded = !shape.safeParse({}).success;
  return { required: isNeeded, content: jsonContent(showShape(shape, 'input')) };
}

function describeAnswers(answers: Operation['answers']): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, shape]) => [status, describeAnswer(shape)]),
  );
}

function describeAnswer(shape: Operation['answers'][number] | undefined): Json {
  if (!shape) return { description: 'Done; nothing more to say.' };
  const content =
    typeof shape === 'string'
      ? { [shape]: { schema: { type: 'string' } } }
      : jsonContent(showShape(shape, 'output'));
  return { description: 'Done.', content };
}

const COMMON: readonly ProblemCode[] = [
  'sign-in-required',
  'token-refused',
  'too-many-requests',
  'internal',
  'store-unavailable',
];
/** Two at once, and what the database cannot take. */
const WRITE: readonly ProblemCode[] = ['edited-meanwhile', 'input-refused'];
const BODY: readonly ProblemCode[] = ['not-json', 'media-type', 'body-too-large', 'input-refused'];

function describeProblems(operation: Operation): Json {
  const codes: readonly ProblemCode[] = [
    ...COMMON,
    ...describeAsker(ASKERS[operation.order]),
    ...(operation.path.includes('{') ? (['not-found'] as const) : []),
    ...(operation.query ? (['query-refused'] as const) : []),
    ...(operation.body ? BODY : []),
    ...(operation.method === 'GET' ? [] : WRITE),
    ...(operation.problems ?? []),
  ];
  return listProblems([...new Set(codes)]);
}

function listProblems(codes: readonly ProblemCode[]): Json {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const some = codes.filter((code) => PROBLEMS[code].status === status);
      return [status, describeProblem(some)];
    }),
  );
}

function describeAsker(asker: Asker): readonly ProblemCode[] {
  return [
    ...(asker.endsWith('admin') ? (['admin-only'] as const) : []),
    ...(asker.startsWith('new') ? [] : (['tenant-unknown'] as const)),
  ];
}

function describeProblem(codes: readonly ProblemCode[]): Json {
  const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(' ');
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description, content: { 'application/problem+json': { schema } } };
}

const STREAM: Json = {
  operationId: 'streamEvents',
  summary: 'Explain records as they come, as server-sent events named `record`.',
  parameters: [
    {
      name: 'linkId',
      in: 'query',
      required: false,
      description: 'Repeat it for several links. Without it: the own link, for admins all links.',
      schema: { type: 'array', items: { type: 'string' } },
    },
    { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
  ],
  responses: {
    200: {
      description: 'Each event has the id of its record, and the record as data.',
      content: { 'text/event-stream': { schema: showShape(recordShape, 'output') } },
    },
    400: describeProblem(['query-refused']),
    401: describeProblem(['sign-in-required', 'token-refused']),
    403: describeProblem(['tenant-unknown']),
    404: describeProblem(['not-found']),
    500: describeProblem(['internal']),
    503: describeProblem(['store-unavailable']),
  },
};

const DOCUMENT: Json = {
  operationId: 'getOpenApi',
  summary: 'This document.',
  security: [],
  responses: {
    200: { description: 'OpenAPI 3.1.', content: jsonContent({ type: 'object' }) },
  },
};

function jsonContent(schema: Json): Json {
  return { 'application/json': { schema } };
}

/** Shapes within shapes are written out: each schema stands on its own. */
function showShape(shape: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, $defs, ...schema } = z.toJSONSchema(shape, { io, reused: 'inline' });
  void $schema;
  return inline(schema, $defs ?? {}) as Json;
}

function inline(value: unknown, defs: Json): unknown {
  if (Array.isArray(value)) return value.map((part) => inline(part, defs));
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string') {
    return inline(defs[value.$ref.replace('#/$defs/', '')], defs);
  }
  const entries = Object.entries(value).filter(([name]) => name !== 'id' || !('type' in value));
  return Object.fromEntries(entries.map(([name, part]) => [name, inline(part, defs)]));
}
