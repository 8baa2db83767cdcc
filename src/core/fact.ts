/** Observations and orders. Facts never change. */
import type { AgentState } from './agent-state';
import type { Side, TroubleSide } from './trouble';

export type Via = 'webhook' | 'notification' | 'sweep' | 'read' | 'desk';

interface FactBase {
  /** Unique for the link: delivering it again is a repeat (TN4). */
  readonly id: string;
  /** When it became so: VCC's stamp, the start of the reading, or the order's instant. */
  readonly at: number;
  /** When we learned of it, by our clock. */
  readonly seenAt: number;
  readonly via: Via;
}

export interface AgentStateFact extends FactBase {
  readonly side: 'vcc';
  readonly kind: 'agent-state';
  readonly state: AgentState;
}

/** `channel.*` event words (vcc.md 3.4), without prefix and version. */
export interface ChannelFact extends FactBase {
  readonly side: 'vcc';
  readonly kind: 'channel';
  readonly channelId: string;
  readonly phase: string;
}

/** Occupancy as the stats say it: repairs lost channel events. */
export interface WorkloadFact extends FactBase {
  readonly side: 'vcc';
  readonly kind: 'workload';
  readonly occupancy: 'free' | 'engaged' | 'wrapping-up';
}

export interface PresenceFact extends FactBase {
  readonly side: 'teams';
  readonly kind: 'presence';
  /** Words as Graph wrote them. */
  readonly availability: string;
  readonly activity: string;
  readonly sequenceNumber?: string;
  /** Start of the reading before this one; the change lies in between (WW2). */
  readonly since: number | null;
}

/** Set this state in VCC (WW5). */
export interface SetStateOrder extends FactBase {
  readonly side: 'order';
  readonly kind: 'set-state';
  readonly presenceId: string;
  /** Who ordered: `agent`, `admin`. */
  readonly by: string;
}

export interface PauseOrder extends FactBase {
  readonly side: 'order';
  readonly kind: 'pause';
  /** Until when; null: until resumed. */
  readonly until: number | null;
  readonly by: string;
}

export interface ResumeOrder extends FactBase {
  readonly side: 'order';
  readonly kind: 'resume';
  readonly by: string;
}

/** "Show me as …": the agent state's own presence takes the place of a hand-set one. */
export interface ShowOrder extends FactBase {
  readonly side: 'order';
  readonly kind: 'show-agent-state';
  readonly by: string;
}

/** The link was made: both sides are read and VCC is right. */
export interface LinkedFact extends FactBase {
  readonly side: 'order';
  readonly kind: 'linked';
  readonly by: string;
}

/** The link ends: release, then the store deletes it (KP5). */
export interface UnlinkOrder extends FactBase {
  readonly side: 'order';
  readonly kind: 'unlink';
  readonly by: string;
}

/** The agent or the person is out of reach: what we hold is taken back where it can be (KP4). */
export interface TroubleFact extends FactBase {
  readonly side: 'order';
  readonly kind: 'trouble';
  readonly by: string;
}

/** A side that took no calls takes them again (KP4). */
export interface HealedFact extends FactBase {
  readonly side: 'order';
  readonly kind: 'healed';
  readonly healed: TroubleSide;
  readonly by: string;
}

/** A side that did not answer has answered somebody: who waits for it need not wait longer (KP4). */
export interface AnswersFact extends FactBase {
  readonly side: 'order';
  readonly kind: 'answers';
  readonly answers: Side;
  readonly by: string;
}

export type OrderFact =
  | SetStateOrder
  | PauseOrder
  | ResumeOrder
  | ShowOrder
  | LinkedFact
  | UnlinkOrder
  | TroubleFact
  | HealedFact
  | AnswersFact;

export type Fact = AgentStateFact | ChannelFact | WorkloadFact | PresenceFact | OrderFact;
