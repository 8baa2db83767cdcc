/** How often people may try what others could suffer from (JN4). Counted over all processes. */
import { HOUR, MINUTE, SECOND } from '../core/time';
import type { DeskDeps } from './context';
import { DeskError } from './problem';

export interface Limit {
  readonly most: number;
  readonly windowMs: number;
}

/** Credentials tried by a tenant, and consents begun by it. */
export const TRIALS: Limit = { most: 20, windowMs: 10 * MINUTE };
/** Looking for an own agent, asking for a link. */
export const JOINING: Limit = { most: 30, windowMs: 10 * MINUTE };
/** Proofs begun by a person; and for an agent, by whomever. */
export const PROOFS: Limit = { most: 5, windowMs: HOUR };
export const PROOFS_OF_AGENT: Limit = { most: 10, windowMs: HOUR };

/** Throws `too-many-requests` with the wait. */
export async function limitTries(
  { store, clock }: Pick<DeskDeps, 'store' | 'clock'>,
  key: string,
  { most, windowMs }: Limit,
): Promise<void> {
  const now = clock.now();
  const { count, until } = await store.tries.note(key, windowMs, now);
  if (count <= most) return;
  throw new DeskError('too-many-requests', { retryAfterS: Math.ceil((until - now) / SECOND) });
}
