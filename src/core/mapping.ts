/** The two tables of a connection as data (MP1, MP2, MP4). */
import type { Category, Definition, StateTarget } from './agent-state';

/** A pair as an admin writes it. */
export interface PresencePair {
  readonly availability: string;
  readonly activity: string;
}

/** The most specific condition of a row counts: occupancy, then definition, then category (MP2). */
export type AgentCondition =
  | { readonly occupancy: 'not-available' }
  | { readonly presenceId: string }
  | { readonly category: Category };

export interface AgentRow {
  readonly when: AgentCondition;
  /** Null is a blank cell: the other side is left alone. */
  readonly shows: PresencePair | null;
}

export interface PresenceRow {
  /** Without activity the row is for every activity of the availability. */
  readonly when: { readonly availability: string; readonly activity?: string };
  readonly sets: StateTarget | null;
}

export interface Mapping {
  readonly agentToPresence: { readonly enabled: boolean; readonly rows: readonly AgentRow[] };
  readonly presenceToAgent: { readonly enabled: boolean; readonly rows: readonly PresenceRow[] };
}

/** What an admin decides besides the tables. */
export interface Policies {
  /** WT2: does the agent's change override a status set by hand in Teams? */
  readonly handSet: 'override' | 'respect';
  /** GD4: do calls, conference calls and presenting move the agent? */
  readonly callsMove: boolean;
  readonly meetingsMove: boolean;
  readonly focusingMoves: boolean;
  /** GD5: automatic changes of a link in a minute. */
  readonly flapLimit: number;
}

export const DEFAULT_POLICIES: Policies = {
  handSet: 'override',
  callsMove: true,
  meetingsMove: false,
  focusingMoves: false,
  flapLimit: 6,
};

const READY: StateTarget = { category: 'Ready', name: 'Ready' };
const AWAY: StateTarget = { category: 'Away', name: 'Away' };
const EXTENDED_AWAY: StateTarget = { category: 'ExtendedAway', name: 'Extended Away' };

/** The product's documented defaults (vcc.md 8.3). */
export const DEFAULT_MAPPING: Mapping = {
  agentToPresence: {
    enabled: true,
    rows: [
      { when: { occupancy: 'not-available' }, shows: pair('Busy') },
      { when: { category: 'Ready' }, shows: pair('Available') },
      { when: { category: 'Away' }, shows: pair('Away') },
      { when: { category: 'ExtendedAway' }, shows: pair('Away') },
      { when: { category: 'LoggedOut' }, shows: null },
    ],
  },
  presenceToAgent: {
    enabled: true,
    rows: [
      { when: { availability: 'Available' }, sets: READY },
      { when: { availability: 'Busy' }, sets: EXTENDED_AWAY },
      { when: { availability: 'DoNotDisturb' }, sets: AWAY },
      { when: { availability: 'Away' }, sets: AWAY },
      { when: { availability: 'BeRightBack' }, sets: AWAY },
      { when: { availability: 'Offline' }, sets: null },
      { when: { availability: 'PresenceUnknown' }, sets: null },
    ],
  },
};

function pair(word: string): PresencePair {
  return { availability: word, activity: word };
}

/** Everything `decide` needs to know of the connection. */
export interface Terms {
  readonly mapping: Mapping;
  readonly policies: Policies;
  readonly definitions: readonly Definition[];
  /** EC4 */
  readonly settleMs: number;
}
