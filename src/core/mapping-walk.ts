/** Walks the two tables of a mapping in turn, as an engine would that followed its own echo. */
import type { AgentState, Occupancy } from './agent-state';
import type { Terms } from './mapping';
import { imageOfAgent, imageOfPresence } from './mapping-lookup';
import { isSamePresence, showPresence } from './presence';
import type { Presence } from './presence';

export type Stop =
  | { readonly side: 'vcc'; readonly state: AgentState; readonly occupancy: Occupancy }
  | { readonly side: 'teams'; readonly presence: Presence };

export type Walk = (start: Stop) => readonly Stop[];

/**
 * From stop to stop until a cell is blank, a direction is off or a stop is met again. Where the
 * two sides agree at last the walk ends with the agreeing pair; a loop ends where it closes.
 */
export function createWalk(terms: Pick<Terms, 'mapping' | 'definitions'>): Walk {
  const known = new Map<string, Stop | null>();
  const next = (stop: Stop): Stop | null => {
    const key = keyOf(stop);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = step(terms, stop);
    known.set(key, found);
    return found;
  };
  return (start) => {
    const path: Stop[] = [start];
    for (let stop = next(start); stop; stop = next(stop)) {
      const met = indexOf(path, stop);
      const isAgreed = met >= 0 && met === path.length - 2;
      if (!isAgreed) path.push(stop);
      if (met >= 0) break;
    }
    return path;
  };
}

function indexOf(path: readonly Stop[], stop: Stop): number {
  return path.findIndex((one) => isSameStop(one, stop));
}

function step(terms: Pick<Terms, 'mapping' | 'definitions'>, stop: Stop): Stop | null {
  if (stop.side === 'vcc') {
    const image = imageOfAgent(terms, stop.state, stop.occupancy);
    return image.kind === 'shows' ? { side: 'teams', presence: image.presence } : null;
  }
  const image = imageOfPresence(terms, stop.presence);
  return image.kind === 'sets' ? { side: 'vcc', state: image.state, occupancy: 'free' } : null;
}

export function isSameStop(one: Stop, other: Stop): boolean {
  if (one.side === 'vcc' && other.side === 'vcc') return keyOf(one) === keyOf(other);
  if (one.side === 'vcc' || other.side === 'vcc') return false;
  return isSamePresence(one.presence, other.presence);
}

/** As people read it: `Lunch`, `Not Available`, `Busy/InACall`. */
export function showStop(stop: Stop): string {
  if (stop.side === 'teams') return showPresence(stop.presence);
  return stop.occupancy === 'free' ? stop.state.name : 'Not Available';
}

function keyOf(stop: Stop): string {
  if (stop.side === 'teams') return `teams|${showPresence(stop.presence)}`;
  return `vcc|${stop.occupancy}|${stop.state.presenceId}`;
}
