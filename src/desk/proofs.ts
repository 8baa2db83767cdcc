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
import { findAgent, join } from './join';
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
  'proof-expired': 'The two states were not set in order within two minutes. Begin anew.',
  'agent-linked': 'The agent was linked to somebody else meanwhile.',
  'person-linked': 'You were linked meanwhile.',
  'agent-archived': 'The agent is archived in VCC.',
  'agent-unknown': 'The account does not have this agent any more.',
  'not-an-agent': 'The user does not act as an agent any more.',
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
    expiresAt: proof.expiresAt,
    status: isOver ? 'failed' : proof.status,
    code,
    sentence: code === null ? null : (SENTENCES[code] ?? code),
  };
}

/** The keeper has seen both states. A crash on the way leaves it `proved`, and it is finished later. */
export async function finishProof(deps: DeskDeps, proof: Proof): Promise<void> {
  const { id, connectionId, tenantId, personId } = proof;
  try {
    const connection = await deps.store.connections.get(connectionId);
    if (!connection) return;
    if ((await deps.store.links.get(id)) === null) {
      const agent = await findAgent(deps, connection, proof.agentUserId);
      const person = { id: personId, displayName: proof.personName };
      const actor = { tenantId, personId };
      await join(deps, connection, { agent, person, way: 'proof', actor, id });
    }
    await deps.store.proofs.move(id, 'proved', LINKED);
  } catch (error) {
    const isFinal = error instanceof DeskError && FINAL.has(error.code);
    if (!isFinal) throw error;
    // The other process that saw the second state may have made the link meanwhile.
    const isMade = (await deps.store.links.get(id)) !== null;
    const end = isMade ? LINKED : ({ status: 'failed', step: 2, code: error.code } as const);
    await deps.store.proofs.move(id, 'proved', end);
  }
}

const LINKED = { status: 'linked', step: 2, code: null } as const;

const FINAL: ReadonlySet<string> = new Set([
  'agent-linked',
  'person-linked',
  'agent-archived',
  'agent-unknown',
  'not-an-agent',
]);
