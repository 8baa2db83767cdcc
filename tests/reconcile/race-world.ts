/** One link, an agent who changes, and processes whose every await ends when the scheduler says so. */
import type * as fc from 'fast-check';
import { CALL_TIMEOUT_MS } from '../../src/clients/pipeline/caller';
import type { CallResult } from '../../src/clients/call-result';
import type { GraphClient } from '../../src/clients/graph/client';
import type { AgentPresence } from '../../src/clients/vcc/client';
import type { AgentState } from '../../src/core/agent-state';
import type { Fact } from '../../src/core/fact';
import { initialLinkState } from '../../src/core/link-state';
import type { LinkState } from '../../src/core/link-state';
import { reconcile } from '../../src/reconcile/turn';
import type { ReconcileDeps } from '../../src/reconcile/turn';
import type { ClaimedTurn, FactOutcome, Store, TurnStore } from '../../src/store/store';
import { DEFINITIONS, SETTLE_MS, START, stateNamed, TERMS } from '../core/driver';

type Scheduler = fc.Scheduler;

interface StoredFact {
  readonly fact: Fact;
  outcome: FactOutcome['outcome'] | null;
}

/** What the store keeps of the link, changed in one step each, as a transaction would. */
export class RaceStore {
  state: LinkState = initialLinkState();
  wakeAt: number | null = null;
  readonly facts: StoredFact[] = [];
  claim: { token: string; until: number } | null = null;

  append(fact: Fact): void {
    this.facts.push({ fact, outcome: null });
  }

  unread(): readonly Fact[] {
    return this.facts
      .filter(({ outcome }) => outcome === null || outcome === 'waits')
      .map(({ fact }) => fact);
  }

  holds(token: string, now: number): boolean {
    return this.claim?.token === token && this.claim.until > now;
  }

  mark(outcomes: readonly FactOutcome[]): void {
    for (const { factId, outcome } of outcomes) {
      const stored = this.facts.find(({ fact }) => fact.id === factId);
      if (stored) stored.outcome = outcome;
    }
  }
}

export class RaceWorld {
  readonly store = new RaceStore();
  readonly faults: string[] = [];
  now = START;
  vcc: { state: AgentState; updatedAt: number };
  /** What people and orders chose, the newest last. */
  readonly choices: { readonly at: number; readonly name: string }[] = [];
  /** Null: everything happens at once, in order. */
  scheduler: Scheduler | null;
  private facts = 0;

  constructor(scheduler: Scheduler | null, agent: string) {
    this.scheduler = scheduler;
    this.vcc = { state: stateNamed(agent), updatedAt: START - 60_000 };
  }

  /** Every instant is another, as in life. */
  tick(): number {
    this.now += 1;
    return this.now;
  }

  /** The agent chooses; VCC tells of it whenever it comes to it. */
  choose(name: string): Fact {
    // Nobody chooses twice within so short a time.
    this.now += 2_500;
    const at = this.tick();
    this.vcc = { state: stateNamed(name), updatedAt: at };
    this.choices.push({ at, name });
    const base = { id: this.nextId(), at, seenAt: at, via: 'webhook' } as const;
    return { ...base, side: 'vcc', kind: 'agent-state', state: stateNamed(name) };
  }

  order(name: string): Fact {
    const at = this.tick();
    this.choices.push({ at, name });
    const { presenceId } = stateNamed(name);
    const base = { id: this.nextId(), at, seenAt: at, via: 'desk', by: 'agent' } as const;
    return { ...base, side: 'order', kind: 'set-state', presenceId };
  }

  channel(phase: string): Fact {
    const at = this.tick();
    const base = { id: this.nextId(), at, seenAt: at, via: 'webhook' } as const;
    return { ...base, side: 'vcc', kind: 'channel', channelId: 'one', phase };
  }

  linked(): Fact {
    const at = this.tick();
    const base = { id: this.nextId(), at, seenAt: at, via: 'desk', by: 'admin' } as const;
    return { ...base, side: 'order', kind: 'linked' };
  }

  reading(availability: string): Fact {
    const at = this.tick();
    const base = { id: this.nextId(), at, seenAt: at, via: 'sweep', since: null } as const;
    return { ...base, side: 'teams', kind: 'presence', availability, activity: availability };
  }

  /** One process takes the link's turns. */
  async run(): Promise<void> {
    const tokens = new Set<string>();
    await reconcile(this.deps(tokens), 'link');
  }

  /** Without a race: due turns one after the other until nothing is left to do. */
  async rest(): Promise<void> {
    this.scheduler = null;
    for (let turns = 0; turns < 50; turns += 1) {
      this.now += 1_000;
      const due = this.store.wakeAt !== null && this.store.wakeAt <= this.now;
      if (!due && this.store.unread().length === 0 && turns > 30) return;
      await this.run();
    }
  }

