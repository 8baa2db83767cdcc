/** One turn in the making: a private copy of the link's state and what is said about it. */
import type { AgentState, Occupancy } from './agent-state';
import type { Fact } from './fact';
import type { LinkState, Meant, TeamsSide } from './link-state';
import { imageOfAgent, imageOfPresence } from './mapping-lookup';
import type { AgentImage } from './mapping-lookup';
import type { Terms } from './mapping';
import { isSamePresence } from './presence';
import type { Presence } from './presence';
import type { ReasonCode } from './reason';
import type { SeenLine, WroteLine } from './record';
import type { Side } from './trouble';

export interface Verdict {
  readonly outcome: 'taken' | 'dropped';
  readonly code: ReasonCode;
  readonly rules: readonly string[];
}

export interface Decision {
  readonly code: ReasonCode;
  readonly title: string;
  readonly sentence: string;
  readonly rules: readonly string[];
}

export interface FactVerdict extends Verdict {
  readonly factId: string;
}

export interface Draft {
  readonly state: LinkState;
  readonly terms: Terms;
  now: number;
  readonly startedAt: number;
  readonly seen: SeenLine[];
  readonly decided: Decision[];
  readonly wrote: WroteLine[];
  readonly outcomes: FactVerdict[];
  /** A definition was met that the connection does not know (WV1). */
  unknownDefinition: boolean;
}

export function openDraft(state: LinkState, terms: Terms, now: number): Draft {
  return viewDraft(structuredClone(state), terms, now);
}

/** Only to be asked what it would do at that instant; it shares the state. */
export function viewDraft(state: LinkState, terms: Terms, now: number): Draft {
  return {
    state,
    terms,
    now,
    startedAt: now,
    seen: [],
    decided: [],
    wrote: [],
    outcomes: [],
    unknownDefinition: false,
  };
}

/** KP4: is nothing sent to that side now? */
export function isClosed(draft: Draft, side: Side): boolean {
  return draft.terms.closed?.includes(side) ?? false;
}

export function taken(code: ReasonCode, ...rules: string[]): Verdict {
  return { outcome: 'taken', code, rules };
}

export function dropped(code: ReasonCode, ...rules: string[]): Verdict {
  return { outcome: 'dropped', code, rules };
}

export function noteVerdict(draft: Draft, fact: Fact, verdict: Verdict): void {
  draft.outcomes.push({ factId: fact.id, ...verdict });
}

/** WW6: occupancy over all channels, each a stream of its own (GD1). */
export function occupancyOf(state: LinkState): Occupancy {
  const phases = Object.values(state.occupancy.channels).map((channel) => channel.phase);
  if (phases.includes('engaged')) return 'engaged';
  if (phases.includes('wrapping-up')) return 'wrapping-up';
  return state.occupancy.reported?.occupancy ?? 'free';
}

export function isBusy(state: LinkState): boolean {
  return occupancyOf(state) !== 'free';
}

/** What a call in Teams has set, or a write of ours has overwritten, is being given back. */
export function isGivingBack({ toAgent }: LinkState): boolean {
  return toAgent?.why === 'overlay-end' || toAgent?.why === 'overwritten';
}

/** GD1: what a call in Teams has set is given back only when the interaction has ended. */
export function waitsForEnd(state: LinkState): boolean {
  return state.toAgent?.why === 'overlay-end' && isBusy(state);
}

/** The agent state as it will be once what is being given back has been given back. */
export function standingAgent(state: LinkState): AgentState | null {
  if (state.toAgent && isGivingBack(state)) return state.toAgent.target;
  return state.agent.settled?.state ?? null;
}

export function imageOfStanding(draft: Draft, occupancy: Occupancy): AgentImage {
  const agent = standingAgent(draft.state);
  return agent ? imageOfAgent(draft.terms, agent, occupancy) : { kind: 'blank' };
}

/** WW4: one is the image of the other. */
export function isInStep(draft: Draft, agent: AgentState, presence: Presence): boolean {
  const shown = imageOfAgent(draft.terms, agent, occupancyOf(draft.state));
  if (shown.kind === 'shows' && isSamePresence(shown.presence, presence)) return true;
  const set = imageOfPresence(draft.terms, presence);
  return set.kind === 'sets' && set.state.presenceId === agent.presenceId;
}

/** When the call in flight left; now, where none is. */
export function startOf(draft: Draft): number {
  return draft.state.inFlight?.startedAt ?? draft.now;
}

/** From now on Teams is to show this, and it is held (WW4). */
export function mean(draft: Draft, presence: Presence, code: ReasonCode): Meant {
  const { state } = draft;
  const meant: Meant = {
    presence,
    code,
    since: draft.now,
    overrides: draft.terms.policies.handSet === 'override',
    lift: 'no',
    force: 'no',
    stage: 'write',
    counted: false,
  };
  state.meant = meant;
  state.releasing = false;
  state.takeBackSession = false;
  state.probe = null;
  state.retryAt.teams = 0;
  state.notice = null;
  turnWait(draft, presence);
  return meant;
}

/** What the write before has set may still come to be seen: nobody else chose it (EC1, EC4). */
function turnWait(draft: Draft, presence: Presence): void {
  const { teams } = draft.state;
  const { wait } = teams;
  if (!wait || isSamePresence(wait.expected, presence)) return;
  const until = draft.now + draft.terms.settleMs;
  // What was meant and never written shows by somebody else's doing.
  const own = isHeld(teams, wait.expected) ? { own: wait.expected } : {};
  teams.wait = { ...wait, ...own, expected: presence, why: 'write', until };
}

function isHeld({ session, preferred }: TeamsSide, presence: Presence): boolean {
  return [session, preferred].some((hold) => hold && isSamePresence(hold.presence, presence));
}

/** What stood before the write that is no longer waited for may still be read for a while. */
export function dropWait(state: LinkState): void {
  const wait = state.teams.wait;
  if (!wait) return;
  state.teams.wait = null;
  state.teams.unsettled = null;
}

/** Take back what we hold and leave the person to themselves. */
export function release(draft: Draft): void {
  const { state } = draft;
  state.meant = null;
  state.probe = null;
  state.takeBackSession = false;
  dropWait(state);
  state.retryAt.teams = 0;
  state.teams.base = null;
  state.teams.heldBack = null;
  state.releasing = state.teams.session !== null || state.teams.preferred !== null;
}

export function decide(draft: Draft, decision: Decision): void {
  draft.decided.push(decision);
}
