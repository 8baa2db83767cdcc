/** The world's own book of what people did and what the service did; the core never sees it. */
import type { Action } from '../../../src/core/action';
import type { PresencePair } from '../../../src/core/mapping';
import type { Act } from './scenario';
import type { StampedState } from './agent';

export interface DoneAct {
  readonly at: number;
  readonly act: Act;
  /** What Teams showed right after it. */
  readonly shown: PresencePair;
  /** What lay beneath the preferred slot. */
  readonly beneath: PresencePair;
  readonly endedCall: boolean;
}

export interface DoneCall {
  readonly at: number;
  readonly turn: number;
  readonly action: Action;
  /** Did it reach the other side? */
  readonly arrived: boolean;
  /** For a write to VCC: did the agent's state change by it? */
  readonly moved: boolean;
  readonly answer: string;
  /** Did a status set by hand stand? */
  readonly handSet: boolean;
  /** For a clearing of the slot: what it wiped that a hand had set, and whether that was known. */
  readonly wiped: { readonly pair: PresencePair; readonly known: boolean } | null;
  /** What VCC said before it. */
  readonly agent: StampedState;
  /** Since when the agent was on an interaction or wrapping up. */
  readonly busySince: number | null;
  /** The newest stamp of VCC the service knew. */
  readonly sawAt: number;
}

export class Ledger {
  readonly acts: DoneAct[] = [];
  readonly calls: DoneCall[] = [];
  /** What the run itself found wrong; must stay empty. */
  readonly faults: string[] = [];

  callsOf(kind: Action['kind']): readonly DoneCall[] {
    return this.calls.filter((call) => call.action.kind === kind);
  }

  writes(): readonly DoneCall[] {
    return this.calls.filter((call) => call.action.kind !== 'read-agent');
  }
}
