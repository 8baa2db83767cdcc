import type { SandboxClock } from '../clock';
import type {
  AccountSeed,
  AgentSeed,
  PresenceDefinition,
  RecordedCall,
  SimulatedAgent,
  VccAccount,
  VccKnobs,
} from '../contract';
import { Agent } from './agent';
import type { AgentHost } from './agent';
import { Budget } from './budget';
import { toCloudEvent } from './cloud-events';
import { Credentials } from './credentials';
import { defaultDefinitions } from './definitions';
import { Dispatcher } from './dispatcher';
import type { Happening } from './happening';
import { guidOf, isGuid } from './ids';
import { defaultKnobs } from './knobs';
import type { Sender } from './sender';
import { SubscriptionBook } from './subscription-book';
import type { StoredSubscription } from './subscription-book';

/** One VCC account: its users, presences, subscriptions and credentials. */
export class Account implements VccAccount {
  readonly accountKey: string;
  readonly region: string;
  readonly definitions: readonly PresenceDefinition[];
  readonly knobs: VccKnobs = defaultKnobs();
  readonly clock: SandboxClock;
  readonly book: SubscriptionBook;
  readonly credentials: Credentials;
  readonly budget = new Budget();
  readonly #dispatcher: Dispatcher;
  readonly #agents = new Map<string, Agent>();
  readonly #listeners = new Set<(agent: SimulatedAgent) => void>();
  readonly #agentIds = new Set<string>();
  readonly #calls: RecordedCall[] = [];
  #byAgentId: readonly Agent[] | undefined;
  #serial = 0;

  constructor(seed: AccountSeed, world: { readonly clock: SandboxClock; readonly sender: Sender }) {
    const { clock, sender } = world;
    const { accountKey, clientId, clientSecret, scopes } = seed;
    this.accountKey = accountKey;
    this.region = seed.region ?? 'emea';
    this.definitions = seed.definitions ?? defaultDefinitions(accountKey);
    this.clock = clock;
    this.credentials = new Credentials({ clock, clientId, clientSecret, scopes });
    this.book = new SubscriptionBook({ clock, accountKey, knobs: this.knobs });
    this.#dispatcher = new Dispatcher({ clock, sender, knobs: this.knobs, book: this.book });
  }

  get agents(): readonly Agent[] {
    return [...this.#agents.values()];
  }

  /** Agents with a presence, by agent id ascending as the Stats API lists them. */
  workingByAgentId(): readonly Agent[] {
    this.#byAgentId ??= this.agents
      .filter(({ isWorking }) => isWorking)
      .sort((a, b) => (a.agentId < b.agentId ? -1 : 1));
    return this.#byAgentId;
  }

  agent(userId: string): Agent | undefined {
    return this.#agents.get(userId.toLowerCase());
  }

  subscriptions(): readonly StoredSubscription[] {
    return this.book.all();
  }

  addAgent(seed: AgentSeed): Agent {
    this.#refuseDoubtful(seed);
    const agent = new Agent(seed, this.#hostForAgents());
    this.#agents.set(seed.userId.toLowerCase(), agent);
    this.#byAgentId = undefined;
    return agent;
  }

  archive(userId: string): void {
    this.#byAgentId = undefined;
    this.#existing(userId).archive();
  }

  restore(userId: string): void {
    this.#byAgentId = undefined;
    this.#existing(userId).restore();
  }

  revokeCredentials(): void {
    this.credentials.revoke();
  }

  replaceCredentials(fresh: { readonly clientId: string; readonly clientSecret: string }): void {
    this.credentials.replace(fresh.clientId, fresh.clientSecret);
  }

  onChange(listener: (agent: SimulatedAgent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  recordCall(body: Readonly<Record<string, unknown>>): string {
    this.#calls.push({ at: this.clock.now(), body });
    return this.newGuid('call');
  }

  idle(): Promise<void> {
    return this.#dispatcher.idle();
  }

  close(): void {
    this.#dispatcher.close();
  }

  /** New in every run too, since receivers may remember ids of earlier runs. */
  newGuid(kind: string): string {
    return guidOf(kind, this.accountKey, String(this.clock.now()), String(this.#serial++));
  }

  #hostForAgents(): AgentHost {
    return {
      clock: this.clock,
      definitions: this.definitions,
      knobs: this.knobs,
      newGuid: (kind) => this.newGuid(kind),
      emit: (happening) => this.#emit(happening),
      changed: (agent) => this.#tell(agent),
    };
  }

  #emit(happening: Happening): void {
    const { accountKey, knobs } = this;
    this.#dispatcher.dispatch(
      toCloudEvent(happening, { accountKey, knobs, serial: this.#serial++ }),
    );
  }

  #tell(agent: Agent): void {
    for (const listener of this.#listeners) listener(agent);
  }

  #existing(userId: string): Agent {
    const agent = this.agent(userId);
    if (!agent) throw new Error(`The account has no user ${userId}.`);
    return agent;
  }

  #refuseDoubtful({ userId, agentId }: AgentSeed): void {
    if (!isGuid(userId)) throw new Error(`A userId is a GUID, unlike "${userId}".`);
    if (this.agent(userId)) throw new Error(`The account has a user ${userId} already.`);
    if (this.#agentIds.has(agentId))
      throw new Error(`The account has an agent ${agentId} already.`);
    this.#agentIds.add(agentId);
  }
}
