/** KP4: a side that answers again is told to the links that wait for it, before their own clocks run out. */
import type { LinkState } from '../core/link-state';
import { SECOND } from '../core/time';
import type { Side } from '../core/trouble';
import type { Clock } from '../runtime/clock';
import type { Link, Store } from '../store/store';
import { answersFact } from './service-fact';

export interface ReturnsDeps {
  readonly store: Pick<Store, 'facts'>;
  readonly clock: Clock;
  wakeMany(linkIds: readonly string[]): Promise<void>;
  onError(error: unknown): void;
}

/** A turn that has ended: how the link stood before and stands now, and which sides took a call. */
export interface TurnSeen {
  readonly link: Link;
  readonly state: LinkState;
  readonly answered: readonly Side[];
}

export interface Returns {
  ended(turn: TurnSeen): void;
  /** A sweep of the tenant or of the account has ended; null: all went well. */
  swept(side: Side, tenantOrConnectionId: string, trouble: string | null): void;
}

/**
 * Each answer wakes so many: where all is well again the number doubles with every round, and where
 * most calls still fail it dies out by itself.
 */
const PER_ANSWER = 2;

/** One that fails again although others are answered waits by its own clock, or for this long. */
const TOLD_AGAIN_MS = 30 * SECOND;

const SIDES: readonly Side[] = ['vcc', 'teams'];

/** Links that wait for a side, each with the instant from which it may be told. */
type Waiting = Map<string, number>;

/** Knows the links whose turns ran in this process; each process tells its own. */
export function createReturns(deps: ReturnsDeps): Returns {
  const places = new Map<string, Waiting>();
  const silent = new Set<string>();
  const answered = (side: Side, ofId: string): void => {
    const now = deps.clock.now();
    const linkIds = takeReady(places.get(`${side}|${ofId}`), now);
    if (linkIds.length > 0) tell(deps, side, linkIds).catch(deps.onError);
  };
  return {
    swept: (side, ofId, trouble) => {
      const key = `${side}|${ofId}`;
      if (trouble !== null) silent.add(key);
      // Only the first that goes well says anything new: reading may do where writing does not.
      else if (silent.delete(key)) answered(side, ofId);
    },
    ended: ({ link, state, answered: sides }) => {
      for (const side of SIDES) {
        const ofId = placeOf(side, link);
        const waits = state.failures[side] > 0 && state.phase !== 'unlinked';
        note(places, `${side}|${ofId}`, { linkId: link.id, waits });
        const isBack = link.state.failures[side] > 0 && state.failures[side] === 0;
        if (isBack || sides.includes(side)) answered(side, ofId);
      }
    },
  };
}

/** The longest waiting first; whoever is told now is told again only after a while. */
function takeReady(waiting: Waiting | undefined, now: number): readonly string[] {
  const ready: string[] = [];
  for (const [linkId, from] of waiting ?? []) {
    if (from > now) continue;
    ready.push(linkId);
    if (ready.length === PER_ANSWER) break;
  }
  for (const linkId of ready) waiting?.set(linkId, now + TOLD_AGAIN_MS);
  return ready;
}

function placeOf(side: Side, { connectionId, tenantId }: Link): string {
  return side === 'vcc' ? connectionId : tenantId;
}

interface Noted {
  readonly linkId: string;
  readonly waits: boolean;
}

function note(places: Map<string, Waiting>, key: string, { linkId, waits }: Noted): void {
  const waiting = places.get(key) ?? new Map<string, number>();
  if (!waits) waiting.delete(linkId);
  else if (!waiting.has(linkId)) waiting.set(linkId, 0);
  if (waiting.size === 0) places.delete(key);
  else places.set(key, waiting);
}

async function tell(deps: ReturnsDeps, side: Side, linkIds: readonly string[]): Promise<void> {
  const fact = answersFact(side, deps.clock.now());
  await deps.store.facts.appendMany(linkIds.map((linkId) => ({ linkId, fact })));
  await deps.wakeMany(linkIds);
}
