import type { Definition } from '../core/agent-state';
import { SECOND } from '../core/time';
import type { Connection, SealedText } from '../store/store';
import { reasonCode } from '../runtime/reason-code';
import type { Watcher } from '../store/watching';
import { DeskError } from './problem';

/**
 * What the desk asks of the outside to check an order before taking it. The clients fit these
 * shapes as they are; the desk itself calls nobody.
 */
export type Reached<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | {
      readonly kind: 'retry' | 'unknown' | 'refused' | 'gone' | 'forbidden';
      readonly status?: number;
      readonly reason: string;
      /** It never left: our own budget is spent (TN5). */
      readonly unsent?: string;
      /** When to ask again, where that is known. */
      readonly afterMs?: number;
    };

export interface AccountLogin {
  readonly key: string;
  readonly region: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AccountUser {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly agentId: string | null;
}

export interface AccountSubscription {
  readonly subscriptionId: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Base64; only in the answer to a create. */
  readonly secret?: string;
}

interface SubscriptionAsk {
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
}

export interface VccReach {
  /** A fresh token; answers the scopes that were granted. */
  tryCredentials(login: AccountLogin): Promise<Reached<readonly string[]>>;
  presenceDefinitions(login: AccountLogin): Promise<Reached<readonly Definition[]>>;
  /** Archived ones as well with `All`. */
  users(login: AccountLogin, include?: 'Active' | 'All'): Promise<Reached<readonly AccountUser[]>>;
  user(login: AccountLogin, userId: string): Promise<Reached<AccountUser>>;
  readPresence(
    login: AccountLogin,
    userId: string,
  ): Promise<
    Reached<{ readonly state: { readonly presenceId: string }; readonly updatedAt: number }>
  >;
  subscriptions(login: AccountLogin): Promise<Reached<readonly AccountSubscription[]>>;
  createSubscription(
    login: AccountLogin,
    ask: SubscriptionAsk,
  ): Promise<Reached<AccountSubscription>>;
  deleteSubscription(login: AccountLogin, subscriptionId: string): Promise<Reached<unknown>>;
}

/** Tokens in a person's name, and the keeper of what is held with them. */
export interface WatchReach {
  /** Exchanges the sign-in token a person presented (graph.md 7.3). */
  borrow(ask: {
    readonly tenantId: string;
    readonly assertion: string;
  }): Promise<Reached<{ readonly refreshToken: string }>>;
  /** The keeper looks after the tenant now; nobody waits for it. */
  hurry(tenantId: string): void;
  /** Takes back what is held at Microsoft; what cannot be taken back ends within the hour. */
  leave(watcher: Watcher): Promise<void>;
}

export interface DirectoryPerson {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly userType: string | null;
}

export interface GraphReach {
  /** Roles in a fresh app-only token of the tenant: proof of consent. */
  grantedRoles(tenantId: string): Promise<Reached<readonly string[]>>;
  /** Everybody whose mail or user principal name is one of at most 15 addresses. */
  findByAddress(
    tenantId: string,
    addresses: readonly string[],
  ): Promise<Reached<readonly DirectoryPerson[]>>;
  /** By object id or user principal name. */
  getUser(person: {
    readonly tenantId: string;
    readonly personId: string;
  }): Promise<Reached<DirectoryPerson>>;
}

/**
 * Names an account in every room: its tokens and its pace belong together. The account key is only
 * claimed, so no two tenants share anything by it (JN20).
 */
export function accountKeyOf({
  tenantId,
  region,
  accountKey,
}: Pick<Connection, 'tenantId' | 'region' | 'accountKey'>): string {
  return `${tenantId}/${region}/${accountKey}`;
}

/**
 * Credentials that are only tried. They prove nothing yet, so they spend the asking tenant's own
 * pace and not that of the account they speak of.
 */
export function trialLogin(tenantId: string, tried: Omit<AccountLogin, 'key'>): AccountLogin {
  const { region, clientId, clientSecret } = tried;
  return { key: `trial/${tenantId}/${region}`, region, clientId, clientSecret };
}

/** The stored credentials of a connection, opened for a call. */
export function loginOf(
  connection: Connection,
  open: (sealed: SealedText) => string,
): AccountLogin {
  return {
    key: accountKeyOf(connection),
    region: connection.region,
    clientId: connection.vccClientId,
    clientSecret: open(connection.vccClientSecret),
  };
}

/** The value, or the refusal `code` with what the other side said. */
export function requireReached<T>(
  reached: Reached<T>,
  code: 'vcc-unreachable' | 'microsoft-unreachable',
): T {
  if (reached.kind === 'ok') return reached.value;
  throw code === 'vcc-unreachable' && isBudgetSpent(reached)
    ? new DeskError('vcc-busy', readWait(reached))
    : new DeskError(code, { detail: reasonCode(reached.reason), ...readWait(reached) });
}

type Unreached = Exclude<Reached<never>, { kind: 'ok' }>;

/** It is our own budget that is spent, and the other side has not been asked (TN5). */
export function isBudgetSpent({ unsent }: Unreached): boolean {
  return unsent === 'no-budget';
}

/** JN4: who is to come back is told when; without the wait where nobody knows it. */
export function readWait({ afterMs = 0 }: Unreached): { readonly retryAfterS?: number } {
  return afterMs > 0 ? { retryAfterS: Math.ceil(afterMs / SECOND) } : {};
}
