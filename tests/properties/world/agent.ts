/** One agent as VCC sees them: presence with stamps, channels, and the rules of setting (vcc.md 2, 3, 7). */
import type { AgentState, Definition } from '../../../src/core/agent-state';
import type { Knobs } from './scenario';

export interface StampedState {
  readonly state: AgentState;
  readonly updatedAt: number;
}

export type PatchAnswer =
  { readonly kind: 'answered'; readonly told: StampedState } | { readonly kind: 'refused' };

const BUSY_PHASES = ['alerted', 'connected', 'held', 'retrieved', 'parked', 'unparked'];

export class Agent {
  private readonly definitions: readonly Definition[];
  private readonly knobs: Knobs;
  private readonly tell: (told: StampedState) => void;
  private standing: StampedState;
  private intended: AgentState | null = null;
  private readonly channels = new Map<string, string>();
  private engagedAt: number | null = null;

  constructor(
    definitions: readonly Definition[],
    start: { readonly presenceId: string; readonly at: number; readonly knobs: Knobs },
    tell: (told: StampedState) => void,
  ) {
    this.definitions = definitions;
    this.knobs = start.knobs;
    this.tell = tell;
    this.standing = { state: this.stateOf(start.presenceId), updatedAt: start.at };
  }

  get now(): StampedState {
    return this.standing;
  }

  get isLoggedOut(): boolean {
    return this.standing.state.category === 'LoggedOut';
  }

  get occupancy(): 'free' | 'engaged' | 'wrapping-up' {
    const phases = [...this.channels.values()];
    if (phases.some((phase) => BUSY_PHASES.includes(phase))) return 'engaged';
    return phases.length > 0 ? 'wrapping-up' : 'free';
  }

  /** Since when on an interaction or wrapping up; null: free. */
  get busySince(): number | null {
    return this.engagedAt;
  }

  stateOf(presenceId: string): AgentState {
    const found = this.definitions.find((one) => one.presenceId === presenceId);
    if (!found) throw new Error(`No definition ${presenceId}`);
    const { category, name } = found;
    return { presenceId, category, name };
  }

  /** The agent or a supervisor chooses a state. */
  set(presenceId: string, at: number): void {
    const state = this.stateOf(presenceId);
    this.standing = { state, updatedAt: at };
    this.intended = null;
    this.tell(this.standing);
  }

  moveChannel(channel: string, phase: string, at: number): void {
    if (phase === 'ended') this.channels.delete(channel);
    else this.channels.set(channel, phase);
    this.engagedAt = this.channels.size === 0 ? null : (this.engagedAt ?? at);
    if (this.occupancy === 'free' && this.intended) this.set(this.intended.presenceId, at);
  }

  phaseOf(channel: string): string | undefined {
    return this.channels.get(channel);
  }

  openChannels(): readonly string[] {
    return [...this.channels.keys()];
  }

  /** `PATCH /{userId}/presence` */
  patch(presenceId: string, at: number): PatchAnswer {
    const definition = this.definitions.find((one) => one.presenceId === presenceId);
    const { patchWhileEngaged, patchWhileLoggedOut } = this.knobs;
    if (!definition?.selectable) return { kind: 'refused' };
    if (this.isLoggedOut && patchWhileLoggedOut === 'refused') return { kind: 'refused' };
    if (this.occupancy === 'free' || patchWhileEngaged === 'taken')
      return this.take(presenceId, at);
    if (patchWhileEngaged === 'refused') return { kind: 'refused' };
    this.intended = this.stateOf(presenceId);
    return { kind: 'answered', told: this.standing };
  }

  private take(presenceId: string, at: number): PatchAnswer {
    const same = this.standing.state.presenceId === presenceId;
    if (!same || this.knobs.patchOfSameStamps) this.set(presenceId, at);
    return { kind: 'answered', told: this.standing };
  }
}
