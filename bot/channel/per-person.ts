/** Work of one person in its order, that of different people side by side (BT2). */
export interface PerPerson {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Ends when nothing is under way. */
  rest(): Promise<void>;
}

export function createPerPerson(): PerPerson {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, work) {
      const before = tails.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      const tail = mine.catch(() => undefined);
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return mine;
    },
    rest: async () => {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
