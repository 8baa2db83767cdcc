/** The service: facts in, one turn at a time, each step at its own instant; it may die between any two. */
import type { Action, ActionResult } from '../../../src/core/action';
import { showAction } from '../../../src/core/action';
import { beginTurn, nextAction, settleAction } from '../../../src/core/decide';
import type { Draft } from '../../../src/core/draft';
import { toRecord } from '../../../src/core/explain';
import type { Fact } from '../../../src/core/fact';
import type { Terms } from '../../../src/core/mapping';
import { nextTeamsLook, nextWake } from '../../../src/core/schedule';
import { MINUTE, SECOND } from '../../../src/core/time';
import type { Ledger } from './ledger';
import { Shelf } from './shelf';
import type { Timeline } from './timeline';

/** Longer than a call may take (TN1). */
const CLAIM_MS = 12 * SECOND;
/** A claim that ends so much later was taken by a clock that has been set back since. */
const CLOCKS_DIFFER_MS = MINUTE;
const MAX_ACTIONS = 12;
/** How long a crash waits for a turn to fall into. */
const ARMED_MS = 20 * SECOND;
/** How late a due wake is found. */
const DUE_SCAN_MS = 100;

export interface Call {
  readonly action: Action;
  readonly draft: Draft;
  readonly turn: number;
  /** Has something newer come that the turn has not read? */
  hasNews(): boolean;
}

export interface Outside {
  /** Makes the call; answers through `done` after its latency. */
  perform(call: Call, done: (result: ActionResult) => void): void;
  /** Milliseconds a step of the service takes. */
  stepMs(): number;
}

export interface ServiceParts {
  readonly timeline: Timeline;
  /** What our own clock says. */
  readonly clock: () => number;
  readonly ledger: Ledger;
  readonly outside: Outside;
  readonly commitsReadings: boolean;
  readonly storeDropsRepeats: boolean;
  readonly log: (line: () => string) => void;
}

interface Turn {
  readonly number: number;
  readonly draft: Draft;
  readonly facts: readonly Fact[];
  actions: number;
}

export class Service {
  readonly shelf: Shelf;
  terms: Terms;
  isUp = true;
  turns = 0;
  private readonly parts: ServiceParts;
  private turn: Turn | null = null;
  /** Counts processes: what an earlier one had begun is lost. */
  private life = 0;
  private stepsToCrash: { steps: number; downMs: number } | null = null;
  private idleTurnAt = -1;

  constructor(terms: Terms, parts: ServiceParts) {
    this.terms = terms;
    this.parts = parts;
    this.shelf = new Shelf(parts.storeDropsRepeats);
  }

  get isBusy(): boolean {
    return this.turn !== null || this.shelf.unreadFacts().length > 0;
  }

  get isDoomed(): boolean {
    return this.stepsToCrash !== null;
  }

  /** False: nobody answered at the door. */
  deliver(fact: Fact): boolean {
    if (!this.isUp) return false;
    if (this.shelf.append(fact)) this.soon();
    return true;
  }

  /** The process dies so many steps of a turn from now; after a while in any case. */
  crashAfter(steps: number, downMs: number): void {
    if (!this.isUp) return;
    if (steps === 0) return this.die(downMs);
    const armed = { steps, downMs };
    this.stepsToCrash = armed;
    this.parts.timeline.after(ARMED_MS, () => {
      if (this.stepsToCrash === armed) this.die(downMs);
    });
  }

  dieForGood(): void {
    this.die(null);
  }

  private get now(): number {
    return this.parts.clock();
  }

  /** Timers are looked at all the time. */
  clockWasSet(): void {
    this.atWake();
    this.soon();
  }

  private die(downMs: number | null): void {
    this.parts.log(() => 'crash');
    this.life += 1;
    this.isUp = false;
    this.turn = null;
    this.stepsToCrash = null;
    const { life } = this;
    if (downMs === null) return;
    this.parts.timeline.after(downMs, () => {
      if (life === this.life) this.rise();
    });
  }

  private rise(): void {
    this.parts.log(() => 'up again');
    this.isUp = true;
    this.onRise();
    this.atWake();
    this.soon();
  }

  /** The keepers start anew with the process. */
  onRise: () => void = () => undefined;

  private soon(): void {
    this.later(this.parts.outside.stepMs(), () => this.startTurn());
  }

  /** Runs in this life only. */
  private later(ms: number, run: () => void): void {
    const { life } = this;
    this.parts.timeline.after(ms, () => {
      if (life === this.life && this.isUp) run();
    });
  }

  private startTurn(): void {
    const { shelf } = this;
    if (this.turn) return;
    const due = shelf.wakeAt !== null && shelf.wakeAt <= this.now;
    if (!due && shelf.unreadFacts().length === 0) return;
    if (
      shelf.claimedUntil > this.now &&
      shelf.claimedUntil <= this.now + CLAIM_MS + CLOCKS_DIFFER_MS
    )
      return this.later(shelf.claimedUntil - this.now, () => this.startTurn());
    this.openTurn();
  }

