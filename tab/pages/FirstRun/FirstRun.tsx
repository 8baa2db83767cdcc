import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { Linking, Proof as ProofValue } from '../../api/joining';
import { useTab } from '../../state/tab-context';
import { HomeBones } from '../Home/HomeBones';
import { Problem } from '../Problem/Problem';
import { NotEnabled } from './NotEnabled';
import { Proof } from './Proof';
import { Welcome } from './Welcome';

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'problem'; readonly error: unknown }
  | { readonly kind: 'ready'; readonly linking: Linking };

/** From nothing to linked: worth and privacy in one screen, and three ways. */
export function FirstRun({ onLinked }: { readonly onLinked: () => void }): ReactElement {
  const { calls, onFailure } = useTab();
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const [proof, setProof] = useState<ProofValue | null>(null);

  const load = useCallback(async (): Promise<void> => {
    try {
      const linking = await calls.joining.getLinking();
      setLoaded({ kind: 'ready', linking });
      setProof(linking.proof);
    } catch (error) {
      if (!onFailure(error)) setLoaded({ kind: 'problem', error });
    }
  }, [calls, onFailure]);

  useEffect(() => void load(), [load]);

  if (loaded.kind === 'problem') {
    return <Problem error={loaded.error} onRetry={() => void load()} />;
  }
  if (loaded.kind === 'loading') return <HomeBones problem={null} onRetry={() => undefined} />;
  const { linking } = loaded;
  if (!linking.isEnabled) return <NotEnabled />;
  const leave = (): void => {
    setProof(null);
    void load();
  };
  return proof ? (
    <Proof key={proof.id} proof={proof} onLinked={onLinked} onLeave={leave} onAgain={setProof} />
  ) : (
    <Welcome
      linking={linking}
      onLinked={onLinked}
      onProof={setProof}
      onChanged={() => void load()}
    />
  );
}
