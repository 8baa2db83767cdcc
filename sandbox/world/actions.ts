import type { SimulatedAgent, SimulatedPerson } from '../contract';
import type { AgentWatch } from './agent-watch';
import { BadAction } from './action-request';
import type { ActionRequest, AgentDeed, PersonDeed } from './action-request';
import type { WorldOptions, WorldPerson } from './contract';
import type { IdleWatch } from './idle-watch';
import type { Misbehaviour } from './misbehaviour';

interface ActionTools {
  readonly options: WorldOptions;
  readonly watch: AgentWatch;
  readonly idle: IdleWatch;
  readonly misbehaviour: Misbehaviour;
}

const AGENT_ACTS: Readonly<Record<AgentDeed, (agent: SimulatedAgent) => void>> = {
  'agent.log-in': (agent) => agent.logIn(),
  'agent.log-out': (agent) => agent.logOut(),
  'agent.take-call': (agent) => void agent.takeCall(),
  'agent.hold-call': (agent) => agent.holdCall(),
  'agent.retrieve-call': (agent) => agent.retrieveCall(),
  'agent.end-call': (agent) => agent.endCall(),
  'agent.end-wrap-up': (agent) => agent.endWrapUp(),
};

const PERSON_ACTS: Readonly<Record<PersonDeed, (person: SimulatedPerson) => void>> = {
  'person.reset': (person) => person.resetStatus(),
  'person.leave-call': (person) => person.leaveCall(),
  'person.start-meeting': (person) => person.startMeeting(),
  'person.end-meeting': (person) => person.endMeeting(),
  'person.start-focusing': (person) => person.startFocusing(),
  'person.end-focusing': (person) => person.endFocusing(),
  'person.go-idle': (person) => person.goIdle(),
  'person.away-by-idleness': (person) => person.goAwayByIdleness(),
  'person.touch-mouse': (person) => person.touchMouse(),
  'person.close-laptop': (person) => person.closeLaptop(),
  'person.open-laptop': (person) => person.openLaptop(),
};

/** Does what a button of the page asks; throws `BadAction` when nobody could do it. */
export class Actions {
  readonly #tools: ActionTools;
  #moving: Promise<void> = Promise.resolve();

  constructor(tools: ActionTools) {
    this.#tools = tools;
  }

  async perform(request: ActionRequest): Promise<void> {
    switch (request.do) {
      case 'clock.advance':
        return this.#advance(request.ms);
      case 'misbehave':
        if (this.#tools.misbehaviour.set(request.name, request.on)) return;
        throw new BadAction('There is no such way to misbehave.');
      case 'agent.choose':
        return this.#choose(request.person, request.state);
      case 'person.set':
        return this.#find(request.person).person.setByHand(request.availability);
      case 'person.join-call':
        return this.#find(request.person).person.joinCall(request.activity);
      case 'person.out-of-office':
        return this.#find(request.person).person.setOutOfOffice(request.on);
      default:
        return this.#act(request);
    }
  }

  #act({
    do: deed,
    person: key,
  }: {
    readonly do: AgentDeed | PersonDeed;
    readonly person: string;
  }): void {
    if (!isAgentDeed(deed)) return this.#live(deed, this.#find(key).person);
    const agent = this.#agentOf(key);
    AGENT_ACTS[deed](agent);
    if (deed === 'agent.hold-call') this.#tools.watch.setOnHold(agent, true);
    // A call taken beside one on hold is the one talked to.
    if (deed === 'agent.retrieve-call' || deed === 'agent.take-call') {
      this.#tools.watch.setOnHold(agent, false);
    }
  }

  #live(deed: PersonDeed, person: SimulatedPerson): void {
    PERSON_ACTS[deed](person);
    this.#tools.idle.note(person, deed);
  }

  #choose(key: string, state: string): void {
    const agent = this.#agentOf(key);
    const isKnown = this.#find(key).account?.definitions.some(
      ({ presenceId, description }) =>
        presenceId === state || description.toLowerCase() === state.toLowerCase(),
    );
    if (!isKnown) throw new BadAction('The account has no such state.');
    agent.choose(state);
  }

  /** One move at a time: two at once would each end at an instant of their own. */
  #advance(ms: number): Promise<void> {
    const { clock, advance } = this.#tools.options;
    const next = this.#moving.then(() => (advance ? advance(ms) : clock.advance(ms)));
    this.#moving = next.catch(() => undefined);
    return next;
  }

  #agentOf(key: string): SimulatedAgent {
    const { agent, name } = this.#find(key);
    if (agent) return agent;
    throw new BadAction(`${name} has no VCC agent.`);
  }

  #find(key: string): WorldPerson {
    const person = this.#tools.options.people.find((other) => other.key === key);
    if (person) return person;
    throw new BadAction('Nobody here has that key.');
  }
}

function isAgentDeed(deed: AgentDeed | PersonDeed): deed is AgentDeed {
  return deed in AGENT_ACTS;
}
