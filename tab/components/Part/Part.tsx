import { useCallback, useEffect, useState } from 'react';
import type { ComponentType, ReactElement } from 'react';
import { ApiProblem } from '../../api/client';
import { isOnline, reloadPage } from '../../browser/browser';
import { Problem } from '../../pages/Problem/Problem';

type Load<P> = () => Promise<ComponentType<P>>;

/** What is not seen first is loaded when it is asked for. Where it cannot be, it says so in its place. */
export function createPart<P extends object>(
  load: Load<P>,
  Waiting: ComponentType,
  onOutdated: () => void = reloadPage,
): ComponentType<P> {
  let Loaded: ComponentType<P> | null = null;

  function Part(props: P): ReactElement {
    const [isMissing, setMissing] = useState(false);
    const [, setLoaded] = useState(Loaded !== null);
    const ask = useCallback(async (): Promise<void> => {
      Loaded = await load();
      setMissing(false);
      setLoaded(true);
    }, []);
    useEffect(() => {
      if (Loaded === null) ask().catch(() => setMissing(true));
    }, [ask]);
    const retry = (): void => {
      ask().catch(() => {
        // A tab that was open while a new build came has names of files that are gone.
        if (isOnline()) onOutdated();
      });
    };
    if (isMissing) return <Problem error={new ApiProblem('unreachable', 0)} onRetry={retry} />;
    return Loaded ? <Loaded {...props} /> : <Waiting />;
  }
  return Part;
}
