import type { SimulatedAgent } from '../contract';

interface Watched {
  isLoggedIn: boolean;
  loggedInSince: number;
  occupancy: string;
  occupancySince: number;
  onHold: boolean;
}

/** Remembers what a simulated agent does not tell: since when it is logged in, engaged, on hold. */
export class AgentWatch {
  readonly #agents = new Map<SimulatedAgent, Watched>();

  /** Takes note of how the agent stands now. */
  look(agent: SimulatedAgent, now: number): Readonly<Watched> {
    const { definition, since } = agent.presence();
    const isLoggedIn = definition.category.categoryType !== 'LoggedOut';
    const occupancy = agent.occupancy();
    const watched = this.#agents.get(agent);
    if (!watched) {
      const first = {
        isLoggedIn,
        occupancy,
        loggedInSince: since,
        occupancySince: now,
        onHold: false,
      };
      this.#agents.set(agent, first);
      return first;
    }
    if (isLoggedIn !== watched.isLoggedIn) watched.loggedInSince = since;
    if (occupancy !== watched.occupancy) watched.occupancySince = now;
    if (occupancy !== 'engaged') watched.onHold = false;
    return Object.assign(watched, { isLoggedIn, occupancy });
  }

  setOnHold(agent: SimulatedAgent, onHold: boolean): void {
    const watched = this.#agents.get(agent);
    if (watched) watched.onHold = onHold;
  }
}
