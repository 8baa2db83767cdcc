/** The store as the other rooms see it. `postgres.ts` implements it; nobody else knows SQL. */
import type { Definition } from '../core/agent-state';
import type { Fact } from '../core/fact';
import type { LinkState } from '../core/link-state';
import type { Mapping, Policies } from '../core/mapping';
import type { Draw, Drawn } from '../core/pace';
import type { ReasonCode } from '../core/reason';
import type { TurnRecord } from '../core/record';
import type { Side, Trouble, Troubles } from '../core/trouble';
import type { ColleagueStore, ConversationStore, FreeWatchStore, PostStore } from './talking';
import type {
  ConsentStore,
  PersonStore,
  ProofStore,
  RequestStore,
  SealedStore,
  TenantStore,
  TryStore,
} from './joining';
import type { HintStore, WatcherStore } from './watching';

export type ConnectionStatus = 'draft' | 'connected' | 'degraded' | 'disconnected';
export type Cloud = 'global' | 'gcch' | 'dod';

/** A secret as it lies in the store: AES-256-GCM, made and opened by config/secrets. */
export type SealedText = string & { readonly sealed: true };

export interface WebhookSubscription {
  readonly subscriptionId: string;
  readonly secret: SealedText;
  readonly previousSecret: SealedText | null;
  /** Deliveries on the way are signed with the previous secret until then. */
  readonly previousUntil?: number;
  /** When it was last made or mended: a sweep follows (KP2). */
  readonly changedAt?: number;
  /** When VCC last did not take all our event names; absent: it takes them all (KP3). */
  readonly wholeRefusedAt?: number;
  /** What it took instead. */
  readonly settledEvents?: readonly string[];
}

export interface Connection {
  readonly id: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly region: string;
  readonly accountKey: string;
  readonly vccClientId: string;
  readonly vccClientSecret: SealedText;
  readonly webhook: WebhookSubscription | null;
  readonly mapping: Mapping;
  readonly policies: Policies;
  readonly definitions: readonly Definition[];
  readonly definitionsAt: number;
  readonly status: ConnectionStatus;
  /** Why it is degraded or disconnected; one sentence. */
  readonly reason: string | null;
  /** KP4: what stops writing, by side. */
  readonly trouble: Troubles;
  readonly createdAt: number;
  /** Grows with every edit: the ETag. */
  readonly version: number;
}

export type ConnectionEdit = Partial<
  Pick<
    Connection,
    | 'vccClientId'
    | 'vccClientSecret'
    | 'webhook'
    | 'mapping'
    | 'policies'
    | 'definitions'
    | 'definitionsAt'
    | 'status'
    | 'reason'
    | 'trouble'
  >
>;

export interface Link {
  readonly id: string;
  readonly connectionId: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly agentUserId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly personName: string;
  /** VCC groups of the agent, ids and names alike (MP4). */
  readonly groups: readonly string[];
  /** KP4: what stops writing to agent or person, by side. */
  readonly trouble: Troubles;
  readonly state: LinkState;
  readonly wakeAt: number | null;
  readonly createdAt: number;
}

/** A link as the keeper of groups needs it. */
export type GroupedLink = Pick<Link, 'id' | 'agentUserId'>;

/** Without groups none are known yet. */
export type NewLink = Omit<Link, 'state' | 'wakeAt' | 'trouble' | 'groups'> &
  Partial<Pick<Link, 'groups'>> & {
    /** An admin allows it beside the person's link in another account (JN12). */
    readonly beside?: boolean;
  };

/** What happened to a fact (TN2): each ends as acted on or as a drop with a reason code. */
export interface FactOutcome {
  readonly factId: string;
  readonly outcome: 'taken' | 'dropped' | 'waits';
  readonly code: ReasonCode;
}

/** Proof that this process holds the link's turn (TN1). */
export interface Claim {
  readonly linkId: string;
  /** Unique per turn. */
  readonly token: string;
}

export interface ClaimedTurn {
  readonly claim: Claim;
  readonly link: Link;
  readonly connection: Connection;
  /** Unread facts, oldest stored first. */
  readonly facts: readonly Fact[];
}

export interface TurnCommit {
  readonly state: LinkState;
  readonly outcomes: readonly FactOutcome[];
}

export interface TurnEnd extends TurnCommit {
  readonly wakeAt: number | null;
  /** Wants the first Teams reading begun at or after this instant, even an unchanged one. */
  readonly teamsDueAt: number | null;
  readonly record: TurnRecord | null;
}

export interface StoredRecord extends TurnRecord {
  readonly id: string;
}

