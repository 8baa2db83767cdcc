/** What the store keeps of joining: consents, proofs of control, requests, and how often is tried. */
import type { Proof, ProofStatus, Sighting } from '../core/proof';

export type { Proof, Sighting } from '../core/proof';

/** A tenant whose consent was proven. */
export interface TenantConsent {
  readonly tenantId: string;
  readonly cloud: 'global' | 'gcch' | 'dod';
  readonly consentedAt: number;
  /** Entra object id of the admin. */
  readonly consentedBy: string;
  readonly roles: readonly string[];
}

export interface TenantStore {
  get(tenantId: string): Promise<TenantConsent | null>;
  put(consent: TenantConsent): Promise<void>;
  /** Has its consent been proven, or is an account connected? */
  isKnown(tenantId: string): Promise<boolean>;
}

/** A consent that was begun and has not come back. */
export interface BegunConsent {
  readonly stateHash: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly expiresAt: number;
}

export interface ConsentStore {
  begin(consent: BegunConsent): Promise<void>;
  /** Each is had once; null when it was taken, has expired or never was. */
  take(stateHash: string, now: number): Promise<BegunConsent | null>;
}

export interface ProofStore {
  /** False when the agent or the person has one under way. */
  open(proof: Proof): Promise<boolean>;
  get(id: string): Promise<Proof | null>;
  /** The person's newest. */
  newest(tenantId: string, personId: string): Promise<Proof | null>;
  /** The one that watches the agent, known by either id. */
  watching(
    connectionId: string,
    agent: { readonly userId?: string; readonly agentId?: string },
  ): Promise<Proof | null>;
  /** Those that are open, or proved and not linked yet. */
  underWay(): Promise<readonly Proof[]>;
  sight(proofId: string, sighting: Sighting): Promise<void>;
  sightings(proofId: string): Promise<readonly Sighting[]>;
  /** False when it does not stand at `from` any more: somebody else has moved it. */
  move(
    id: string,
    from: ProofStatus,
    to: { readonly status: ProofStatus; readonly step: number; readonly code: string | null },
  ): Promise<boolean>;
}

export interface LinkRequest {
  readonly id: string;
  readonly connectionId: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly personName: string;
  readonly agentUserId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly askedAt: number;
  readonly status: 'open' | 'approved' | 'declined' | 'withdrawn';
  readonly decidedAt: number | null;
}

export interface RequestStore {
  /** False when the person has an open one. */
  ask(request: LinkRequest): Promise<boolean>;
  get(id: string): Promise<LinkRequest | null>;
  /** Open ones of a connection, the oldest first. */
  open(connectionId: string): Promise<readonly LinkRequest[]>;
  /** The person's newest. */
  newest(tenantId: string, personId: string): Promise<LinkRequest | null>;
  /** False when it is not open any more. */
  decide(id: string, status: LinkRequest['status'], now: number): Promise<boolean>;
}

export interface TryStore {
  /** Counts one more try in the window under way; answers how many there are, and when it ends. */
  note(
    key: string,
    windowMs: number,
    now: number,
  ): Promise<{ readonly count: number; readonly until: number }>;
}

/** All that is kept of one person besides links (KP5). */
export interface PersonStore {
  read(tenantId: string, personId: string): Promise<PersonTraces>;
  /** Everything but the audit. */
  forget(tenantId: string, personId: string): Promise<void>;
  /** What is done with and older than the instants. */
  prune(ask: { readonly doneBefore: number; readonly now: number }): Promise<void>;
}

export interface PersonTraces {
  readonly proofs: readonly Proof[];
  readonly requests: readonly LinkRequest[];
  readonly consents: number;
}

/** Where a sealed text lies. */
export interface SealedPlace {
  readonly place:
    'client-secret' | 'webhook' | 'previous-webhook' | 'refresh-token' | 'client-state';
  readonly id: string;
}

export interface SealedStore {
  list(): Promise<readonly (SealedPlace & { readonly sealed: string })[]>;
  /** Not where it was changed meanwhile. */
  replace(place: SealedPlace, before: string, after: string): Promise<boolean>;
}
