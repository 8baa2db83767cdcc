import { useCallback, useRef } from 'react';

/** One run at a time; what is asked for meanwhile is one more run after it. */
export function useRepeatable(run: () => Promise<void>): () => void {
  const current = useRef<{ isAsked: boolean } | null>(null);
  return useCallback(() => {
    const start = (): void => {
      if (current.current) {
        current.current.isAsked = true;
        return;
      }
      const mine = { isAsked: false };
      current.current = mine;
      void run().finally(() => {
        current.current = null;
        if (mine.isAsked) start();
      });
    };
    start();
  }, [run]);
}
