/** The two tables of a connection as data (MP1, MP2, MP4). */
import type { Category, Definition, StateTarget } from './agent-state';
import type { Side } from './trouble';

/** A pair as an admin writes it. */
export interface PresencePair {
  readonly availability: string;
  readonly activity: string;
}

/** The most specific counts: occupancy, definition, subcategory, category (MP2). */
export type AgentCondition =
  | { readonly occupancy: 'not-available' }
  | { readonly presenceId: string }
  /** With a subcategory (`ReadyOutbound`) only for definitions that have it (vcc.md 2.1). */
  | { readonly category: Category; readonly subCategory?: string };

export interface AgentRow {
  readonly when: AgentCondition;
  /** Null is a blank cell: the other side is left alone. */
  readonly shows: PresencePair | null;
  /** Of a row in force: the group whose override it is. Never stored. */
  readonly group?: string;
}

export interface PresenceCondition {
  readonly availability: string;
  /** Absent or `*`: for every activity of the availability. */
  readonly activity?: string;
}

export interface PresenceRow {
  readonly when: PresenceCondition;
  readonly sets: StateTarget | null;
  /** Of a row in force: the group whose override it is. Never stored. */
  readonly group?: string;
}

export interface MappingTable<Row> {
  readonly enabled: boolean;
  readonly rows: readonly Row[];
}

/** The two tables as they are in force for a link. */
export interface MappingTables {
  readonly agentToPresence: MappingTable<AgentRow>;
  readonly presenceToAgent: MappingTable<PresenceRow>;
}

export type MappingDirection = keyof MappingTables;

/** What a group has instead of the connection's; whatever is absent is inherited. */
export interface TableOverride<Row> {
  readonly enabled?: boolean;
  /** Each takes the place of the row for the same condition. */
  readonly rows?: readonly Row[];
}

export interface GroupOverride {
  /** Id or name of the VCC group. */
  readonly group: string;
  readonly agentToPresence?: TableOverride<AgentRow>;
  readonly presenceToAgent?: TableOverride<PresenceRow>;
}

/** The tables of a connection, with the overrides of its groups in the admin's order (MP4). */
export interface Mapping extends MappingTables {
  readonly groups?: readonly GroupOverride[];
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
  readonly mapping: MappingTables;
  readonly policies: Policies;
  readonly definitions: readonly Definition[];
  /** EC4 */
  readonly settleMs: number;
  /** Sides that take no calls now (KP4). */
  readonly closed?: readonly Side[];
}
