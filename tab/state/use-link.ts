/** The own link, live: both sides, details, and the records of what happened. */
import { useCallback, useEffect, useState } from 'react';
import { followRecords } from '../api/live';
import type { LiveState } from '../api/live';
import { ApiProblem } from '../api/client';
import type { LinkDetails, LinkView } from '../api/types';
import { every, now, onConnection } from '../browser/browser';
import { useTab } from './tab-context';
import { useRecords } from './use-records';
import type { Records } from './use-records';
import { useRepeatable } from './use-repeatable';

export interface LiveLink extends Pick<Records, 'records' | 'hasMore' | 'loadEarlier'> {
  readonly link: LinkView;
  /** Null: not read yet. */
  readonly details: LinkDetails | null;
  /** Null: not known yet. */
  readonly live: LiveState | 'off' | null;
  /** When this was read, by the clock of the service. */
  readonly readAt: number | null;
  /** The service's clock minus ours. */
  readonly offsetMs: number;
  /** The link has ended. */
  readonly isGone: boolean;
  /** Why the last reading failed; null: it did not. */
  readonly problem: unknown;
  /** The person has asked to leave, or the service is at it. */
  readonly isLeaving: boolean;
  refresh(): void;
  /** Reads everything again. */
  retry(): void;
  /** To be called where the person has asked to leave: the end is looked for each second. */
  leave(): void;
}

/** What no record tells: a side that falls silent, and the end of the link, which takes its records. */
const LOOK_MS = 15_000;
const LEAVING_MS = 1_000;

type Read = Pick<LiveLink, 'link' | 'details' | 'offsetMs' | 'isGone' | 'problem'>;

export function useLink(initial: LinkView): LiveLink {
  const { calls, onFailure } = useTab();
  const { id } = initial;
  const { add, readNewest, problem: recordsProblem, ...kept } = useRecords(id);
  const [isAsked, setAsked] = useState(false);
  const [known, setKnown] = useState<Read>(() => startWith(initial));
  const [live, setLive] = useState<LiveState | 'off' | null>(null);

  const read = useCallback(async (): Promise<void> => {
    try {
      const [link, details] = await Promise.all([calls.getMyLink(), calls.getDetails(id)]);
      const offsetMs = details.now - now();
      setKnown({ link, details, offsetMs, isGone: false, problem: null });
    } catch (error) {
      const isGone = error instanceof ApiProblem && error.status === 404;
      if (isGone) setKnown((before) => ({ ...before, isGone }));
      else if (!onFailure(error)) setKnown((before) => ({ ...before, problem: error }));
    }
  }, [calls, id, onFailure]);
  const refresh = useRepeatable(read);

  const retry = useCallback((): void => {
    refresh();
    void readNewest();
  }, [refresh, readNewest]);

  useEffect(() => {
    refresh();
    const leave = followRecords({
      api: calls.client,
      linkId: id,
      onRecord: (record) => {
        add(record);
        refresh();
      },
      onState: setLive,
      poll: retry,
      onEnd: (error) => {
        setLive('off');
        if (!onFailure(error)) refresh();
      },
    });
    const stop = onConnection(retry);
    return () => {
      leave();
      stop();
    };
  }, [calls, id, add, refresh, retry, onFailure]);

  const isLeaving = isAsked || known.link.status.phase === 'unlinking';
  const look = recordsProblem === null ? refresh : retry;
  useEffect(() => every(isLeaving ? LEAVING_MS : LOOK_MS, look), [isLeaving, look]);
  const leave = useCallback((): void => {
    setAsked(true);
    refresh();
  }, [refresh]);

  const problem = known.problem ?? recordsProblem;
  return {
    ...known,
    ...kept,
    problem,
    isLeaving,
    live: problem === null ? live : 'off',
    readAt: known.details?.now ?? null,
    refresh,
    retry,
    leave,
  };
}

function startWith(link: LinkView): Read {
  return { link, details: null, offsetMs: 0, isGone: false, problem: null };
}
