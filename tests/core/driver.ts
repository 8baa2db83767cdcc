/** Drives one link through scenes: facts in, the host's loop, scripted answers out. No I/O. */
import type { Action, ActionResult } from '../../src/core/action';
import { showAction } from '../../src/core/action';
import type { AgentState, Definition } from '../../src/core/agent-state';
import { beginTurn, nextAction, settleAction } from '../../src/core/decide';
import type { Draft } from '../../src/core/draft';
import { toRecord } from '../../src/core/explain';
import type { Fact, Via } from '../../src/core/fact';
import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../../src/core/mapping';
import type { Terms } from '../../src/core/mapping';
import type { TurnRecord } from '../../src/core/record';
import { nextTeamsLook, nextWake } from '../../src/core/schedule';
import { SECOND } from '../../src/core/time';

export const START = Date.UTC(2026, 10, 23, 9);
export const SETTLE_MS = 8 * SECOND;
const SWEEP_MS = 2 * SECOND;
/** More calls than any turn of the law needs. */
const MAX_CALLS = 12;

export const DEFINITIONS: readonly Definition[] = [
  { presenceId: 'p-ready', category: 'Ready', name: 'Ready', selectable: true },
  { presenceId: 'p-outbound', category: 'Ready', name: 'Ready (Outbound)', selectable: true },
  { presenceId: 'p-away', category: 'Away', name: 'Away', selectable: true },
  { presenceId: 'p-lunch', category: 'Away', name: 'Lunch', selectable: true },
  { presenceId: 'p-ext', category: 'ExtendedAway', name: 'Extended Away', selectable: true },
  { presenceId: 'p-out', category: 'LoggedOut', name: 'Logged Out', selectable: true },
];

export const TERMS: Terms = {
  mapping: DEFAULT_MAPPING,
  policies: DEFAULT_POLICIES,
  definitions: DEFINITIONS,
  settleMs: SETTLE_MS,
};

export interface TurnSeen {
  /** `setPresence Available/Available`, in the order they were made. */
  readonly calls: readonly string[];
  /** `dropped own-echo`, one per fact, in the order they were judged. */
  readonly verdicts: readonly string[];
  /** Rules cited by verdicts and decisions. */
  readonly rules: readonly string[];
  /** Codes of what the turn decided. */
  readonly decided: readonly string[];
  readonly record: TurnRecord | null;
  readonly draft: Draft;
}

/** Thrown by a scripted answer: the process dies while the call is under way. */
export class Crash extends Error {}

type Answer = (action: Action, link: Driver) => ActionResult;
type OrderKind = 'resume' | 'show-agent-state' | 'linked' | 'unlink';

/** One link, its clock, what VCC truly says and what Teams last showed. */
export class Driver {
  state: LinkState = initialLinkState();
  now = START;
  terms: Terms;
  /** What a fresh reading of VCC answers. */
  vccSays: { state: AgentState; updatedAt: number };
  readonly calls: string[] = [];
  private shown: readonly [string, string] = ['PresenceUnknown', 'PresenceUnknown'];
  private lookedAt: number | null = null;
  private answers: Answer[] = [];
  private facts = 0;

  constructor(terms: Terms, agent: string) {
    this.terms = terms;
    this.vccSays = { state: stateNamed(agent), updatedAt: START - 60 * SECOND };
  }

  /** The next call is answered so; later ones as usual. */
  answerNext(...answers: (ActionResult | Answer)[]): void {
    for (const one of answers) this.answers.push(typeof one === 'function' ? one : () => one);
  }

  /** The host's loop over the facts given, and only those. */
  turn(...facts: readonly Fact[]): TurnSeen {
    const calls: string[] = [];
    const draft = beginTurn({ state: this.state, facts, terms: this.terms, now: this.now });
    for (let action = nextAction(draft); action; action = nextAction(draft)) {
      if (calls.push(showAction(action)) > MAX_CALLS)
        throw new Error(`No end: ${calls.join(', ')}`);
      draft.state.inFlight = { action, startedAt: this.now };
      this.commit(draft);
      settleAction(draft, { action, result: this.perform(action) }, this.now);
    }
    this.commit(draft);
    this.calls.push(...calls);
    return toSeen(draft, calls);
  }

  /** VCC tells of a state the agent chose just now (or at `at`). */
  vcc(name: string, at = this.now): TurnSeen {
    return this.turn(this.agentFact(name, at));
  }

  agentFact(name: string, at = this.now, via: Via = 'webhook'): Fact {
    const state = stateNamed(name);
    if (at >= this.vccSays.updatedAt) this.vccSays = { state, updatedAt: at };
    return { ...this.base(at, via), side: 'vcc', kind: 'agent-state', state };
  }

  /** The agent changed, but no webhook tells it. */
  silently(name: string, at = this.now): void {
    this.vccSays = { state: stateNamed(name), updatedAt: at };
  }

  channel(phase: string, channelId = 'call-1', at = this.now): TurnSeen {
    return this.turn(this.channelFact(phase, channelId, at));
  }

  channelFact(phase: string, channelId = 'call-1', at = this.now): Fact {
    return { ...this.base(at, 'webhook'), side: 'vcc', kind: 'channel', channelId, phase };
  }

  workload(occupancy: 'free' | 'engaged' | 'wrapping-up'): TurnSeen {
    return this.turn({ ...this.base(this.now, 'sweep'), side: 'vcc', kind: 'workload', occupancy });
  }

