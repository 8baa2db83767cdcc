/** The store as change notifications of Graph need it (KP1, KP3): watchers, what is held, hints. */

/** As in the store's own port: AES-256-GCM, made and opened by config/secrets. */
type SealedText = string & { readonly sealed: true };

/** A person who lends their name: presence notifications know no application permission. */
export interface Watcher {
  readonly tenantId: string;
  readonly personId: string;
  readonly name: string;
  readonly refreshToken: SealedText;
  readonly addedAt: number;
  /** Why nothing is held in their name now, as a code; null: all is well. */
  readonly trouble: string | null;
  /** Nothing is tried in their name before. */
  readonly retryAt: number;
}

/** A subscription at Graph, as we made it. */
export interface HeldSubscription {
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly watcherId: string;
  readonly clientState: SealedText;
  /** Tells which people it watches without naming them. */
  readonly resourceHash: string;
  readonly people: number;
  readonly certificateId: string | null;
  readonly expiresAt: number;
  readonly renewAt: number;
  /** Graph asked for a token anew (graph.md 4.8). */
  readonly reauthorize: boolean;
}

export interface WatcherStore {
  /** Adds a watcher, or replaces what they lent before. */
  put(watcher: Watcher): Promise<void>;
  get(tenantId: string, personId: string): Promise<Watcher | null>;
  list(tenantId: string): Promise<readonly Watcher[]>;
  all(): Promise<readonly Watcher[]>;
  keepToken(watcher: Watcher, refreshToken: SealedText): Promise<void>;
  mark(watcher: Watcher, trouble: string | null, retryAt: number): Promise<void>;
  /** With all that is held in their name; false: there was none. */
  remove(tenantId: string, personId: string): Promise<boolean>;
  /** Adds or replaces; false: the watcher is gone. */
  hold(subscription: HeldSubscription): Promise<boolean>;
  held(tenantId: string): Promise<readonly HeldSubscription[]>;
  find(subscriptionId: string): Promise<HeldSubscription | null>;
  askReauthorize(subscriptionId: string): Promise<void>;
  letGo(subscriptionId: string): Promise<void>;
}

/** What a notification told: a reason to look, never a proof of anything. */
export interface Hint {
  readonly tenantId: string;
  /** Null: everybody in the tenant. */
  readonly personId: string | null;
  /** The presence that was told, as `availability/activity`; null: not told. */
  readonly words: string | null;
}

export interface HintStore {
  leave(hint: Hint, now: number): Promise<void>;
  /** Takes those of these tenants away; what is older than `since` is thrown away unread. */
  take(tenantIds: readonly string[], since: number): Promise<readonly Hint[]>;
}
