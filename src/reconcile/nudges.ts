/** Tells a turn that waits in line, in this process, that something new has come for its link. */
export interface Nudges {
  tell(linkIds: readonly string[]): void;
  /** The answer ends it. */
  watch(linkId: string, onNews: () => void): () => void;
}

export function createNudges(): Nudges {
  const watchers = new Map<string, Set<() => void>>();
  return {
    tell: (linkIds) => {
      for (const linkId of linkIds) for (const onNews of watchers.get(linkId) ?? []) onNews();
    },
    watch: (linkId, onNews) => {
      const known = watchers.get(linkId) ?? new Set();
      watchers.set(linkId, known.add(onNews));
      return () => {
        known.delete(onNews);
        if (known.size === 0) watchers.delete(linkId);
      };
    },
  };
}

interface Wakes {
  wake(linkId: string): Promise<void>;
  wakeMany(linkIds: readonly string[]): Promise<void>;
}

/** A wake also reaches the turn that runs already and waits for its budget (TN5). */
export function withNudges<Line extends Wakes>(line: Line, nudges: Nudges): Line {
  const wakeMany = (linkIds: readonly string[]): Promise<void> => {
    nudges.tell(linkIds);
    return line.wakeMany(linkIds);
  };
  return { ...line, wakeMany, wake: (linkId: string) => wakeMany([linkId]) };
}
