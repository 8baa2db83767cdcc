/** Two hundred people with a manner each, who act at random instants (by a seed), and what they have done. */
import type { SimulatedAgent, SimulatedPerson } from '../../sandbox/contract';
import { Chance } from '../properties/world/chance';
import type { Linked } from './flow';

/** `vcc` and `teams` act on one side only, so that every write to it would be one too many (WW3). */
export type Manner = 'vcc' | 'teams' | 'both';

const STATES = ['Ready', 'Away', 'Lunch', 'Break', 'Extended Away', 'Training'] as const;
/** Away by hand is for `both`: it is probed, and a probe writes to Teams (GD3). */
const STATUSES = ['Available', 'Busy', 'DoNotDisturb', 'BeRightBack'] as const;

export class Townsfolk {
  readonly linkId: string;
  readonly agent: SimulatedAgent;
  readonly person: SimulatedPerson;
  readonly manner: Manner;
  readonly #chance: Chance;
  /** Acts that may lead to something on the other side. */
  acts = 0;

  constructor({ linkId, agent, person }: Linked, index: number, seed: number) {
    this.linkId = linkId;
    this.agent = agent;
    this.person = person;
    this.manner = (['vcc', 'teams', 'both', 'both'] as const)[index % 4] ?? 'both';
    this.#chance = new Chance(seed * 1_000 + index);
  }

  act(): void {
    this.acts += 1;
    if (this.manner === 'vcc') return this.#actInVcc();
    if (this.manner === 'teams') return this.#actInTeams();
    return this.#chance.happens(50, 'side') ? this.#actInVcc() : this.#actInTeams();
  }

  /** Whatever has been begun is ended, and a last choice is made. */
  finish(): void {
    this.acts += 4;
    while (this.agent.occupancy() === 'engaged') this.agent.endCall();
    while (this.agent.occupancy() === 'wrapping-up') this.agent.endWrapUp();
    this.person.leaveCall();
    this.person.touchMouse();
  }

  choose(): void {
    this.acts += 1;
    if (this.manner === 'teams') this.person.setByHand(this.#chance.pick([...STATUSES], 'status'));
    else this.agent.choose(this.#chance.pick([...STATES], 'state'));
  }

  #actInVcc(): void {
    const { agent } = this;
    if (agent.occupancy() === 'engaged') return agent.endCall();
    if (agent.occupancy() === 'wrapping-up') return agent.endWrapUp();
    if (this.#chance.happens(30, 'call')) return void agent.takeCall();
    agent.choose(this.#chance.pick([...STATES], 'state'));
  }

  #actInTeams(): void {
    const { person } = this;
    const draw = this.#chance.upTo(9, 'teams');
    if (draw === 0) return person.joinCall();
    if (draw <= 2) return person.leaveCall();
    if (draw === 3 && this.manner === 'both') return person.setByHand('Away');
    if (draw === 4 && this.manner === 'both') return person.goAwayByIdleness();
    person.touchMouse();
    person.setByHand(this.#chance.pick([...STATUSES], 'status'));
  }
}