export interface AuditLine {
  readonly at: number;
  readonly tenantId: string;
  readonly connectionId: string | null;
  /** `person:<oid>`, `operator`, `service` */
  readonly who: string;
  readonly what: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Store {
  readonly connections: ConnectionStore;
  readonly links: LinkStore;
  readonly facts: FactStore;
  readonly turns: TurnStore;
  readonly records: RecordStore;
  readonly leases: LeaseStore;
  readonly sweeps: SweepStore;
  readonly budgets: BudgetStore;
  readonly audit: AuditStore;
  readonly watchers: WatcherStore;
  readonly hints: HintStore;
  readonly preferences: PreferenceStore;
  readonly conversations: ConversationStore;
  readonly posts: PostStore;
  readonly freeWatches: FreeWatchStore;
  readonly colleagues: ColleagueStore;
  readonly tenants: TenantStore;
  readonly consents: ConsentStore;
  readonly proofs: ProofStore;
  readonly requests: RequestStore;
  readonly tries: TryStore;
  readonly people: PersonStore;
  readonly sealed: SealedStore;
  /** Answers when the database does; rejects otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** How a connection stands when its account has been taken. */
export type TakenAccount = Pick<Connection, 'status' | 'reason' | 'trouble'>;

export interface ConnectionStore {
  insert(connection: Connection): Promise<void>;
  get(id: string): Promise<Connection | null>;
  list(tenantId: string): Promise<readonly Connection[]>;
  all(): Promise<readonly Connection[]>;
  /** A tenant's connection under this account key. */
  findByAccount(
    account: Pick<Connection, 'tenantId' | 'region' | 'accountKey'>,
  ): Promise<Connection | null>;
  /** Answers the new row; null when `version` (if given) is not the stored one or it is gone. */
  edit(id: string, edit: ConnectionEdit, version?: number): Promise<Connection | null>;
  /** The same, and the line of the audit with it: both are stored or neither. */
  editAudited(
    id: string,
    edit: ConnectionEdit,
    audited: { readonly version: number; readonly line: AuditLine },
  ): Promise<Connection | null>;
  /** Deletes it with all its links, facts and records. */
  remove(id: string): Promise<void>;
  /** False: it is no draft any more, or gone. */
  removeDraft(id: string): Promise<boolean>;
  /** False: somebody is linked, or it is gone. */
  removeUnlinked(id: string): Promise<boolean>;
  /**
   * Of drafts of one account the first that takes it stands as told from then on, with its line in
   * the audit, and the others go. Answers the new row; null when it is gone, or one of the others is
   * no draft any more.
   */
  takeAccount(
    id: string,
    others: readonly string[],
    taken: { readonly edit: TakenAccount; readonly line: AuditLine },
  ): Promise<Connection | null>;
}

/** A link with all that belongs to its beginning. */
export interface Joined {
  readonly link: Required<NewLink>;
  readonly state: LinkState;
  /** What is left for its first turn. */
  readonly order: Fact;
  readonly lines: readonly AuditLine[];
  /** A proof that is `proved` or a request that is `open`, which this settles. */
  readonly of?: { readonly kind: 'proof' | 'request'; readonly id: string };
}

/** A person's link with what surrounds it, as of one instant. */
export interface OwnStanding {
  readonly link: Link;
  readonly connection: Connection;
  /** When Teams was last read for the tenant; null: never. */
  readonly sweptAt: number | null;
}

export interface LinkStore {
  /** False when the agent or the person is linked already (in the tenant). */
  insert(link: NewLink, state: LinkState): Promise<boolean>;
  /**
   * Everything or nothing; false as for `insert`, when what it is `of` was settled already, or when
   * the connection is gone.
   */
  join(joined: Joined): Promise<boolean>;
  get(id: string): Promise<Link | null>;
  list(connectionId: string): Promise<readonly Link[]>;
  /** In order of ids, those after `after`. */
  page(
    connectionId: string,
    range: { readonly after?: string; readonly limit: number },
  ): Promise<readonly Link[]>;
  /** Of the person's first link; null: not linked. */
  standing(tenantId: string, personId: string): Promise<OwnStanding | null>;
  listByPerson(tenantId: string, personId: string): Promise<readonly Link[]>;
  /** By userId, else by agentId: events may lack the first (vcc.md 3.3). */
  findByAgent(
    connectionId: string,
    agent: { readonly userId?: string; readonly agentId?: string },
  ): Promise<string | null>;
  /** Links whose groups were asked for before the instant, the longest ago first. */
  groupsDue(connectionId: string, before: number, limit: number): Promise<readonly GroupedLink[]>;
  /** Names and agent id as the other sides have them now; the ids that hold the link stay (JN15). */
  rename(
    linkId: string,
    names: { readonly agentId: string; readonly agentName: string; readonly personName: string },
  ): Promise<boolean>;
  /** What was learned of the agent's groups at `now`; null: nothing. */
  keepGroups(linkId: string, groups: readonly string[] | null, now: number): Promise<void>;
  /** Deletes the link with facts and records. */
  remove(id: string): Promise<void>;
  /** KP4: marks a side (null: it is well again); false when it stands so already or the link is gone. */
  mark(id: string, side: Side, trouble: Trouble | null): Promise<boolean>;
  /** Links that bear a mark. */
  troubled(): Promise<readonly Link[]>;
  /** People to watch in Teams: those whose Teams side is out of reach are not. */
  watched(
    tenantId: string,
  ): Promise<readonly { readonly linkId: string; readonly personId: string }[]>;
  /** Those of these people who are to be watched. */
  watchedAmong(
    tenantId: string,
    personIds: readonly string[],
  ): Promise<readonly { readonly linkId: string; readonly personId: string }[]>;
  watchedTenants(): Promise<readonly string[]>;
  /** Links of the tenant whose awaited Teams reading is due at `now`. */
  teamsDue(tenantId: string, now: number): Promise<readonly string[]>;
  /** Links that want a turn: wake due, or facts unread for `graceMs`; no live claim. */
  due(now: number, graceMs: number, limit: number): Promise<readonly string[]>;
}

export interface FactStore {
  /**
   * Stores facts of one link in one transaction. Repeats (same link and fact id) are not stored
   * again. Answers how many were new.
   */
  append(linkId: string, facts: readonly Fact[]): Promise<number>;
  /** Same for many links in one statement; answers the links that got something new. */
  appendMany(
    facts: readonly { readonly linkId: string; readonly fact: Fact }[],
  ): Promise<readonly string[]>;
  /** When the newest event pushed by VCC was seen for any link of the connection; 0: none is kept. */
  newestWebhook(connectionId: string): Promise<number>;
  /** Facts no turn has read yet, oldest stored first. */
  unread(linkId: string): Promise<readonly Fact[]>;
  /** How many facts have which outcome and code (null: unread). */
  count(linkId?: string): Promise<
    readonly {
      readonly outcome: string | null;
      readonly code: string | null;
      readonly count: number;
    }[]
  >;
  /** Deletes facts that have an outcome and were seen before the instant; answers how many. */
  prune(before: number): Promise<number>;
}

export interface TurnStore {
  /** Null: another turn holds it, or the link is gone. The claim ends at `until` by itself. */
  claim(linkId: string, token: string, now: number, until: number): Promise<ClaimedTurn | null>;
  /** TN3: state (with its open intent) and outcomes, committed before the call leaves; extends the claim. False: claim lost. */
  intend(claim: Claim, commit: TurnCommit, now: number, until: number): Promise<boolean>;
  /** End of the turn, claim released. `more`: facts have come meanwhile. */
  settle(claim: Claim, end: TurnEnd, now: number): Promise<'lost' | 'done' | 'more'>;
}

export interface RecordStore {
  /** Newest first; `after`/`before` are record ids. */
  list(
    linkId: string,
    range: { readonly after?: string; readonly before?: string; readonly limit: number },
  ): Promise<readonly StoredRecord[]>;
  /** Records of these links newer than the id, oldest first: for live streams. */
  since(linkIds: readonly string[], after: string, limit: number): Promise<readonly StoredRecord[]>;
  /** Id of the newest record, `0` when there is none. */
  newest(): Promise<string>;
  prune(before: number): Promise<number>;
}

export interface LeaseStore {
  /** Takes or keeps a named lease; false when another owner holds it. */
  hold(name: string, owner: string, now: number, until: number): Promise<boolean>;
  /** The same; `kept`: nobody else has held it since this owner did. Null: another owner holds it. */
  take(name: string, owner: string, now: number, until: number): Promise<'kept' | 'new' | null>;
  release(name: string, owner: string): Promise<void>;
}

export interface BudgetStore {
  /** TN5: draws from the ledger all processes share; the instants are the application's. */
  draw(key: string, draw: Draw): Promise<Drawn>;
}

/** Whole passes over the watched people of a tenant, by whichever process. */
export interface SweepStore {
  /** Start of the last one whose news was stored; null: none yet. */
  readAt(tenantId: string): Promise<number | null>;
  /** Notes a later one; an earlier one changes nothing. */
  note(tenantId: string, at: number): Promise<void>;
}

export interface StoredPreferences {
  readonly posts: 'nothing' | 'problems' | 'changes';
  readonly language: 'en' | 'de' | 'fr' | 'es' | 'ja' | null;
}

/** What people have chosen for themselves; it goes with their last link (KP5). */
export interface PreferenceStore {
  get(tenantId: string, personId: string): Promise<StoredPreferences | null>;
  /** False: the person has no link. */
  put(tenantId: string, personId: string, preferences: StoredPreferences): Promise<boolean>;
  /** What is named; the rest stays, or is `usual`. Answers all of it; null: the person has no link. */
  change(
    person: { readonly tenantId: string; readonly personId: string },
    change: Partial<StoredPreferences>,
    usual: StoredPreferences,
  ): Promise<StoredPreferences | null>;
  /** Where what stands, if anything, is still `current`. False: something else is, or the person has no link. */
  replace(
    tenantId: string,
    personId: string,
    edit: { readonly current: StoredPreferences; readonly value: StoredPreferences },
  ): Promise<boolean>;
}

export interface AuditStore {
  append(line: AuditLine): Promise<void>;
  /** Lines of what this person did, newest first. */
  listBy(tenantId: string, who: string, limit: number): Promise<readonly AuditLine[]>;
  list(tenantId: string, limit: number): Promise<readonly AuditLine[]>;
}
