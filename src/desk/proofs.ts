/** JN10: proof of control by two states in ContactPad. The watching is a keeper's. */
import { randomInt } from 'node:crypto';
import { choosePair, PROOF_MS } from '../core/proof';
import { MINUTE } from '../core/time';
import type { Proof } from '../store/joining';
import type { Connection } from '../store/store';
import { findJoinable } from './access';
import type { Person } from './access';
import { audit } from './context';
import type { DeskDeps } from './context';
import type { AgentAsk, ProofView } from './contract';
import { findAgent, findPerson, join } from './join';
import { limitTries, PROOFS, PROOFS_OF_AGENT } from './limits';
import { findNamedAgent } from './named-agent';
import { readAsking, requireUnlinked } from './own-agent';
import { DeskError } from './problem';
import { loginOf, requireReached } from './reach';

/** Chooses two states and begins to watch for them. */
export async function beginProof(
  deps: DeskDeps,
  person: Person,
  ask: AgentAsk,
): Promise<ProofView> {
  const { tenantId, personId } = person;
  const connection = await findJoinable(deps.store, person, ask.connectionId);
  await limitTries(deps, `proof/${tenantId}/${personId}`, PROOFS);
  await requireUnlinked(deps, person);
  const asking = await readAsking(deps, person);
  const agent = await findNamedAgent(deps, connection, ask.agentId);
  await limitTries(deps, `proof-of/${connection.id}/${agent.userId}`, PROOFS_OF_AGENT);
  const states = await chooseStates(deps, connection, agent.userId);
  const startedAt = deps.clock.now();
  const proof: Proof = {
    id: deps.newId(),
    connectionId: connection.id,
    tenantId,
    personId,
    personName: asking.person.displayName,
    agentUserId: agent.userId,
    agentId: agent.agentId,
    agentName: agent.name,
    ...states,
    startedAt,
    expiresAt: startedAt + PROOF_MS,
    step: 0,
    status: 'open',
    code: null,
  };
  if (!(await deps.store.proofs.open(proof))) throw new DeskError('proof-open');
  await audit(deps, person, {
    connectionId: connection.id,
    what: 'proof-begun',
    after: { proofId: proof.id, agentUserId: agent.userId },
  });
  return viewProof(proof, startedAt);
}

async function chooseStates(
  deps: DeskDeps,
  connection: Connection,
  userId: string,
): Promise<Pick<Proof, 'first' | 'second' | 'since'>> {
  const reached = await deps.vcc.readPresence(loginOf(connection, deps.open), userId);
  const { state, updatedAt } = requireReached(reached, 'vcc-unreachable');
  const pair = choosePair(connection.definitions, state.presenceId, random);
  if (!pair) throw new DeskError('proof-not-possible');
  return { first: pair[0], second: pair[1], since: updatedAt };
}

/** Not to be guessed: the two states are what protects somebody else's agent. */
function random(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

/** The person's own; another's does not exist. */
export async function getProof(
  { store, clock }: DeskDeps,
  person: Person,
  proofId: string,
): Promise<ProofView> {
  const proof = await store.proofs.get(proofId);
  if (proof?.tenantId !== person.tenantId || proof.personId !== person.personId) {
    throw new DeskError('not-found');
  }
  return viewProof(proof, clock.now());
}

const SENTENCES: Readonly<Record<string, string>> = {
  'not-found': 'The account is not connected any more.',
  'request-decided': 'The proof was settled meanwhile.',
  'proof-expired': 'The two states were not set in order within two minutes. Begin anew.',
  'agent-linked': 'The agent was linked to somebody else meanwhile.',
  'person-linked': 'You were linked meanwhile.',
  'agent-archived': 'The agent is archived in VCC.',
  'agent-unknown': 'The account does not have this agent any more.',
  'not-an-agent': 'The user does not act as an agent any more.',
  'person-unknown': 'Your organisation does not have you in its directory any more.',
  'person-is-guest': 'You are a guest of the organisation, and guests cannot be linked.',
  'connection-not-ready': 'The account could not be used meanwhile. Begin anew.',
  'vcc-unreachable': 'VCC did not answer meanwhile. Begin anew.',
  'vcc-busy': 'VCC could not be asked meanwhile. Begin anew.',
  'microsoft-unreachable': 'Microsoft did not answer meanwhile. Begin anew.',
  internal: 'Something went wrong here meanwhile. Begin anew.',
};

/** An open one whose time is over is shown so, whether its keeper has come by or not. */
export function viewProof(proof: Proof, now: number): ProofView {
  const isOver = proof.status === 'open' && now > proof.expiresAt + MINUTE;
  const code = isOver ? 'proof-expired' : proof.code;
  return {
    id: proof.id,
    connectionId: proof.connectionId,
    agent: { userId: proof.agentUserId, agentId: proof.agentId, name: proof.agentName },
    states: [proof.first, proof.second],
    seen: proof.step,
    now,
    expiresAt: proof.expiresAt,
    status: isOver ? 'failed' : proof.status,
    code,
    sentence: code === null ? null : (SENTENCES[code] ?? code),
  };
}

/**
 * The keeper has seen both states. A crash on the way leaves it `proved`, and it is finished later, as
 * whoever asks now would be. Rejects where it is to be tried again.
 */
export async function finishProof(deps: DeskDeps, proof: Proof): Promise<void> {
  const code = await joinProved(deps, proof);
  if (code === null) return;
  await deps.store.proofs.move(proof.id, 'proved', { status: 'failed', step: 2, code });
}

/** Why it cannot be linked any more; null: it is. */
async function joinProved(deps: DeskDeps, proof: Proof): Promise<string | null> {
  const { id, connectionId, tenantId, personId, agentUserId } = proof;
  try {
    const connection = await findJoinable(deps.store, proof, connectionId);
    const agent = await findAgent(deps, connection, agentUserId);
    const person = await findPerson(deps, tenantId, personId);
    const actor = { tenantId, personId };
    const of = { kind: 'proof', id } as const;
    await join(deps, connection, { agent, person, way: 'proof', actor, of });
    return null;
  } catch (error) {
    const code = error instanceof DeskError ? error.code : 'internal';
    const isOver = deps.clock.now() > proof.expiresAt + TRIED_MS;
    if (isOver || FINAL.has(code)) return code;
    throw error;
  }
}

/** A side that does not answer is asked again; what was proven does not hold for ever. */
const TRIED_MS = 10 * MINUTE;

const FINAL: ReadonlySet<string> = new Set([
  'not-found',
  'agent-linked',
  'person-linked',
  'request-decided',
  'agent-archived',
  'agent-unknown',
  'not-an-agent',
  'person-unknown',
  'person-is-guest',
]);
