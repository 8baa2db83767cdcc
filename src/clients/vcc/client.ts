import type { AgentState, Definition } from '../../core/agent-state';
import type { CallResult } from '../call-result';

/** Where and as whom to call; `key` names the account for tokens and pace. */
export interface AccountAccess {
  readonly key: string;
  readonly region: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AgentPresence {
  readonly userId: string;
  readonly state: AgentState;
  /** `updated`, epoch milliseconds. */
  readonly updatedAt: number;
}

export interface VccUser {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  /** Null when the user does not act as agent. */
  readonly agentId: string | null;
}

export interface AgentStatus {
  readonly agentId: string;
  readonly presenceName: string;
  readonly presenceSince: number;
  /** Calls, semi-live and non-live work together. */
  readonly workload: number;
  readonly workloadSince: number;
  /** True only for somebody who is Ready and free. */
  readonly isEligible: boolean;
}

/** What an agent does now, in the words of workforce management (vcc.md 4.2). */
export interface AgentDoing {
  readonly agentId: string;
  readonly since: number;
  /** `Ready`, `Away`, … as the presence is; `Busy` and `Wrap` come before it. */
  readonly state: string;
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  /** Base64; only in the answer to a create. */
  readonly secret?: string;
}

export interface NewSubscription {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
}

/** What we ask of VCC (vcc.md sections 1 to 5). */
export interface VccClient {
  /** A fresh token, to try credentials; the scopes that were granted. */
  tryCredentials(access: AccountAccess): Promise<CallResult<readonly string[]>>;
  presenceDefinitions(access: AccountAccess): Promise<CallResult<readonly Definition[]>>;
  readPresence(access: AccountAccess, userId: string): Promise<CallResult<AgentPresence>>;
  /** At most 50 ids. */
  readPresences(
    access: AccountAccess,
    userIds: readonly string[],
  ): Promise<CallResult<readonly AgentPresence[]>>;
  setPresence(
    access: AccountAccess,
    userId: string,
    presenceId: string,
  ): Promise<CallResult<AgentPresence>>;
  /** All active users, all pages; archived ones as well with `All`. */
  users(access: AccountAccess, include?: 'Active' | 'All'): Promise<CallResult<readonly VccUser[]>>;
  /** Archived or not. */
  user(access: AccountAccess, userId: string): Promise<CallResult<VccUser>>;
  /**
   * Ids and names of the user's groups, in one list. The path is inferred (vcc.md 5): an account
   * without it answers `gone` or `forbidden`.
   */
  groupsOf(access: AccountAccess, userId: string): Promise<CallResult<readonly string[]>>;
  /** All agents, all pages, in the largest pages. */
  agentStatus(
    access: AccountAccess,
    onCall?: () => void,
  ): Promise<CallResult<readonly AgentStatus[]>>;
  /** The only place that tells wrap-up; one entry per agent. */
  agentDoings(
    access: AccountAccess,
    onCall?: () => void,
  ): Promise<CallResult<readonly AgentDoing[]>>;
  subscriptions(access: AccountAccess): Promise<CallResult<readonly Subscription[]>>;
  createSubscription(
    access: AccountAccess,
    ask: NewSubscription,
  ): Promise<CallResult<Subscription>>;
  deleteSubscription(access: AccountAccess, subscriptionId: string): Promise<CallResult<null>>;
}
