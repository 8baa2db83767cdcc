/** The default tables as a colleague would read them, without asking the product (WW4). */
import type { SimulatedAgent, SimulatedPerson } from '../../sandbox/contract';

const SHOWN_FOR: Readonly<Record<string, string>> = {
  Ready: 'Available',
  Away: 'Away',
  ExtendedAway: 'Away',
};
const SET_FOR: Readonly<Record<string, string>> = {
  Available: 'Ready',
  AvailableIdle: 'Ready',
  Busy: 'Extended Away',
  BusyIdle: 'Extended Away',
  DoNotDisturb: 'Away',
  Away: 'Away',
  BeRightBack: 'Away',
};

export interface Pair {
  readonly agent: SimulatedAgent;
  readonly person: SimulatedPerson;
}

/** Is one side the image of the other? A logged-out agent says nothing of Teams. */
export function isInStep({ agent, person }: Pair): boolean {
  const { description, category } = agent.presence().definition;
  const { availability } = person.shown();
  if (agent.occupancy() !== 'free') return availability === 'Busy';
  if (category.categoryType === 'LoggedOut') return true;
  return SHOWN_FOR[category.categoryType] === availability || SET_FOR[availability] === description;
}

export function describePair({ agent, person }: Pair): string {
  const { description } = agent.presence().definition;
  return `${agent.name}: ${description} (${agent.occupancy()}) | ${person.shown().availability}`;
}