  private openTurn(): void {
    const { shelf } = this;
    const facts = [...shelf.unreadFacts()];
    shelf.claimedUntil = this.now + CLAIM_MS;
    shelf.wakeAt = shelf.claimedUntil;
    this.turns += 1;
    const draft = beginTurn({ state: shelf.state, facts, terms: this.terms, now: this.now });
    this.turn = { number: this.turns, draft, facts, actions: 0 };
    this.parts.log(
      () =>
        `turn ${this.turns}: ${draft.outcomes.map((one) => `${one.factId} ${one.outcome} ${one.code}`).join('; ')}`,
    );
    this.checkOutcomes(this.turn);
    this.step();
  }

  /** TN2: each fact of the turn ends in a verdict. */
  private checkOutcomes({ draft, facts }: Turn): void {
    const judged = new Set(draft.outcomes.map((one) => one.factId));
    if (facts.some((fact) => !judged.has(fact.id))) this.fault('[TN2] a fact has no verdict');
  }

  private step(): void {
    const { turn } = this;
    if (!turn || this.mayDie()) return;
    const action = nextAction(turn.draft);
    if (!action) return this.endTurn(turn);
    turn.actions += 1;
    if (turn.actions > MAX_ACTIONS) {
      this.fault(`a turn without end: ${showAction(action)}`);
      return this.endTurn(turn);
    }
    this.intend(turn, action);
  }

  private intend(turn: Turn, action: Action): void {
    const { draft } = turn;
    draft.now = this.now;
    draft.state.inFlight = { action, startedAt: this.now };
    if (action.kind !== 'read-agent' || this.parts.commitsReadings) {
      if (this.hasLostClaim()) return;
      this.shelf.claimedUntil = this.now + CLAIM_MS;
      this.shelf.wakeAt = this.shelf.claimedUntil;
      this.shelf.commit(draft);
    }
    if (this.mayDie()) return;
    const { life } = this;
    const call = { action, draft, turn: turn.number, hasNews: () => this.hasNews(turn) };
    this.parts.outside.perform(call, (result) => {
      if (life === this.life) this.take(turn, action, result);
    });
  }

  private hasNews({ facts }: Turn): boolean {
    return this.shelf.unreadFacts().some((fact) => !facts.includes(fact));
  }

  private take(turn: Turn, action: Action, result: ActionResult): void {
    if (this.mayDie()) return;
    this.parts.log(() => `  ${showAction(action)}: ${result.kind}`);
    settleAction(turn.draft, { action, result }, this.now);
    const gaveWay = result.kind === 'retry' && result.unsent === 'superseded';
    if (gaveWay) return this.endTurn(turn);
    this.later(this.parts.outside.stepMs(), () => this.step());
  }

  private endTurn(turn: Turn): void {
    if (this.mayDie()) return;
    if (this.hasLostClaim()) return;
    const { shelf } = this;
    const { draft } = turn;
    const { state } = draft;
    this.checkRest(turn);
    shelf.commit(draft);
    shelf.claimedUntil = 0;
    shelf.wakeAt = nextWake(state, this.terms, this.now);
    shelf.teamsDueAt = nextTeamsLook(state, this.now);
    const record = toRecord(draft, 'link');
    if (record) shelf.records.push(record);
    this.parts.log(
      () =>
        `  end: ${record?.code ?? '-'} meant ${JSON.stringify(state.meant?.presence)} ${state.meant?.stage ?? ''} wake ${String(shelf.wakeAt)} due ${String(shelf.teamsDueAt)}`,
    );
    this.turn = null;
    if (shelf.unreadFacts().length > 0) this.soon();
    this.atWake();
  }

  /** TN1: the claim is over by our clock, so nothing of the turn is kept. */
  private hasLostClaim(): boolean {
    if (this.shelf.claimedUntil > this.now) return false;
    this.parts.log(() => 'claim lost');
    this.turn = null;
    this.soon();
    return true;
  }

  /** A wake that changes nothing must not ask for the same instant again. */
  private checkRest({ draft, facts, actions }: Turn): void {
    if (facts.length > 0 || actions > 0) return;
    const again = nextWake(draft.state, this.terms, this.now);
    if (again !== null && again <= this.now) this.fault('woken for nothing, and again at once');
    if (this.idleTurnAt === this.now) this.fault('woken twice at one instant for nothing');
    this.idleTurnAt = this.now;
  }

  private atWake(): void {
    const { wakeAt } = this.shelf;
    if (wakeAt === null) return;
    this.later(Math.max(0, wakeAt - this.now) + DUE_SCAN_MS, () => {
      if (this.shelf.wakeAt !== wakeAt) return;
      // Ours may go slower than the world's.
      if (wakeAt > this.now) this.atWake();
      else this.startTurn();
    });
  }

  private mayDie(): boolean {
    const { stepsToCrash } = this;
    if (!stepsToCrash) return false;
    stepsToCrash.steps -= 1;
    if (stepsToCrash.steps >= 0) return false;
    this.die(stepsToCrash.downMs);
    return true;
  }

  private fault(text: string): void {
    this.parts.ledger.faults.push(text);
    this.parts.log(() => `FAULT ${text}`);
  }
}
