import type { SandboxClock } from '../clock';
import type { AgentSeed, PresenceDefinition, SimulatedAgent, VccKnobs } from '../contract';
import { isLive } from './channel';
import type { Channel, ChannelAction, ChannelState } from './channel';
import { baseDefinition, findDefinition, isOutboundOnly } from './definitions';
import type { Happening } from './happening';
import { createTicker } from './instants';
import type { TickInstant } from './instants';
import { StateJournal } from './journal';
import type { WfmState } from './journal';

/** What an agent needs of the account it belongs to. */
export interface AgentHost {
  readonly clock: SandboxClock;
  readonly definitions: readonly PresenceDefinition[];
  readonly knobs: VccKnobs;
  newGuid(kind: string): string;
  emit(happening: Happening): void;
  changed(agent: Agent): void;
}

/**
 * One VCC user: a presence and, independently of it, channels (7.3: an agent on a call stays Ready).
 */
export class Agent implements SimulatedAgent {
  readonly seed: AgentSeed;
  readonly journal = new StateJournal();
  readonly #host: AgentHost;
  readonly #tick: () => TickInstant;
  #presence: { readonly definition: PresenceDefinition; readonly since: number };
  /** Chosen during an interaction, in force after it (7.4, intended states). */
  #intended: PresenceDefinition | undefined;
  #channels: Channel[] = [];
  #workloadSince: number;
  #isArchived = false;

  constructor(seed: AgentSeed, host: AgentHost) {
    this.seed = seed;
    this.#host = host;
    this.#tick = createTicker(() => host.clock.now());
    const definition = seed.presence ? this.#find(seed.presence) : this.#base('LoggedOut');
    this.#presence = { definition, since: host.clock.now() };
    this.#workloadSince = host.clock.now();
    this.#writeJournal();
  }

  get userId(): string {
    return this.seed.userId;
  }

  get agentId(): string {
    return this.seed.agentId;
  }

  get name(): string {
    return this.seed.name;
  }

  get email(): string {
    return this.seed.email;
  }

  get isArchived(): boolean {
    return this.#isArchived;
  }

  /** Has a presence at all: an unarchived user who acts as agent. */
  get isWorking(): boolean {
    return !this.#isArchived && this.seed.actAsAgent !== false;
  }

  presence(): { readonly definition: PresenceDefinition; readonly since: number } {
    return this.#presence;
  }

