/** From opening the tab to knowing who is there: host, sign-in, own link. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { createCalls } from '../api/calls';
import type { Calls, Tagged } from '../api/calls';
import { ApiProblem, createApiClient } from '../api/client';
import type { LinkView, Preferences } from '../api/types';
import { connectHost, SignInError } from '../host/host';
import type { Host } from '../host/host';

export type Session =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'sign-in'; readonly why: 'consent' | 'ended' | 'failed' }
  | { readonly kind: 'problem'; readonly error: unknown }
  | {
      readonly kind: 'ready';
      readonly calls: Calls;
      readonly link: LinkView | null;
      readonly preferences: Tagged<Preferences>;
    };

export interface SessionControl {
  readonly host: Host | null;
  readonly session: Session;
  /** With what Teams shows to the person, such as a question for consent. */
  signIn(): void;
  reload(): void;
  onFailure(error: unknown): boolean;
}

export function useSession(): SessionControl {
  const [host, setHost] = useState<Host | null>(null);
  const [session, setSession] = useState<Session>({ kind: 'connecting' });
  const calls = useRef<Calls | null>(null);

  const fail = useCallback((error: unknown): void => {
    const why = readSignIn(error);
    setSession(why ? { kind: 'sign-in', why } : { kind: 'problem', error });
  }, []);

  const load = useCallback(
    async (ready: Calls): Promise<void> => {
      try {
        setSession({ kind: 'ready', calls: ready, ...(await readOwn(ready)) });
      } catch (error) {
        fail(error);
      }
    },
    [fail],
  );

  useEffect(() => {
    const begin = (found: Host): void => {
      setHost(found);
      setSession({ kind: 'connecting' });
      calls.current = createCalls(createApiClient(createTokenSource(found)));
      void load(calls.current);
    };
    void connectHost(begin).then((found) => {
      if (found) begin(found);
      else setSession({ kind: 'outside' });
    });
  }, [load]);

  const reload = useCallback((): void => {
    if (calls.current) void load(calls.current);
  }, [load]);

  const signIn = useCallback((): void => {
    host?.signIn(false).then(reload, fail);
  }, [host, reload, fail]);

  const onFailure = useCallback((error: unknown): boolean => {
    const why = readSignIn(error);
    if (why) setSession({ kind: 'sign-in', why });
    return why !== null;
  }, []);

  return { host, session, signIn, reload, onFailure };
}

interface Own {
  readonly link: LinkView | null;
  readonly preferences: Tagged<Preferences>;
}

/** Neither linked nor of an organisation we know: the first run says what to do. */
const NOBODY: ReadonlySet<string> = new Set(['not-linked', 'tenant-unknown']);
const USUAL: Tagged<Preferences> = { value: { posts: 'problems', language: null }, etag: '' };

async function readOwn(calls: Calls): Promise<Own> {
  try {
    const [link, preferences] = await Promise.all([calls.getMyLink(), calls.getPreferences()]);
    return { link, preferences };
  } catch (error) {
    const isNobody = error instanceof ApiProblem && NOBODY.has(error.code);
    if (isNobody) return { link: null, preferences: USUAL };
    throw error;
  }
}

/** Teams keeps tokens itself; ours saves the way there until one is refused. */
function createTokenSource(host: Host): (isFresh: boolean) => Promise<string> {
  let kept: Promise<string> | null = null;
  return (isFresh) => {
    if (isFresh || kept === null) {
      kept = host.signIn(true);
      kept.catch(() => (kept = null));
    }
    return kept;
  };
}

function readSignIn(error: unknown): 'consent' | 'ended' | 'failed' | null {
  if (error instanceof SignInError) return error.needsPerson ? 'consent' : 'failed';
  return error instanceof ApiProblem && error.status === 401 ? 'ended' : null;
}
