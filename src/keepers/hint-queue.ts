/** Hints in line: one look per tenant at a time, each for as many people as have come up. */
import type { Clock } from '../runtime/clock';
import { IDS_PER_CALL } from './teams-sweep';

export interface Noted {
  readonly personId: string;
  /** What was told; null: only that something has changed. */
  readonly words: string | null;
  /** Another process left it for this one. */
  readonly isPassedOn: boolean;
  /** How often it was looked in vain. */
  readonly looks: number;
}

export interface HintQueueDeps {
  readonly clock: Clock;
  /** Answers whom to look at again, and after how long. */
  look(tenantId: string, some: readonly Noted[]): Promise<readonly (readonly [Noted, number])[]>;
  onError(error: unknown): void;
}

export interface HintQueue {
  note(tenantId: string, noted: Noted): void;
  rest(): Promise<void>;
  isBusy(): boolean;
  stop(): Promise<void>;
}

interface Lane {
  readonly tenantId: string;
  /** By person: only the newest hint counts. */
  readonly waiting: Map<string, Noted>;
  nextAt: number;
  isTaken: boolean;
}

/** Looks begin no closer together, so that a flood of hints becomes few requests. */
const GAP_MS = 250;

export function createHintQueue(deps: HintQueueDeps): HintQueue {
  const { clock } = deps;
  const lanes = new Map<string, Lane>();
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  const later = (waitMs: number, then: () => void): void => {
    void clock.sleep(waitMs, stopping.signal).then(() => {
      if (!stopping.signal.aborted) then();
    });
  };
  const serve = (lane: Lane): void => {
    if (lane.isTaken || lane.waiting.size === 0) return;
    lane.isTaken = true;
    const waitMs = lane.nextAt - clock.now();
    if (waitMs > 0) later(waitMs, () => track(lookNow(lane)));
    else track(lookNow(lane));
  };
  const track = (work: Promise<void>): void => {
    const tracked = work.catch(deps.onError).finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  };
  const lookNow = async (lane: Lane): Promise<void> => {
    lane.nextAt = clock.now() + GAP_MS;
    try {
      for (const [noted, waitMs] of await deps.look(lane.tenantId, takeSome(lane))) {
        later(waitMs, () => noteAgain(lane, { ...noted, looks: noted.looks + 1 }));
      }
    } finally {
      lane.isTaken = false;
      serve(lane);
    }
  };
  const note = (lane: Lane, noted: Noted): void => {
    lane.waiting.set(noted.personId, noted);
    serve(lane);
  };
  const noteAgain = (lane: Lane, noted: Noted): void => {
    // A newer hint knows better.
    if (!lane.waiting.has(noted.personId)) note(lane, noted);
  };

  return {
    note: (tenantId, noted) => note(laneOf(lanes, tenantId), noted),
    rest: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    isBusy: () => underWay.size > 0,
    stop: async () => {
      stopping.abort();
      for (const lane of lanes.values()) lane.waiting.clear();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function laneOf(lanes: Map<string, Lane>, tenantId: string): Lane {
  const known = lanes.get(tenantId);
  if (known) return known;
  const lane: Lane = { tenantId, waiting: new Map(), nextAt: 0, isTaken: false };
  lanes.set(tenantId, lane);
  return lane;
}

function takeSome({ waiting }: Lane): readonly Noted[] {
  const some = [...waiting.values()].slice(0, IDS_PER_CALL);
  for (const { personId } of some) waiting.delete(personId);
  return some;
}