  occupancy(): 'free' | 'engaged' | 'wrapping-up' {
    if (this.#channels.length === 0) return 'free';
    return this.#channels.some(isLive) ? 'engaged' : 'wrapping-up';
  }

  /** Channels that are not ended yet, oldest first. */
  channels(): readonly Readonly<Channel>[] {
    return this.#channels;
  }

  workloadSince(): number {
    return this.#workloadSince;
  }

  choose(state: string): void {
    const definition = this.#find(state);
    if (!definition.selectable) throw new Error(`ContactPad does not offer "${state}".`);
    this.request(definition);
  }

  logIn(): void {
    this.request(this.#base('Ready'));
  }

  logOut(): void {
    this.request(this.#base('LoggedOut'));
  }

  /** Takes a presence now, or after the interaction where intended states are in force. */
  request(definition: PresenceDefinition, { bumpSame = false } = {}): void {
    this.#assertWorking();
    const isDeferred =
      this.#host.knobs.patchWhileEngaged === 'defer' && this.occupancy() !== 'free';
    this.#intended = isDeferred ? definition : undefined;
    if (isDeferred) return;
    if (bumpSame || definition.presenceId !== this.#presence.definition.presenceId) {
      this.#take(definition);
    }
  }

  takeCall(): string {
    this.#assertWorking();
    const channel = this.#newChannel();
    this.#channels.push(channel);
    this.#workloadSince = channel.since;
    this.#emitChannel('alerted', channel);
    this.#move(channel, 'connected', ['connected']);
    return channel.channelId;
  }

  holdCall(channelId?: string): void {
    this.#move(this.#pick(['connected'], channelId), 'held', ['held']);
  }

  retrieveCall(channelId?: string): void {
    this.#move(this.#pick(['held'], channelId), 'connected', ['retrieved']);
  }

  endCall(channelId?: string): void {
    const channel = this.#pick(['connected', 'held'], channelId);
    this.#workloadSince = this.#host.clock.now();
    this.#move(channel, 'wrapping-up', ['disconnected', 'wrapstarted']);
  }

  endWrapUp(channelId?: string): void {
    const channel = this.#pick(['wrapping-up'], channelId);
    this.#channels = this.#channels.filter((other) => other !== channel);
    this.#emitChannel('ended', channel);
    const intended = this.occupancy() === 'free' ? this.#intended : undefined;
    if (!intended) return this.#afterChange();
    this.#intended = undefined;
    if (intended.presenceId === this.#presence.definition.presenceId) return this.#afterChange();
    this.#take(intended);
  }

  /** An archived user has no presence and no calls any more; VCC sends nothing about it (a guess). */
  archive(): void {
    this.#isArchived = true;
    this.#channels = [];
    this.#intended = undefined;
    this.#presence = { definition: this.#base('LoggedOut'), since: this.#host.clock.now() };
    this.#afterChange();
  }

  restore(): void {
    this.#isArchived = false;
    this.#afterChange();
  }

  #take(definition: PresenceDefinition): void {
    const at = this.#tick();
    this.#presence = { definition, since: at.ms };
    this.#emit(at, { kind: 'presence', definition });
    this.#afterChange();
  }

  #move(channel: Channel, state: ChannelState, actions: readonly ChannelAction[]): void {
    channel.state = state;
    channel.since = this.#host.clock.now();
    for (const action of actions) this.#emitChannel(action, channel);
    this.#afterChange();
  }

  #emitChannel(action: ChannelAction, { channelId, interactionId, conversationId }: Channel): void {
    const channel = { channelId, interactionId, conversationId };
    this.#emit(this.#tick(), { kind: 'channel', action, channel });
  }

  #emit(at: TickInstant, what: Happening['what']): void {
    this.#host.emit({ at, userId: this.userId, agentId: this.agentId, what });
  }

  #afterChange(): void {
    this.#writeJournal();
    this.#host.changed(this);
  }

  #writeJournal(): void {
    const { description } = this.#presence.definition;
    this.journal.enter({ start: this.#host.clock.now(), state: this.#wfmState(), description });
  }

  #wfmState(): WfmState {
    const occupancy = this.occupancy();
    if (occupancy !== 'free') return occupancy === 'engaged' ? 'Busy' : 'Wrap';
    const { definition } = this.#presence;
    if (isOutboundOnly(definition)) return 'ReadyRFO';
    const type = definition.category.categoryType;
    return type === 'Ready' || type === 'Away' || type === 'ExtendedAway' ? type : 'LoggedOut';
  }

  #newChannel(): Channel {
    return {
      channelId: this.#host.newGuid('channel'),
      interactionId: this.#host.newGuid('interaction'),
      conversationId: this.#host.newGuid('conversation'),
      state: 'alerted',
      since: this.#host.clock.now(),
    };
  }

  /** The channel asked for, else the newest one in such a state. */
  #pick(states: readonly ChannelState[], channelId: string | undefined): Channel {
    const found = this.#channels.findLast(
      (channel) =>
        states.includes(channel.state) && (channelId ?? channel.channelId) === channel.channelId,
    );
    if (!found) throw new Error(`${this.name} has no channel that is ${states.join(' or ')}.`);
    return found;
  }

  #find(state: string): PresenceDefinition {
    const definition = findDefinition(this.#host.definitions, state);
    if (!definition) throw new Error(`The account has no presence "${state}".`);
    return definition;
  }

  #base(categoryType: string): PresenceDefinition {
    const definition = baseDefinition(this.#host.definitions, categoryType);
    if (!definition) throw new Error(`The account has no presence of category ${categoryType}.`);
    return definition;
  }

  #assertWorking(): void {
    if (this.#isArchived) throw new Error(`${this.name} is archived.`);
    if (!this.isWorking) throw new Error(`${this.name} does not act as an agent.`);
  }
}
