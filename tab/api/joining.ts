/** Linking oneself and leaving, as the pages see it. The API's own shapes end here. */
import { now } from '../browser/browser';
import { ApiProblem } from './client';
import type { ApiClient } from './client';
import type { JoiningView, ProofView, RequestView } from './types';

/** An account of the organisation, and the agent in it who has the person's address. */
export interface Account {
  readonly connectionId: string;
  readonly name: string;
  readonly agent: { readonly agentId: string; readonly name: string } | null;
  /** Why there is no such agent; null where there is one. */
  readonly code: string | null;
}

export interface AgentChoice {
  readonly connectionId: string;
  readonly agentId: string;
}

export interface Proof {
  readonly id: string;
  readonly choice: AgentChoice;
  /** Names of the states to be set, in order. */
  readonly states: readonly string[];
  /** How many of them were seen. */
  readonly seen: number;
  readonly until: number;
  /** The service's clock minus ours, as of this reading. */
  readonly offsetMs: number;
  readonly state: 'open' | 'linked' | 'over' | 'failed';
  /** Why it failed. */
  readonly code: string | null;
}

export interface LinkRequest {
  readonly id: string;
  readonly at: number;
  readonly state: 'waiting' | 'refused';
}

export interface Linking {
  /** None: the product is not switched on for the organisation. */
  readonly accounts: readonly Account[];
  readonly proof: Proof | null;
  readonly request: LinkRequest | null;
}

export interface JoiningCalls {
  getLinking(): Promise<Linking>;
  linkMyself(connectionId: string): Promise<void>;
  beginProof(choice: AgentChoice): Promise<Proof>;
  readProof(id: string): Promise<Proof>;
  askAdmin(choice: AgentChoice): Promise<void>;
  withdraw(request: LinkRequest): Promise<void>;
  /** Everything kept of the person, as text to be saved. */
  exportData(): Promise<string>;
  deleteData(): Promise<void>;
}

/** What the service gives for the two states. */
export const PROOF_MS = 2 * 60_000;

export function createJoiningCalls(client: ApiClient): JoiningCalls {
  const post = <T>(path: string, body: unknown): Promise<T> =>
    client.call({ method: 'POST', path, body });
  return {
    getLinking: async () => {
      try {
        return toLinking(await client.call({ method: 'GET', path: '/me/joining' }));
      } catch (error) {
        const isOff = error instanceof ApiProblem && error.code === 'tenant-unknown';
        if (isOff) return { accounts: [], proof: null, request: null };
        throw error;
      }
    },
    linkMyself: async (connectionId) => void (await post('/me/link', { connectionId })),
    beginProof: async (choice) => toProof(await post('/me/proofs', choice)),
    readProof: async (id) =>
      toProof(await client.call({ method: 'GET', path: `/me/proofs/${id}` })),
    askAdmin: async (choice) => void (await post('/me/requests', choice)),
    withdraw: async ({ id }) =>
      void (await client.call({ method: 'DELETE', path: `/me/requests/${id}` })),
    exportData: async () =>
      JSON.stringify(await client.call({ method: 'GET', path: '/me/data' }), null, 2),
    deleteData: async () => void (await client.call({ method: 'DELETE', path: '/me/data' })),
  };
}

function toLinking({ accounts, proof, request }: JoiningView): Linking {
  return {
    accounts: accounts.map(({ connectionId, accountKey, agent, code }) => {
      return { connectionId, name: accountKey, agent, code };
    }),
    // One that has ended is history; the page begins anew.
    proof: proof?.status === 'open' || proof?.status === 'proved' ? toProof(proof) : null,
    request: request && toRequest(request),
  };
}

function toProof({
  id,
  connectionId,
  agent,
  states,
  seen,
  now: serviceNow,
  expiresAt,
  status,
  code,
}: ProofView): Proof {
  return {
    id,
    choice: { connectionId, agentId: agent.agentId },
    states: states.map(({ name }) => name),
    seen,
    until: expiresAt,
    offsetMs: serviceNow - now(),
    state: stateOf(status, code),
    code,
  };
}

function stateOf(status: ProofView['status'], code: string | null): Proof['state'] {
  if (status === 'linked') return 'linked';
  if (status === 'failed') return code === 'proof-expired' ? 'over' : 'failed';
  return 'open';
}

function toRequest({ id, askedAt, status }: RequestView): LinkRequest | null {
  if (status === 'open') return { id, at: askedAt, state: 'waiting' };
  return status === 'declined' ? { id, at: askedAt, state: 'refused' } : null;
}
