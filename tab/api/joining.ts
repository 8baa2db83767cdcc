/** Linking oneself and leaving, as the pages see it. The API's own shapes end here. */
import type { ApiClient } from './client';

/** An agent the person may be. */
export interface Candidate {
  readonly connectionId: string;
  readonly account: string;
  readonly agentId: string;
  readonly name: string;
  readonly mail: string;
}

export interface ProofStep {
  readonly name: string;
  readonly category: string;
  /** Null: not seen yet. */
  readonly seenAt: number | null;
}

export interface Proof {
  readonly id: string;
  readonly agentId: string;
  /** To begin again for the same agent. */
  readonly choice: AgentChoice;
  readonly steps: readonly ProofStep[];
  readonly startedAt: number;
  readonly until: number;
  readonly state: 'open' | 'linked' | 'over' | 'failed';
  /** The service's time of this answer. */
  readonly now: number;
}

export interface LinkRequest {
  readonly at: number;
  readonly state: 'waiting' | 'refused';
}

export interface Linking {
  readonly isEnabled: boolean;
  readonly accounts: readonly { readonly connectionId: string; readonly account: string }[];
  readonly matches: readonly Candidate[];
  readonly proof: Proof | null;
  readonly request: LinkRequest | null;
}

export interface AgentChoice {
  readonly connectionId: string;
  readonly agentId: string;
}

export interface JoiningCalls {
  getLinking(): Promise<Linking>;
  linkMatch(candidate: Candidate): Promise<void>;
  startProof(choice: AgentChoice): Promise<Proof>;
  readProof(proof: Proof): Promise<Proof>;
  cancelProof(proof: Proof): Promise<void>;
  askAdmin(choice: AgentChoice | null): Promise<LinkRequest>;
  exportData(): Promise<string>;
  deleteData(): Promise<void>;
}

export function createJoiningCalls(client: ApiClient): JoiningCalls {
  const call = <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> =>
    client.call({ method, path, ...(body === undefined ? {} : { body }) });
  return {
    getLinking: () => call('GET', '/me/linking'),
    linkMatch: ({ connectionId, agentId }) => call('POST', '/me/link', { connectionId, agentId }),
    startProof: (choice) => call('POST', '/me/proof', choice),
    readProof: () => call('GET', '/me/proof'),
    cancelProof: () => call('DELETE', '/me/proof'),
    askAdmin: (choice) => call('POST', '/me/request', choice ?? {}),
    exportData: async () => JSON.stringify(await call('GET', '/me/data'), null, 2),
    deleteData: () => call('DELETE', '/me/data'),
  };
}
