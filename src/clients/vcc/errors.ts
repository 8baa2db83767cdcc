import type { Failure } from '../pipeline/exchange';

/** The credentials may not have this scope, or not several in one token (vcc.md 1). */
export function isScopeRefusal(failure: Failure): boolean {
  return failure.kind === 'refused' && failure.reason.startsWith('invalid_scope');
}

/** A refused request for a token is never the agent's affair: somebody must mend the credentials. */
export function toTokenFailure(failure: Failure, scope: string): Failure {
  if (failure.kind === 'retry' || failure.kind === 'unknown') return { ...failure, kind: 'retry' };
  const reason = isScopeRefusal(failure) ? `missing-scope ${scope}` : 'bad-credentials';
  return { kind: 'forbidden', status: failure.status, reason };
}
