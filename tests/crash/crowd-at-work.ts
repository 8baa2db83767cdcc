/** People who change their states all the time, each in a manner of their own, until told to stop. */
import type { SimulatedAgent, SimulatedPerson } from '../../sandbox/contract';
import type { Chance } from '../properties/world/chance';
import { describePair, isInStep } from '../flows/in-step';

/**
 * `vcc`, `teams`: all changes on one side, so that the last one is what must stand. `calls`: VCC with
 * interactions. `both`: both sides, the last change in VCC, so that it is known which one is newest.
 */
export type Manner = 'vcc' | 'teams' | 'calls' | 'both';

const MANNERS: readonly Manner[] = ['vcc', 'teams', 'calls', 'both'];
type States = readonly [string, ...string[]];
const STATES: States = ['Ready', 'Away', 'Lunch', 'Break', 'Training'];
const STATUSES = ['Available', 'Busy', 'DoNotDisturb', 'BeRightBack', 'Away'] as const;
const SHORTEST_MS = 1_500;
const LONGEST_MS = 6_000;

export class Worker {
  readonly key: string;
  readonly manner: Manner;
  readonly agent: SimulatedAgent;
  readonly person: SimulatedPerson;
  readonly linkId: string;
  readonly #chance: Chance;
  #timer: NodeJS.Timeout | undefined;
  #lastState: string | null = null;
  #lastStatus: string | null = null;
  changes = 0;
  /** What the two people did, and when. */
  readonly diary: { readonly at: number; readonly text: string }[] = [];

  constructor(
    one: {
      readonly agent: SimulatedAgent;
      readonly person: SimulatedPerson;
      readonly linkId: string;
    },
    index: number,
    chance: Chance,
  ) {
    this.agent = one.agent;
    this.person = one.person;
    this.linkId = one.linkId;
    this.key = one.agent.agentId;
    this.manner = MANNERS[index % MANNERS.length] ?? 'vcc';
    this.#chance = chance;
  }

  begin(): void {
    const waitMs = SHORTEST_MS + this.#chance.upTo(LONGEST_MS - SHORTEST_MS, this.key);
    this.#timer = setTimeout(() => {
      this.#change();
      this.begin();
    }, waitMs);
  }

  /** No more changes, after a last one that is known to be the newest. */
  end(): void {
    clearTimeout(this.#timer);
    while (this.agent.occupancy() === 'engaged') this.agent.endCall();
    while (this.agent.occupancy() === 'wrapping-up') this.agent.endWrapUp();
    if (this.manner === 'teams') this.#setStatus();
    else this.#choose(this.#otherStates());
  }

  /** What stands is what was chosen last, and the other side is in step with it (WW4). */
  isSettled(): boolean {
    const { description } = this.agent.presence().definition;
    const { availability } = this.person.shown();
    const stands =
      this.manner === 'teams' ? availability === this.#lastStatus : description === this.#lastState;
    return stands && isInStep(this);
  }

  describe(): string {
    const last = this.manner === 'teams' ? this.#lastStatus : this.#lastState;
    return `${this.manner}, last chose ${last ?? 'nothing'}; ${describePair(this)}`;
  }

  #change(): void {
    this.changes += 1;
    if (this.manner === 'teams') return this.#setStatus();
    if (this.manner === 'both' && this.#chance.happens(50, this.key)) return this.#setStatus();
    if (this.manner === 'calls' && this.#chance.happens(70, this.key)) return this.#interact();
    this.#choose();
  }

  /** Who picks in VCC what stands there has changed nothing: then a Teams change before it is the last. */
  #otherStates(): States {
    const { description } = this.agent.presence().definition;
    const [first, ...rest] = STATES.filter((state) => state !== description);
    return first === undefined ? STATES : [first, ...rest];
  }

  #choose(from: States = STATES): void {
    this.#lastState = this.#chance.pick(from, this.key);
    const { description } = this.agent.presence().definition;
    this.#note(`chooses ${this.#lastState} in VCC, where ${description} stands`);
    this.agent.choose(this.#lastState);
  }

  #setStatus(): void {
    this.#lastStatus = this.#chance.pick([...STATUSES], this.key);
    this.#note(
      `sets ${this.#lastStatus} in Teams, which shows ${this.person.shown().availability}`,
    );
    this.person.setByHand(this.#lastStatus);
  }

  #note(text: string): void {
    this.diary.push({ at: Date.now(), text });
  }

  #interact(): void {
    this.#note(`goes on with the interaction, ${this.agent.occupancy()} until now`);
    switch (this.agent.occupancy()) {
      case 'free':
        return void this.agent.takeCall();
      case 'engaged':
        return this.agent.endCall();
      case 'wrapping-up':
        return this.agent.endWrapUp();
    }
  }
}
