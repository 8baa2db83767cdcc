/** Everything remembered of one link between turns. Plain JSON; turns work on a private copy. */
import type { Action } from './action';
import type { AgentState } from './agent-state';
import type { Presence } from './presence';
import type { ReasonCode } from './reason';

/** A state as last settled, with the settle point of its stream (EC1). */
export interface SettledAgent {
  state: AgentState;
  /** VCC's stamp, whole milliseconds. */
  at: number;
  /** Stamp of the last change by a human; our own writes do not move it. */
  humanAt: number;
  /** Ids of other states told with the same stamp; VCC was asked which of them stands. */
  tied?: string[];
}

export interface AgentSide {
  settled: SettledAgent | null;
  /** What our last write makes VCC say, and until when saying it is an echo (EC1). */
  expected: { presenceId: string; from: number; until: number } | null;
  /** A write whose fate is unknown: looked into by a reading at the deadline (EC1). */
  doubt: {
    target: AgentState;
    why: ToAgent['why'] | null;
    spanFrom?: number;
    sentAt: number;
    deadline: number;
  } | null;
  /** What our last write was decided on; absent where nothing can have been overwritten. */
  over?: Overwrite | null;
}

/** Whoever chose in VCC between the two stamps was overwritten unseen (WW2). */
export interface Overwrite {
  /** Of what our write was decided on. */
  readonly at: number;
  readonly presenceId: string;
  /** Of our write. */
  readonly until: number;
  /** Earliest instant of the change behind our write. */
  readonly spanFrom: number;
}

export interface Channel {
  phase: 'engaged' | 'wrapping-up' | 'ended';
  at: number;
}

export interface OccupancySide {
  channels: Record<string, Channel>;
  /** Occupancy by the stats, where no channel event told it. */
  reported: { occupancy: 'free' | 'engaged' | 'wrapping-up'; at: number } | null;
  /** Our clock's instant of the last interaction's end. */
  endedAt: number | null;
}

/** Something of ours at Graph (EC5). */
export interface Hold {
  presence: Presence;
  /** Start of the write that is known to have arrived, or of the doubtful one. */
  writtenAt: number;
  expiresAt: number;
  /** False: the write's fate is unknown. */
  sure: boolean;
  /** What the write of unknown fate was to replace: it may still stand (EC5). */
  instead?: { presence: Presence; expiresAt: number };
}

/** After a write: what else is seen on the side is unsettled until `until` (EC4). */
export interface Wait {
  expected: Presence;
  /** What stood before the write; showing it still is "not taken", not a human (WT4). */
  before: Presence | null;
  /** What a write of ours before this one made it show. */
  own?: Presence;
  from: number;
  until: number;
  why: 'write' | 'probe';
}

export interface TeamsSide {
  settled: Presence | null;
  /** Last reading taken into account. */
  seenAt: number;
  sequenceNumber: string | null;
  wait: Wait | null;
  /** A reading of what stood before is unsettled until then (EC4); null: nobody knows what stood. */
  stale: { presence: Presence | null; until: number } | null;
  /** First sight of something unsettled: its change lies after `since` (WW2). */
  unsettled: { presence: Presence; since: number | null } | null;
  session: Hold | null;
  preferred: Hold | null;
  /** The next settled reading is a baseline, nobody's choice (EC6). */
  baseline: boolean;
  /** Away followed Available in someone not on the queue (EC6). */
  idleAway: boolean;
  /** Set while an interaction is shown: the base to give back (WW6); null: the agent state's own. */
  base: { presence: Presence | null } | null;
  /** A change by hand during an interaction, judged when that ends (GD1). */
  heldBack: HeldBack | null;
}

export interface HeldBack {
  presence: Presence;
  /** What was shown before it. */
  from: Presence | null;
  spanFrom: number;
  at: number;
  /** A probe had shown before the interaction that it was chosen (GD3). */
  deliberate?: boolean;
}

export type Step = 'no' | 'due' | 'done';

/** What we mean Teams to show, until a human in Teams says otherwise. */
export interface Meant {
  presence: Presence;
  code: ReasonCode;
  since: number;
  /** Does it take the place of a hand-set status? (WT2) */
  overrides: boolean;
  /** Steps against a hand-set status: clearing the slot, then a preferred state as last resort. */
  lift: Step;
  force: Step;
  /** Ended: shown, refused, or the person's own status stands. */
  stage: 'write' | 'shown' | 'not-taken' | 'own-status';
  /** Counted as an automatic change (GD5). */
  counted: boolean;
}

