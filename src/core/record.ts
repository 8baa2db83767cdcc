/** The explain record: what one turn saw, decided, wrote and was answered. */
import type { ReasonCode } from './reason';
import type { Told } from './told';

export interface SeenLine {
  readonly side: 'vcc' | 'teams' | 'order' | 'service';
  readonly kind: string;
  readonly at: number;
  readonly seenAt: number;
  readonly via: string;
  /** `VCC says: Lunch` */
  readonly text: string;
  readonly outcome: 'taken' | 'dropped' | 'waits';
  readonly code: ReasonCode;
  readonly rules: readonly string[];
  readonly sentence: string;
  /** Older records lack it. */
  readonly told?: Told;
}

export interface WroteLine {
  readonly side: 'vcc' | 'teams';
  /** `setUserPreferredPresence Away/Away` */
  readonly call: string;
  readonly startedAt: number;
  readonly tookMs: number;
  /** Status or what went wrong. */
  readonly answer: string;
  readonly ok: boolean;
  readonly text: string;
  readonly told?: Told;
}

export type TurnOutcome = 'wrote' | 'nothing' | 'waits' | 'refused' | 'stopped';

export interface TurnRecord {
  readonly linkId: string;
  readonly at: number;
  readonly endedAt: number;
  readonly outcome: TurnOutcome;
  readonly code: ReasonCode;
  readonly title: string;
  readonly sentence: string;
  readonly rules: readonly string[];
  readonly seen: readonly SeenLine[];
  readonly wrote: readonly WroteLine[];
}
