/** KP4: a side that answers again is told to the links that wait for it, before their own clocks run out. */
import type { AnswersFact } from '../core/fact';
import type { LinkState } from '../core/link-state';
import type { Side } from '../core/trouble';
import type { Clock } from '../runtime/clock';
import type { Link, Store } from '../store/store';

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
  /** Something else was answered: a sweep of the tenant or of the account. */
  answered(side: Side, tenantOrConnectionId: string): void;
}

/**
 * Each answer wakes so many: where all is well again the number doubles with every round, and where
 * most calls still fail it dies out by itself.
 */
const PER_ANSWER = 2;

const SIDES: readonly Side[] = ['vcc', 'teams'];

/** Knows the links whose turns ran in this process; each process tells its own. */
export function createReturns(deps: ReturnsDeps): Returns {
  const waiting = new Map<string, Set<string>>();
  const answered = (side: Side, ofId: string): void => {
    const key = `${side}|${ofId}`;
    const links = waiting.get(key);
    if (!links) return;
    const told = [...links].slice(0, PER_ANSWER);
    for (const id of told) links.delete(id);
    if (links.size === 0) waiting.delete(key);
    tell(deps, side, told).catch(deps.onError);
  };
  return {
    answered,
    ended: ({ link, state, answered: sides }) => {
      for (const side of SIDES) {
        const ofId = placeOf(side, link);
        note(waiting, `${side}|${ofId}`, { linkId: link.id, waits: state.failures[side] > 0 });
        const isBack = link.state.failures[side] > 0 && state.failures[side] === 0;
        if (isBack || sides.includes(side)) answered(side, ofId);
      }
    },
  };
}

function placeOf(side: Side, { connectionId, tenantId }: Link): string {
  return side === 'vcc' ? connectionId : tenantId;
}

interface Noted {
  readonly linkId: string;
  readonly waits: boolean;
}

function note(waiting: Map<string, Set<string>>, key: string, { linkId, waits }: Noted): void {
  const links = waiting.get(key);
  if (waits) waiting.set(key, (links ?? new Set()).add(linkId));
  else if (links?.delete(linkId) && links.size === 0) waiting.delete(key);
}

async function tell(deps: ReturnsDeps, side: Side, linkIds: readonly string[]): Promise<void> {
  const now = deps.clock.now();
  const fact: AnswersFact = {
    id: `answers|${side}|${now}`,
    side: 'order',
    kind: 'answers',
    answers: side,
    at: now,
    seenAt: now,
    via: 'desk',
    by: 'service',
  };
  await deps.store.facts.appendMany(linkIds.map((linkId) => ({ linkId, fact })));
  await deps.wakeMany(linkIds);
}