/** A change of the agent state that is to be written. */
export interface ToAgent {
  target: AgentState;
  why: 'teams-change' | 'overlay-begin' | 'overlay-end' | 'order' | 'overwritten';
  /** Earliest instant at which the change behind it can have happened (WW2). */
  spanFrom: number;
  at: number;
  presence: Presence | null;
  /** It was judged in a Ready agent, so an Away has been probed (GD3). */
  deliberate?: boolean;
  /** Read afresh in this turn (WV3). */
  checked: boolean;
}

/** An Away of a Ready agent that is being looked into (GD3). */
export interface Probe {
  presence: Presence;
  /** What was shown before it. */
  from: Presence | null;
  spanFrom: number;
  at: number;
  arrived: boolean;
}

/** A call or meeting in Teams on top of the base (WW6, GD4). */
export interface Overlay {
  presence: Presence;
  since: number;
  /** Earliest instant at which it can have begun (WW2). */
  spanFrom: number;
  /** What stood before, to be given back. */
  agent: AgentState | null;
  base: Presence | null;
  /** What we set in VCC for it. */
  wrote: string | null;
  /** The agent changed state meanwhile: the rest of the call moves nothing. */
  spoken: boolean;
  /** A preferred state of ours shows, and nobody knows whether the call still lies beneath. */
  hidden?: boolean;
}

export interface LinkState {
  version: 1;
  phase: 'new' | 'running' | 'paused' | 'unlinking' | 'unlinked';
  /** Paused or stopped until; null: until resumed. */
  pausedUntil: number | null;
  pauseCode: ReasonCode | null;
  /** VCC has to be read before anything else is decided. */
  readAgent: boolean;
  /** On the next decision VCC is right and its presence is held (GD6) or only put in step. */
  alignment: 'hold' | 'in-step' | null;
  agent: AgentSide;
  occupancy: OccupancySide;
  teams: TeamsSide;
  meant: Meant | null;
  /** What we hold is to be taken back. */
  releasing: boolean;
  /** Our Available session is to be renewed, since only it keeps the person Available (WT5). */
  renewSession: boolean;
  /** Only the session of a probe is to be taken back (GD3). */
  takeBackSession: boolean;
  probe: Probe | null;
  toAgent: ToAgent | null;
  /** The newest order of each stream, by its name (TN4). */
  orders: Record<string, { at: number; id: string }>;
  overlay: Overlay | null;
  /** Committed before the call left and not settled yet (TN3). */
  inFlight: { action: Action; startedAt: number } | null;
  /** A call that was sent home from the line for its budget, and the facts behind it (TN5). */
  inLine?: { side: 'vcc' | 'teams'; call: string; factIds: readonly string[] } | null;
  retryAt: { vcc: number; teams: number };
  /** Failed attempts in a row, for the pause between them. */
  failures: { vcc: number; teams: number };
  /** Instants of automatic changes in the last minute (GD5). */
  changes: number[];
  /** Latest thing told to people that still holds: refused, not taken, own status … */
  notice: { code: ReasonCode; at: number } | null;
  /** When the state was last begun anew because the law had failed on it. */
  lawFailedAt?: number;
}

/** State of a link that has seen nothing yet. */
export function initialLinkState(): LinkState {
  return {
    version: 1,
    phase: 'new',
    pausedUntil: null,
    pauseCode: null,
    readAgent: true,
    alignment: 'in-step',
    agent: { settled: null, expected: null, doubt: null },
    occupancy: { channels: {}, reported: null, endedAt: null },
    teams: {
      settled: null,
      seenAt: 0,
      sequenceNumber: null,
      wait: null,
      stale: null,
      unsettled: null,
      session: null,
      preferred: null,
      baseline: true,
      idleAway: false,
      base: null,
      heldBack: null,
    },
    meant: null,
    releasing: false,
    renewSession: false,
    takeBackSession: false,
    probe: null,
    toAgent: null,
    orders: {},
    overlay: null,
    inFlight: null,
    retryAt: { vcc: 0, teams: 0 },
    failures: { vcc: 0, teams: 0 },
    changes: [],
    notice: null,
  };
}
