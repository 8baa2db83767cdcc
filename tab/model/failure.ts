/** What a call that failed means to the person. Pure. */
import { ApiProblem } from '../api/client';
import type { Say } from '../words/words';

/** Nobody answered: what was sent may have arrived. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'unreachable';

/** Short enough to be read out on the telephone. */
export const supportCode = (error: unknown): string =>
  error instanceof ApiProblem ? error.support : 'unexpected';

export function tellFailure(error: unknown, say: Say, isOnline: boolean): string {
  if (!isUnanswered(error)) return say('problem.text', { code: supportCode(error) });
  return say(isOnline ? 'problem.unreachable' : 'problem.offline');
}
