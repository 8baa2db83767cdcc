import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { BegunProof, Linking } from '../../api/joining';
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
  const [proof, setProof] = useState<BegunProof | null>(null);

  const load = useCallback(async (): Promise<Linking | null> => {
    try {
      const linking = await calls.joining.getLinking();
      setLoaded({ kind: 'ready', linking });
      return linking;
    } catch (error) {
      if (!onFailure(error)) setLoaded({ kind: 'problem', error });
      return null;
    }
  }, [calls, onFailure]);

  // A proof that was under way when the page was left goes on.
  useEffect(() => {
    void load().then((linking) => {
      if (linking?.proof) setProof({ ...linking.proof, offsetMs: 0 });
    });
  }, [load]);

  if (loaded.kind === 'problem') {
    return <Problem error={loaded.error} onRetry={() => void load()} />;
  }
  if (loaded.kind === 'loading') return <HomeBones problem={null} onRetry={() => undefined} />;
  const { linking } = loaded;
  if (linking.accounts.length === 0) return <NotEnabled />;
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
