/** Proof of control: two states chosen by us, set in ContactPad in order and in time (JN10). */
import type { Definition } from './agent-state';
import { MINUTE } from './time';

/** How long the agent has. */
export const PROOF_MS = 2 * MINUTE;

/** So many states there must be to choose from, besides the current one. */
export const MIN_CHOICES = 3;

export interface NamedState {
  readonly presenceId: string;
  readonly name: string;
}

/** `proved` becomes `linked` once the link is stored. */
export type ProofStatus = 'open' | 'proved' | 'linked' | 'failed';

export interface Proof {
  readonly id: string;
  readonly connectionId: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly personName: string;
  readonly agentUserId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly first: NamedState;
  readonly second: NamedState;
  /** VCC's stamp of the state in which the agent began. */
  readonly since: number;
  readonly startedAt: number;
  readonly expiresAt: number;
  /** How many of the two states were seen. */
  readonly step: number;
  readonly status: ProofStatus;
  /** Why it failed. */
  readonly code: string | null;
}

/** A state of the agent with VCC's stamp. */
export interface Sighting {
  readonly presenceId: string;
  readonly at: number;
}

/**
 * Two different states, neither the current one nor logged out; null when there are too few. States
 * off the queue are preferred, so that nobody is sent a call for it. `random` gives 0 to below 1.
 */
export function choosePair(
  definitions: readonly Definition[],
  currentId: string,
  random: () => number,
): readonly [NamedState, NamedState] | null {
  const all = definitions.filter(
    (one) => one.selectable && one.presenceId !== currentId && one.category !== 'LoggedOut',
  );
  if (all.length < MIN_CHOICES) return null;
  const offQueue = all.filter((one) => one.category !== 'Ready');
  const pool = offQueue.length >= MIN_CHOICES ? offQueue : all;
  const at = Math.floor(random() * pool.length);
  const step = 1 + Math.floor(random() * (pool.length - 1));
  const [first, second] = [pool[at], pool[(at + step) % pool.length]];
  return first && second ? [nameOf(first), nameOf(second)] : null;
}

function nameOf({ presenceId, name }: Definition): NamedState {
  return { presenceId, name };
}

/** What the sightings say of a proof that is open. Stamps are VCC's, so the order of arrival is nothing. */
export function judgeProof(
  proof: Proof,
  sightings: readonly Sighting[],
  now: number,
): Pick<Proof, 'step' | 'status' | 'code'> {
  const inTime = sightings
    .filter(({ at }) => at > proof.since && at <= proof.expiresAt)
    .sort((one, other) => one.at - other.at);
  let step = 0;
  for (const { presenceId } of inTime) {
    step = nextStep(proof, step, presenceId);
    if (step === 2) return { step, status: 'proved', code: null };
  }
  if (now > proof.expiresAt + GRACE_MS) return { step, status: 'failed', code: 'proof-expired' };
  return { step, status: 'open', code: null };
}

/** What was done in time may be told a little later. */
const GRACE_MS = 10_000;

/** Anything in between begins anew: who only happens to pass through both proves nothing. */
function nextStep(proof: Proof, step: number, presenceId: string): number {
  if (step === 1 && presenceId === proof.second.presenceId) return 2;
  return presenceId === proof.first.presenceId ? 1 : 0;
}
