import type { Clock } from '../runtime/clock';
import type { AuditLine, Cloud, SealedText, Store } from '../store/store';
import type { Person } from './access';
import type { ReadUsers } from './account-users';
import type { GraphReach, Reached, VccReach, WatchReach } from './reach';

/** What the desk needs of the rest of the house. */
export interface DeskDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Asks for a turn of the link; losing it loses nothing. */
  readonly wake: (linkId: string) => Promise<void>;
  readonly vcc: VccReach;
  readonly graph: GraphReach;
  readonly watching: WatchReach;
  readonly seal: (text: string) => SealedText;
  readonly open: (sealed: SealedText) => string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly cloud: Cloud;
  /** Account keys the operator lets in; null: all. */
  readonly allowedAccounts: readonly string[] | null;
  /** New credentials are in force: what was wrong with the old ones is looked at again (KP4). */
  readonly onCredentials?: (connectionId: string) => Promise<void>;
  /** The page on which an admin gives consent. */
  readonly consentUrl: (tenantId: string, state: string) => string;
  /** Our own call to the address VCC posts to; the secret in base64 (JN8). */
  readonly callOwnHook: (ask: {
    readonly connectionId: string;
    readonly secret: string;
  }) => Promise<Reached<null>>;
  /** Users of an account, a minute old at most. */
  readonly readUsers: ReadUsers;
  /** Unique ids of connections, links and orders. */
  readonly newId: () => string;
}

export interface AuditEntry {
  readonly connectionId: string | null;
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A person as far as an audit line names them. */
export type Actor = Pick<Person, 'tenantId' | 'personId'>;

/** Who did what. Never with credentials in it. */
export async function audit(deps: DeskDeps, person: Actor, entry: AuditEntry): Promise<void> {
  await deps.store.audit.append(toAuditLine(deps, person, entry));
}

export function toAuditLine(deps: DeskDeps, person: Actor, entry: AuditEntry): AuditLine {
  return {
    at: deps.clock.now(),
    tenantId: person.tenantId,
    connectionId: entry.connectionId,
    who: `person:${person.personId}`,
    what: entry.what,
    before: entry.before ?? null,
    after: entry.after ?? null,
  };
}
