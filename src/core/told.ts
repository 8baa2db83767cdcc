/** Facts and calls as values, so that they can be told in any language. */
import type { Action } from './action';
import type { AgentState } from './agent-state';
import type { Fact } from './fact';

/** What a fact says or a call asks for; only what applies is there. */
export interface Told {
  readonly state?: AgentState;
  readonly presenceId?: string;
  readonly phase?: string;
  readonly occupancy?: 'free' | 'engaged' | 'wrapping-up';
  readonly presence?: { readonly availability: string; readonly activity: string };
  /** End of a pause; null: until resumed. */
  readonly until?: number | null;
  readonly by?: string;
  /** Why Teams was written to. */
  readonly why?: string;
  /** A hold ends by itself after so long (WT3). */
  readonly endsAfterMs?: number;
}

/** Words of the outside are cut to a length that fits a page. */
const MAX_WORD = 80;

export function tellFact(fact: Fact): Told {
  switch (fact.kind) {
    case 'agent-state':
      return { state: fact.state };
    case 'channel':
      return { phase: fact.phase };
    case 'workload':
      return { occupancy: fact.occupancy };
    case 'presence':
      return { presence: { availability: cut(fact.availability), activity: cut(fact.activity) } };
    case 'set-state':
      return { presenceId: fact.presenceId, by: fact.by };
    case 'pause':
      return { until: fact.until, by: fact.by };
    default:
      return { by: fact.by };
  }
}

export function tellAction(action: Action): Told {
  switch (action.kind) {
    case 'read-agent':
      return {};
    case 'set-agent':
      return { state: action.target };
    case 'set-session':
    case 'set-preferred': {
      const { availability, activity } = action.presence;
      return {
        presence: { availability, activity },
        why: action.why,
        endsAfterMs: action.expirationMs,
      };
    }
    default:
      return { why: action.why };
  }
}

function cut(word: string): string {
  return word.slice(0, MAX_WORD);
}
