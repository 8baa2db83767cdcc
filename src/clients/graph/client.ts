import type { PresencePair } from '../../core/mapping';
import type { CallResult } from '../call-result';

/** A person in a tenant, as Graph paths want them. */
export interface PersonKey {
  readonly tenantId: string;
  readonly personId: string;
}

export interface PresenceReading {
  readonly personId: string;
  readonly availability: string;
  readonly activity: string;
  readonly sequenceNumber?: string;
}

export interface GraphUser {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly userType: string | null;
}

/** What we ask of Microsoft Graph (graph.md sections 2, 3, 6). App-only; one token per tenant. */
export interface GraphClient {
  /** At most 650 ids; people Graph does not know are missing in the answer. */
  readPresences(
    tenantId: string,
    personIds: readonly string[],
  ): Promise<CallResult<readonly PresenceReading[]>>;
  /** Our session. `expirationMs` 5 min to 4 h. */
  setPresence(
    person: PersonKey,
    pair: PresencePair,
    expirationMs: number,
  ): Promise<CallResult<null>>;
  /** `404` (no session) counts as ok. */
  clearPresence(person: PersonKey): Promise<CallResult<null>>;
  setPreferredPresence(
    person: PersonKey,
    pair: PresencePair,
    expirationMs: number,
  ): Promise<CallResult<null>>;
  /** `404` (nothing set) counts as ok. */
  clearPreferredPresence(person: PersonKey): Promise<CallResult<null>>;
  getUser(person: PersonKey): Promise<CallResult<GraphUser>>;
  /** Everybody whose mail or user principal name is one of at most 15 addresses. */
  findByAddress(
    tenantId: string,
    addresses: readonly string[],
  ): Promise<CallResult<readonly GraphUser[]>>;
  /** Roles in a fresh app-only token of the tenant: proof of consent. */
  grantedRoles(tenantId: string): Promise<CallResult<readonly string[]>>;
}