  /** The sweep reads this now. A reading equal to the last is a fact only where one is wanted. */
  teams(words: string): TurnSeen {
    const [availability, activity] = split(words);
    const same = availability === this.shown[0] && activity === this.shown[1];
    const wanted = nextTeamsLook(this.state, this.now);
    const news = !same || (wanted !== null && wanted <= this.now);
    const fact = this.presenceFact(words);
    return this.turn(...(news ? [fact] : []));
  }

  presenceFact(words: string, sequenceNumber?: string): Fact {
    const [availability, activity] = split(words);
    this.shown = [availability, activity];
    const since = this.lookedAt;
    this.lookedAt = this.now;
    const shown = { availability, activity, ...(sequenceNumber && { sequenceNumber }) };
    return { ...this.base(this.now, 'sweep'), side: 'teams', kind: 'presence', since, ...shown };
  }

  orderState(name: string, at = this.now): TurnSeen {
    const { presenceId } = stateNamed(name);
    return this.turn({ ...this.order(at), kind: 'set-state', presenceId });
  }

  pause(until: number | null = null): TurnSeen {
    return this.turn({ ...this.order(this.now), kind: 'pause', until });
  }

  give(kind: OrderKind): TurnSeen {
    return this.turn({ ...this.order(this.now), kind });
  }

  wait(ms: number): void {
    this.now += ms;
  }

  /** Time passes, the sweep looks and due turns run; Teams goes on showing what it shows. */
  pass(ms: number): TurnSeen {
    const until = this.now + ms;
    const before = this.calls.length;
    let seen = this.tick();
    while (this.now < until) {
      this.now = Math.min(until, this.now + SWEEP_MS);
      seen = this.tick();
    }
    return { ...seen, calls: this.calls.slice(before) };
  }

  private tick(): TurnSeen {
    const seen = this.teams(this.shown.join('/'));
    const wakeAt = nextWake(this.state, this.terms, this.now);
    if (wakeAt !== null && wakeAt <= this.now) return this.turn();
    return seen;
  }

  /** A second later Teams shows what we mean it to show. */
  confirm(): TurnSeen {
    this.wait(SECOND);
    const { availability, activity } = this.meant();
    return this.teams(`${availability}/${activity}`);
  }

  /** Teams shows this and goes on showing it until every wait is over. */
  confirmOnly(words: string): void {
    this.wait(SECOND);
    this.teams(words);
    this.pass(SETTLE_MS + 2 * SECOND);
  }

  private meant(): { availability: string; activity: string } {
    if (!this.state.meant) throw new Error('Nothing is meant.');
    return this.state.meant.presence;
  }

  private perform(action: Action): ActionResult {
    const answer = this.answers.shift();
    if (answer) return answer(action, this);
    if (action.kind === 'read-agent') return { kind: 'done', agent: this.vccSays };
    if (action.kind !== 'set-agent') return { kind: 'done' };
    this.vccSays = { state: action.target, updatedAt: this.now };
    return { kind: 'done', agent: this.vccSays };
  }

  private commit(draft: Draft): void {
    this.state = JSON.parse(JSON.stringify(draft.state)) as LinkState;
  }

  private base(at: number, via: Via): { id: string; at: number; seenAt: number; via: Via } {
    this.facts += 1;
    return { id: `fact-${this.facts}`, at, seenAt: this.now, via };
  }

  private order(at: number): ReturnType<Driver['base']> & { side: 'order'; by: string } {
    return { ...this.base(at, 'desk'), side: 'order', by: 'agent' };
  }
}

export function stateNamed(name: string): AgentState {
  const found = DEFINITIONS.find((one) => one.name === name);
  if (!found) throw new Error(`No definition is called ${name}.`);
  const { presenceId, category } = found;
  return { presenceId, category, name };
}

/** A link that runs, both sides settled: `running('Ready', 'Available')`. */
export function running(agent: string, presence: string, terms: Partial<Terms> = {}): Driver {
  const link = new Driver({ ...TERMS, ...terms }, agent);
  link.give('linked');
  link.wait(SECOND);
  link.teams(presence);
  if (link.state.meant) link.pass(SETTLE_MS + 2 * SECOND);
  link.wait(30 * SECOND);
  link.teams(presence);
  link.presenceFact(presence);
  link.calls.length = 0;
  return link;
}

/** A running link whose agent chose this state in VCC, shown and held in Teams. */
export function holding(agent: string, terms: Partial<Terms> = {}): Driver {
  const link = running(
    agent === 'Ready' ? 'Lunch' : 'Ready',
    agent === 'Ready' ? 'Away' : 'Available',
    terms,
  );
  link.vcc(agent);
  link.confirm();
  link.wait(30 * SECOND);
  link.presenceFact(link.state.meant?.presence.availability ?? 'Available');
  link.calls.length = 0;
  return link;
}

/** `Busy/InACall`; `Away` stands for Away/Away. */
function split(words: string): [string, string] {
  const [availability = '', activity = availability] = words.split('/');
  return [availability, activity];
}

function toSeen(draft: Draft, calls: readonly string[]): TurnSeen {
  const { outcomes, decided } = draft;
  return {
    calls,
    verdicts: outcomes.map((one) => `${one.outcome} ${one.code}`),
    rules: [...outcomes, ...decided].flatMap((one) => one.rules),
    decided: decided.map((one) => one.code),
    record: toRecord(draft, 'link-1'),
    draft,
  };
}
