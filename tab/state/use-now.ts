import { useEffect, useState } from 'react';
import { every, now } from '../browser/browser';

/** The time of the service, as far as an answer of its has told how far we are off. */
export function useNow(offsetMs: number, everyMs: number): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    setAt(now());
    return every(everyMs, () => setAt(now()));
  }, [everyMs, offsetMs]);
  return at + offsetMs;
}
