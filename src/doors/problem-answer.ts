import { DeskError, describeProblem } from '../desk/problem';
import type { ProblemCode, ProblemMore } from '../desk/problem';
import { StoreError } from '../store/store-error';
import type { StoreErrorCode } from '../store/store-error';
import type { DoorAnswer } from './door';
import type { DoorEvents } from './verdict';

const STORE_PROBLEMS: Readonly<Partial<Record<StoreErrorCode, ProblemCode>>> = {
  unavailable: 'store-unavailable',
  'bad-input': 'input-refused',
  // Two at once: the first has it, and asking again tells which rule is in the way.
  conflict: 'edited-meanwhile',
};

const HEADERS: Readonly<Partial<Record<ProblemCode, Readonly<Record<string, string>>>>> = {
  'sign-in-required': { 'www-authenticate': 'Bearer' },
  'token-refused': { 'www-authenticate': 'Bearer error="invalid_token"' },
  'store-unavailable': { 'retry-after': '5' },
  'vcc-busy': { 'retry-after': '5' },
  'vcc-unreachable': { 'retry-after': '30' },
  'microsoft-unreachable': { 'retry-after': '30' },
};

/** A refusal as problem details (RFC 9457). */
export function answerProblem(code: ProblemCode, more: ProblemMore = {}): DoorAnswer {
  const problem = describeProblem(code, more);
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...HEADERS[code],
      ...(typeof more['retryAfterS'] === 'number' && {
        'retry-after': String(more['retryAfterS']),
      }),
    },
    body: JSON.stringify(problem),
  };
}

/** What was thrown, as an answer. What nobody expected says nothing of itself to the outside. */
export function answerError(events: DoorEvents, where: string, error: unknown): DoorAnswer {
  if (error instanceof DeskError) return answerProblem(error.code, error.more);
  const known = error instanceof StoreError ? STORE_PROBLEMS[error.code] : undefined;
  if (known === undefined || known === 'store-unavailable') events.failed(where, error);
  return answerProblem(known ?? 'internal');
}
