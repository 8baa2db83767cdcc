import type { z } from 'zod';
import type { Person } from '../desk/access';
import type { Desk } from '../desk/desk';
import { DeskError } from '../desk/problem';
import type { Clock } from '../runtime/clock';
import { OPERATIONS } from './api-operations';
import type { Operation, Outcome } from './api-operation';
import { answerJson, isId, MAX_BYTES, mediaTypeOf, parseJson } from './door';
import type { Door, DoorAnswer, DoorRequest, Route } from './door';
import { answerError } from './problem-answer';
import { createRequestLimit } from './request-limit';
import type { RequestLimit } from './request-limit';
import type { DoorEvents } from './verdict';

/** Tells who holds a sign-in token. */
export type Verify = (
  token: string,
) => Promise<
  { readonly ok: true; readonly person: Person } | { readonly ok: false; readonly reason: string }
>;

export interface DeskApiDeps {
  readonly desk: Desk;
  readonly verify: Verify;
  readonly clock: Clock;
  readonly events: DoorEvents;
  /** Requests of a person in a minute at this process; the usual number when absent. */
  readonly requestsPerMinute?: number;
}

export const API_ROOT = '/api/v1';

/** One route per operation of API v1. */
export function createDeskApiRoutes(deps: DeskApiDeps): readonly Route[] {
  const limit = createRequestLimit(deps.clock, deps.requestsPerMinute);
  return OPERATIONS.map((operation) => ({
    method: operation.method,
    path: `${API_ROOT}${operation.path.replace(/\{(\w+)\}/g, ':$1')}`,
    maxBytes: MAX_BYTES,
    door: createOperationDoor({ ...deps, limit }, operation),
  }));
}

/** In this order: who asks, is the address one of ours, is the input what it should be. */
function createOperationDoor(
  deps: DeskApiDeps & { readonly limit: RequestLimit },
  operation: Operation,
): Door {
  return (request) =>
    answerApi(deps, operation.operationId, async () => {
      const person = await identify(deps.verify, request);
      deps.limit(person);
      const outcome = await operation.run({
        desk: deps.desk,
        person,
        token: readBearer(request),
        param: (name) => readParam(request, name),
        query: readQuery(operation, request),
        body: operation.body ? readBody(operation.body, request) : undefined,
        ifMatch: request.headers['if-match'],
      });
      return answerOutcome(outcome);
    });
}

/** Runs a request of the API: refusals become problem answers, and each end is told. */
export async function answerApi(
  deps: Pick<DeskApiDeps, 'clock' | 'events'>,
  operation: string,
  run: () => Promise<DoorAnswer>,
): Promise<DoorAnswer> {
  const startedAt = deps.clock.now();
  const answer = await run().catch((error: unknown) => answerError(deps.events, operation, error));
  const ms = Math.max(0, deps.clock.now() - startedAt);
  deps.events.requestEnded({ operation, status: answer.status, ms });
  return answer;
}

/** The person of the bearer token. Throws `sign-in-required` or `token-refused`. */
export async function identify(verify: Verify, request: DoorRequest): Promise<Person> {
  const verdict = await verify(readBearer(request));
  if (!verdict.ok) throw new DeskError('token-refused', { detail: verdict.reason });
  return verdict.person;
}

function readBearer(request: DoorRequest): string {
  const bearer = /^bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '');
  if (!bearer?.[1]) throw new DeskError('sign-in-required');
  return bearer[1];
}

function readParam(request: DoorRequest, name: string): string {
  const value = request.params[name];
  if (!isId(value)) throw new DeskError('not-found');
  return value;
}

function readQuery(operation: Operation, request: DoorRequest): unknown {
  if (!operation.query) return {};
  const read = operation.query.safeParse(Object.fromEntries(request.query));
  if (!read.success) throw new DeskError('query-refused', listFaults(read.error));
  return read.data;
}

/** No body at all counts as an empty object: some orders need nothing more. */
function readBody(shape: z.ZodType, request: DoorRequest): unknown {
  const { rawBody } = request;
  if (rawBody.length > MAX_BYTES) throw new DeskError('body-too-large');
  if (rawBody.length > 0 && mediaTypeOf(request) !== 'application/json') {
    throw new DeskError('media-type');
  }
  const value = rawBody.length > 0 ? parseJson(rawBody) : {};
  if (value === undefined) throw new DeskError('not-json');
  const read = shape.safeParse(value);
  if (!read.success) throw new DeskError('input-refused', listFaults(read.error));
  return read.data;
}

/** Where the input differs; never what it held, which may be a secret. */
function listFaults(error: z.ZodError) {
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const first = errors[0];
  return { detail: first ? `${first.path || 'input'}: ${first.message}` : '', errors };
}

function answerOutcome({ status, value, text, headers }: Outcome): DoorAnswer {
  if (text) {
    const type = { 'content-type': `${text.type}; charset=utf-8` };
    return { status, headers: { ...headers, ...type }, body: text.body };
  }
  if (value === undefined) return { status, headers: { ...headers }, body: '' };
  return answerJson(status, value, headers);
}
