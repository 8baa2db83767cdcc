import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { ApiProblem } from '../../api/client';
import type { AgentChoice, Linking, Proof as ProofValue } from '../../api/joining';
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
  const { calls, onFailure, go } = useTab();
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const [proof, setProof] = useState<ProofValue | null>(null);

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
      if (linking?.proof) setProof(linking.proof);
    });
  }, [load]);

  // Wherever the address led before: what they see first is how they stand.
  const enter = useCallback((): void => {
    go('home');
    onLinked();
  }, [go, onLinked]);

  if (loaded.kind === 'problem') {
    return <Problem error={loaded.error} onRetry={() => void load()} />;
  }
  if (loaded.kind === 'loading') return <HomeBones problem={null} onRetry={() => undefined} />;
  const { linking } = loaded;
  if (linking.accounts.length === 0) return <NotEnabled />;
  const prove = async (choice: AgentChoice): Promise<void> => {
    try {
      setProof(await calls.joining.beginProof(choice));
    } catch (error) {
      const isOpen = error instanceof ApiProblem && error.code === 'proof-open';
      const own = isOpen ? (await load())?.proof : null;
      // One's own that was left goes on; else it is somebody else's.
      if (!own) throw error;
      setProof(own);
    }
  };
  const leave = (): void => {
    setProof(null);
    void load();
  };
  return proof ? (
    <Proof key={proof.id} proof={proof} onLinked={enter} onLeave={leave} onProve={prove} />
  ) : (
    <Welcome linking={linking} onLinked={enter} onProve={prove} onChanged={() => void load()} />
  );
}
