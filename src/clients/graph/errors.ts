import type { CallResult } from '../call-result';

/** Clearing what is not there leaves things as wanted (graph.md 2.3). */
export function acceptNothingThere(result: CallResult<null>): CallResult<null> {
  return result.kind === 'gone' ? { kind: 'ok', value: null, status: result.status } : result;
}