  private nextId(): string {
    this.facts += 1;
    return `fact-${this.facts}`;
  }

  /** The scheduler decides when it happens, and when its answer is heard. */
  private async later<T>(label: string, happen: () => T): Promise<T> {
    const { scheduler } = this;
    if (!scheduler) return happen();
    const result = await scheduler.schedule(Promise.resolve(), label).then(happen);
    await scheduler.schedule(Promise.resolve(), `${label} answered`);
    return result;
  }

  private deps(tokens: Set<string>): ReconcileDeps {
    const graph = this.graph(tokens);
    return {
      store: this.storeFor(tokens),
      clock: { now: () => this.tick(), sleep: () => Promise.resolve() },
      settleMs: SETTLE_MS,
      graph,
      renewals: graph,
      vcc: {
        readPresence: () => this.later('read', () => this.told()),
        setPresence: (_account, _userId, presenceId) =>
          this.call('set agent', tokens, () => this.setAgent(presenceId)),
      },
      accountOf: () => ({}) as never,
      onUnknownDefinition: () => undefined,
      onShutOut: () => undefined,
      onLawFailure: (_link, error) => void this.faults.push(`the law failed: ${String(error)}`),
      onTurnEnd: () => undefined,
    };
  }

  private told(): CallResult<AgentPresence> {
    return { kind: 'ok', status: 200, value: { userId: 'agent', ...this.vcc } };
  }

  private setAgent(presenceId: string): CallResult<AgentPresence> {
    const found = DEFINITIONS.find((one) => one.presenceId === presenceId);
    if (!found) return { kind: 'refused', status: 400, reason: 'no such state' };
    this.vcc = { state: stateNamed(found.name), updatedAt: this.tick() };
    return this.told();
  }

  private graph(tokens: Set<string>): GraphClient {
    const ok = (): CallResult<null> => ({ kind: 'ok', status: 200, value: null });
    const write = (label: string) => () => this.call(label, tokens, ok);
    return {
      setPresence: write('set session'),
      clearPresence: write('clear session'),
      setPreferredPresence: write('set slot'),
      clearPreferredPresence: write('clear slot'),
    } as unknown as GraphClient;
  }

  /** TN1, TN3: it leaves only by the turn that has the claim, and after it was committed. */
  private call<T>(
    label: string,
    tokens: Set<string>,
    happen: () => CallResult<T>,
  ): Promise<CallResult<T>> {
    const startedAt = this.now;
    if (!this.store.state.inFlight) this.faults.push(`[TN3] ${label} left uncommitted`);
    return this.later(label, () => {
      if (this.now - startedAt > CALL_TIMEOUT_MS) {
        return { kind: 'unknown', afterMs: 0, reason: 'timeout' };
      }
      const holder = this.store.claim;
      if (!holder || !tokens.has(holder.token)) this.faults.push(`[TN1] ${label} without a claim`);
      return happen();
    });
  }

  private storeFor(tokens: Set<string>): Store {
    const { store } = this;
    const turns: TurnStore = {
      claim: (_linkId, token, now, until) =>
        this.later('claim', () => {
          if (store.claim && store.claim.until > now) return null;
          store.claim = { token, until };
          store.wakeAt = until;
          tokens.add(token);
          return this.claimed(token);
        }),
      intend: ({ token }, { state, outcomes }, now, until) =>
        this.later('intend', () => {
          if (!store.holds(token, now)) return false;
          store.state = structuredClone(state);
          store.mark(outcomes);
          store.claim = { token, until };
          store.wakeAt = until;
          return true;
        }),
      settle: ({ token }, { state, outcomes, wakeAt }, now) =>
        this.later('settle', () => {
          if (!store.holds(token, now)) return 'lost';
          const read = new Set(outcomes.map(({ factId }) => factId));
          store.state = structuredClone(state);
          store.mark(outcomes);
          store.claim = null;
          store.wakeAt = wakeAt;
          return store.unread().some(({ id }) => !read.has(id)) ? 'more' : 'done';
        }),
    };
    const facts = { unread: () => this.later('unread', () => store.unread()) };
    return { turns, facts, links: { remove: () => Promise.resolve() } } as unknown as Store;
  }

  private claimed(token: string): ClaimedTurn {
    const { state } = this.store;
    const link = { id: 'link', tenantId: 'tenant', connectionId: 'c', groups: [], trouble: {} };
    const { mapping, policies, definitions } = TERMS;
    const connection = { id: 'c', mapping, policies, definitions, trouble: {} };
    return {
      claim: { linkId: 'link', token },
      link: { ...link, state: structuredClone(state) },
      connection,
      facts: this.store.unread(),
    } as unknown as ClaimedTurn;
  }
}
