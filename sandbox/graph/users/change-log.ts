export type RemovalReason = 'changed' | 'deleted';

export interface DirectoryChange {
  readonly version: number;
  readonly personId: string;
  /** Names of the properties that changed; `all` for a new or restored entry. */
  readonly properties: readonly string[] | 'all';
  readonly removed?: RemovalReason;
}

/** Directory changes of one tenant, for delta queries. */
export interface ChangeLog {
  version(): number;
  add(change: Omit<DirectoryChange, 'version'>): void;
  /** Changes after a version, oldest first. */
  since(version: number): readonly DirectoryChange[];
  /** Links handed out before this one no longer work. */
  reset(): void;
  oldestUsable(): number;
}

export function createLog(): ChangeLog {
  const changes: DirectoryChange[] = [];
  let oldestUsable = 0;
  let version = 0;
  return {
    version: () => version,
    add(change) {
      version += 1;
      changes.push({ ...change, version });
    },
    since: (from) => changes.filter((change) => change.version > from),
    reset() {
      version += 1;
      oldestUsable = version;
    },
    oldestUsable: () => oldestUsable,
  };
}
