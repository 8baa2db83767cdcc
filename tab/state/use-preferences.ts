/** What the person has chosen for themselves, and changing it without overwriting another page's change. */
import { useCallback, useRef, useState } from 'react';
import { ApiProblem } from '../api/client';
import type { Tagged } from '../api/calls';
import type { Preferences } from '../api/types';
import { useTab } from './tab-context';

export interface ChosenPreferences {
  readonly value: Preferences;
  /** True: kept. False: somebody else changed it meanwhile, and theirs is shown. Rejects as calls do. */
  change(part: Partial<Preferences>): Promise<boolean>;
}

const EDITED_MEANWHILE = 412;

export function usePreferences(initial: Tagged<Preferences>): ChosenPreferences {
  const { calls, speak } = useTab();
  const [value, setValue] = useState(initial.value);
  const kept = useRef(initial);
  const queue = useRef({ last: Promise.resolve<unknown>(null), length: 0 });

  const show = useCallback(
    (shown: Preferences): void => {
      setValue(shown);
      speak(shown.language);
    },
    [speak],
  );

  const save = useCallback(
    async (part: Partial<Preferences>): Promise<boolean> => {
      const { value: before, etag } = kept.current;
      try {
        kept.current = await calls.putPreferences({ value: { ...before, ...part }, etag });
        return true;
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== EDITED_MEANWHILE) throw error;
        kept.current = await calls.getPreferences();
        return false;
      } finally {
        queue.current.length -= 1;
        // What was refused goes back to what stands; what waits for its turn stays shown.
        if (queue.current.length === 0) show(kept.current.value);
      }
    },
    [calls, show],
  );

  const change = useCallback(
    (part: Partial<Preferences>): Promise<boolean> => {
      // Shown at once. One after the other: each is made on the version the one before has left.
      setValue((shown) => ({ ...shown, ...part }));
      if (part.language !== undefined) speak(part.language);
      queue.current.length += 1;
      const saved = queue.current.last.then(() => save(part));
      queue.current.last = saved.catch(() => undefined);
      return saved;
    },
    [save, speak],
  );

  return { value, change };
}
