/** An order given here, from the click to what became of it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LinkView, Ordered, RecordView } from '../api/types';
import { after } from '../browser/browser';
import { isUnanswered, supportCode } from '../model/failure';
import type { OrderFate, Wish } from '../model/sentence';
import type { LiveLink } from './use-link';
import { useTab } from './tab-context';

/** How long a change can be undone, and how long a refusal stays to be read. */
const UNDO_MS = 10_000;
const REFUSAL_MS = 30_000;
/** VCC has not answered for so long: the order is kept by the service, and we say so. */
const PATIENCE_MS = 12_000;

const NONE: OrderFate = { kind: 'none' };

interface Pending extends Wish {
  readonly ordered: Ordered | null;
}

export interface Orders {
  readonly fate: OrderFate;
  setState(presenceId: string): void;
  undo(): void;
  /** Pause, resume and the like: their effect is the answer. */
  order(give: () => Promise<Ordered>): void;
}

export function useOrder({ link, records, refresh }: LiveLink): Orders {
  const { calls, onFailure } = useTab();
  const [fate, setFate] = useState<OrderFate>(NONE);
  const [pending, setPending] = useState<Pending | null>(null);
  /** The newest wish alone is told of: an older one has been overtaken by it. */
  const newest = useRef<Pending | null>(null);

  const end = useCallback((next: OrderFate): void => {
    newest.current = null;
    setPending(null);
    setFate(next);
  }, []);

  const fail = useCallback(
    (error: unknown, wish: Wish | null = null): void => {
      if (onFailure(error)) return end(NONE);
      end(
        isUnanswered(error)
          ? { kind: 'unknown', wish }
          : { kind: 'failed', code: supportCode(error) },
      );
      refresh();
    },
    [onFailure, end, refresh],
  );

  const setState = useCallback(
    (presenceId: string): void => {
      // A second click says nothing new.
      if (newest.current?.presenceId === presenceId) return;
      const state = nameOf(link, presenceId);
      const previous = link.status.vcc.state?.presenceId ?? null;
      setFate({ kind: 'setting', presenceId, state });
      const wish: Pending = { presenceId, state, previous, ordered: null };
      newest.current = wish;
      setPending(wish);
      calls.orderState(link.id, presenceId).then(
        (ordered) => {
          if (newest.current === wish) setPending({ ...wish, ordered });
          refresh();
        },
        (error: unknown) => void (newest.current === wish ? fail(error, wish) : onFailure(error)),
      );
    },
    [calls, link, refresh, fail, onFailure],
  );

  useEffect(() => {
    if (!pending?.ordered) return;
    const next = judge(pending, pending.ordered, { link, records });
    if (next) end(next);
  }, [pending, link, records, end]);

  useArrived({ fate, link, tell: setFate });

  useEffect(() => {
    if (!pending?.ordered) return;
    return after(PATIENCE_MS, () => setFate({ kind: 'kept', state: pending.state }));
  }, [pending]);

  useEffect(() => {
    if (fate.kind === 'none' || fate.kind === 'setting') return;
    return after(fate.kind === 'set' ? UNDO_MS : REFUSAL_MS, () => end(NONE));
  }, [fate, end]);

  const undo = useCallback((): void => {
    if (fate.kind === 'set' && fate.undo !== null) setState(fate.undo);
  }, [fate, setState]);

  const order = useCallback(
    (give: () => Promise<Ordered>): void => {
      setFate(NONE);
      give().then(refresh, (error: unknown) => fail(error));
    },
    [refresh, fail],
  );

  return { fate, setState, undo, order };
}

interface Arriving {
  readonly fate: OrderFate;
  readonly link: LinkView;
  readonly tell: (fate: OrderFate) => void;
}

/** Nobody answered an order, and what it asked for stands: it had arrived after all. */
function useArrived({ fate, link, tell }: Arriving): void {
  useEffect(() => {
    if (fate.kind !== 'unknown' || fate.wish === null) return;
    const { presenceId, state } = fate.wish;
    if (link.status.vcc.state?.presenceId !== presenceId) return;
    tell({ kind: 'set', state, undo: undoOf(fate.wish, link) });
  }, [fate, link, tell]);
}

interface Known {
  readonly link: LinkView;
  readonly records: readonly RecordView[] | null;
}

/** Null: nothing is known yet. */
function judge(pending: Pending, { at }: Ordered, { link, records }: Known): OrderFate | null {
  const { presenceId, state } = pending;
  const { vcc } = link.status;
  const codes = new Set(records?.filter((one) => one.at >= at).map(({ code }) => code));
  if (codes.has('vcc-refused') || codes.has('vcc-not-taken')) {
    if (vcc.state?.category === 'LoggedOut') return { kind: 'refused', state, during: 'out' };
    return { kind: 'refused', state, during: vcc.occupancy === 'free' ? 'free' : 'call' };
  }
  const turn = records?.find(({ seen }) => seen.some((line) => isOrder(line, at)));
  if (!turn) return null;
  if (vcc.state?.presenceId !== presenceId) return isOvertaken(turn, at, records) ? NONE : null;
  return { kind: 'set', state, undo: undoOf(pending, link) };
}

/** Null: it stood already, or its name is not known any more. */
function undoOf({ presenceId, previous }: Wish, link: LinkView): string | null {
  return previous !== presenceId && nameOf(link, previous ?? '') !== '' ? previous : null;
}

type Line = RecordView['seen'][number];

const isOrder = ({ kind, at }: Line, orderedAt: number): boolean =>
  kind === 'set-state' && at === orderedAt;

/** Dropped for something newer, or carried out and then changed in VCC. */
function isOvertaken(turn: RecordView, at: number, records: Known['records']): boolean {
  if (turn.seen.some((line) => isOrder(line, at) && line.outcome === 'dropped')) return true;
  const later = records?.filter(({ id }) => BigInt(id) > BigInt(turn.id)) ?? [];
  return later.some(({ seen }) =>
    seen.some(({ kind, outcome }) => kind === 'agent-state' && outcome === 'taken'),
  );
}

function nameOf(link: LinkView, presenceId: string): string {
  return link.states.find((one) => one.presenceId === presenceId)?.name ?? '';
}
