/** One link in the real store, and what the law says of claims, facts and late processes (TN1 to TN3). */
import type { Fact } from '../../../src/core/fact';
import type { LinkState } from '../../../src/core/link-state';
import type { ClaimedTurn, FactOutcome, Store } from '../../../src/store/store';
import { sampleEnd, sampleFact, sampleState, storeLink } from '../../store/samples';

export const CLAIM_MS = 500;

type Outcome = FactOutcome['outcome'];

/** A turn as the process that took it knows it; it may be over long since. */
interface Held {
  readonly turn: ClaimedTurn;
  readonly token: string;
}

/** How a process judges the facts of its turn. */
export interface Judgement {
  readonly outcomes: readonly Outcome[];
}

export class TurnModel {
  readonly faults: string[] = [];
  private readonly store: Store;
  private readonly linkId: string;
  private now = 1_000;
  private claim: { token: string; until: number } | null = null;
  private state: LinkState = sampleState('fresh');
  /** In the order of their coming; null: unread. */
  private readonly facts = new Map<string, Outcome | null>();
  private readonly held = new Map<number, Held>();
  private count = 0;

  private constructor(store: Store, linkId: string) {
    this.store = store;
    this.linkId = linkId;
  }

  static async open(store: Store): Promise<TurnModel> {
    return new TurnModel(store, (await storeLink(store)).id);
  }

  pass(ms: number): void {
    this.now += ms;
  }

  async append(number: number): Promise<void> {
    const id = `fact-${number}`;
    const isNew = !this.facts.has(id);
    const stored = await this.store.facts.append(this.linkId, [sampleFact(id)]);
    this.expect(stored === (isNew ? 1 : 0), `${id} was stored ${stored} times`);
    if (isNew) this.facts.set(id, null);
  }

  /** Several processes at once: one of them gets it where it is free, nobody where it is not. */
  async claimAtOnce(processes: readonly number[]): Promise<void> {
    const wasFree = this.isFree();
    const { now } = this;
    const asked = processes.map((process) => ({ process, token: this.newToken(process) }));
    const turns = await Promise.all(
      asked.map(({ token }) => this.store.turns.claim(this.linkId, token, now, now + CLAIM_MS)),
    );
    const won = asked.flatMap((one, index) => {
      const turn = turns[index];
      return turn ? [{ ...one, turn }] : [];
    });
    const due = wasFree && processes.length > 0 ? 1 : 0;
    this.expect(won.length === due, `${won.length} of ${processes.length} got it, ${due} due`);
    for (const { process, token, turn } of won) this.take(process, { token, turn });
  }

  /** True: it left its mark. Nobody who has lost the claim may leave any. */
  async intend(process: number, judgement: Judgement): Promise<void> {
    const held = this.held.get(process);
    if (!held) return;
    const state = this.newState();
    const outcomes = outcomesOf(held, judgement);
    const until = this.now + CLAIM_MS;
    const holds = this.holds(held);
    const done = await this.store.turns.intend(
      held.turn.claim,
      { state, outcomes },
      this.now,
      until,
    );
    this.expect(done === holds, `intended ${done}, held ${holds}`);
    if (!holds) return;
    this.claim = { token: held.token, until };
    this.keep(state, outcomes);
  }

  async settle(process: number, judgement: Judgement): Promise<void> {
    const held = this.held.get(process);
    if (!held) return;
    this.held.delete(process);
    const state = this.newState();
    const outcomes = outcomesOf(held, judgement);
    const holds = this.holds(held);
    const end = sampleEnd({ state, outcomes });
    const told = await this.store.turns.settle(held.turn.claim, end, this.now);
    this.expect((told === 'lost') === !holds, `settled as ${told}, held ${holds}`);
    if (!holds) return;
    this.claim = null;
    this.keep(state, outcomes);
    const more = [...this.facts.values()].includes(null);
    this.expect(told === (more ? 'more' : 'done'), `settled as ${told}, more ${more}`);
  }

  /** Another process asks while the holder settles: it comes before or after, never in between. */
  async settleUnderClaim(process: number, other: number, judgement: Judgement): Promise<void> {
    if (process === other) return;
    const { now } = this;
    const token = this.newToken(other);
    const asking = this.store.turns.claim(this.linkId, token, now, now + CLAIM_MS);
    const wasFree = this.isFree();
    if (wasFree) {
      // Nobody holds it, so whoever thinks to do so is late; the asker gets it.
      const turn = await asking;
      this.expect(turn !== null, 'it was free, and nobody got it');
      if (turn) this.take(other, { token, turn });
      return this.settle(process, judgement);
    }
    const [, turn] = await Promise.all([this.settle(process, judgement), asking]);
    if (!turn) return;
    this.expect(this.isFree(), 'it was held, and another got it');
    this.take(other, { token, turn });
  }

  /** In the end every fact has been read by a turn, and ends with an outcome. */
  async end(): Promise<readonly string[]> {
    this.pass(2 * CLAIM_MS);
    await this.claimAtOnce([9]);
    await this.settle(9, { outcomes: ['taken'] });
    const open = [...this.facts].filter(([, outcome]) => outcome === null || outcome === 'waits');
    for (const [id] of open) this.faults.push(`${id} is left open`);
    await this.store.links.remove(this.linkId);
    return this.faults;
  }

  private take(process: number, held: Held): void {
    const { link, facts } = held.turn;
    const unread = [...this.facts].flatMap(([id, outcome]) =>
      outcome === null || outcome === 'waits' ? [id] : [],
    );
    const got = facts.map(({ id }: Fact) => id).join();
    this.expect(got === unread.join(), `the turn has ${got}, unread are ${unread.join()}`);
    const [has, stands] = [link.state, this.state].map((one) => JSON.stringify(one));
    this.expect(has === stands, `the turn begins at ${has}, ${stands} stands`);
    this.claim = { token: held.token, until: this.now + CLAIM_MS };
    this.held.set(process, held);
  }

  private keep(state: LinkState, outcomes: readonly FactOutcome[]): void {
    this.state = state;
    for (const { factId, outcome } of outcomes) this.facts.set(factId, outcome);
  }

  private isFree(): boolean {
    return this.claim === null || this.claim.until <= this.now;
  }

  private holds({ token }: Held): boolean {
    return this.claim?.token === token && !this.isFree();
  }

  private newToken(process: number): string {
    this.count += 1;
    return `process ${process}, turn ${this.count}`;
  }

  private newState(): LinkState {
    this.count += 1;
    return sampleState(`state ${this.count}`);
  }

  private expect(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }
}

function outcomesOf({ turn }: Held, { outcomes }: Judgement): readonly FactOutcome[] {
  return turn.facts.map(({ id }, index) => ({
    factId: id,
    outcome: outcomes[index % outcomes.length] ?? 'taken',
    code: 'agent-changed',
  }));
}
