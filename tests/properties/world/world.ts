/** A hostile world around one link, in virtual time: plays a scenario and keeps the book. */
import type { AgentStateFact, ChannelFact } from '../../../src/core/fact';
import { SECOND, MINUTE } from '../../../src/core/time';
import { createSteadyNow } from '../../../src/runtime/steady';
import { Agent } from './agent';
import type { StampedState } from './agent';
import { Chance } from './chance';
import { Keepers, agentFact } from './keepers';
import { Ledger } from './ledger';
import { performAct } from './people';
import { Performer } from './performer';
import { Person } from './person';
import type { Act, Noise, Scenario, TimedAct } from './scenario';
import { CALM } from './scenario';
import type { Scene } from './scene';
import { Service } from './service';
import { Timeline } from './timeline';

export const START = Date.UTC(2026, 10, 23, 9);
const LINKED_AFTER_MS = 10 * SECOND;
/** Longer than a crash waits for a turn to fall into. */
const DOOM_MS = 21 * SECOND;
const LATE_MS = 2 * MINUTE;
const RETRY_DELIVERY_MS = 30 * SECOND;

export class World implements Scene {
  readonly scenario: Scenario;
  readonly timeline = new Timeline(START);
  readonly chance: Chance;
  readonly ledger = new Ledger();
  readonly person: Person;
  readonly agent: Agent;
  readonly service: Service;
  readonly keepers: Keepers;
  noise: Noise;
  graphDownUntil = 0;
  vccDownUntil = 0;
  readonly trace: string[] = [];
  private readonly isTracing: boolean;
  /** How far the clock of our machine is ahead of the world's. */
  private aheadMs = 0;
  private steadyNow = this.newProcessClock();
  private facts = 0;

  constructor(scenario: Scenario, isTracing = false) {
    this.scenario = scenario;
    this.isTracing = isTracing;
    this.chance = new Chance(scenario.seed);
    this.noise = scenario.noise;
    const { knobs, start } = scenario;
    this.person = newPerson(scenario);
    this.agent = new Agent(
      scenario.terms.definitions,
      { presenceId: start.presenceId, at: START - MINUTE, knobs },
      (told) => this.sendState(told),
    );
    const performer = new Performer(this);
    this.service = new Service(scenario.terms, {
      timeline: this.timeline,
      clock: () => this.ourNow,
      ledger: this.ledger,
      outside: {
        perform: (call, done) => performer.perform(call, done),
        stepMs: () => Math.floor(this.latencyMs('step') / 20),
      },
      commitsReadings: knobs.commitsReadings,
      storeDropsRepeats: knobs.storeDropsRepeats,
      log: (line) => this.log(line),
    });
    this.keepers = new Keepers(this);
    this.service.onRise = () => {
      this.steadyNow = this.newProcessClock();
      this.keepers.start();
    };
  }

  get now(): number {
    return this.timeline.now;
  }

  get ourNow(): number {
    return this.steadyNow();
  }

  setClock(byMs: number): void {
    this.aheadMs += byMs;
    this.service.clockWasSet();
  }

  private newProcessClock(): () => number {
    return createSteadyNow(
      () => this.now + this.aheadMs,
      () => this.now,
    );
  }

  log(line: () => string): void {
    if (this.isTracing) this.trace.push(`${((this.now - START) / SECOND).toFixed(3)} ${line()}`);
  }

  latencyMs(key: string): number {
    return this.chance.upTo(this.noise.latencyMs, `latency-${key}`);
  }

  isGraphDown(): boolean {
    return this.now < this.graphDownUntil;
  }

  isVccDown(): boolean {
    return this.now < this.vccDownUntil;
  }

  nextId(): number {
    this.facts += 1;
    return this.facts;
  }

  /** Links the two, then plays every act. */
  play(): this {
    this.keepers.start();
    this.timeline.after(LINKED_AFTER_MS, () => {
      this.service.deliver({
        id: 'linked',
        side: 'order',
        kind: 'linked',
        at: this.ourNow,
        seenAt: this.ourNow,
        via: 'desk',
        by: 'admin',
      });
    });
    this.timeline.runUntil(START + MINUTE);
    for (const timed of this.scenario.acts) this.playAct(timed);
    return this;
  }

  /** All falls quiet: nothing goes wrong any more, nobody does anything. */
  quieten(forMs: number): this {
    if (this.service.isDoomed) this.timeline.runUntil(this.now + DOOM_MS);
    const { latencyMs } = this.noise;
    this.noise = { ...CALM, latencyMs };
    this.graphDownUntil = 0;
    this.vccDownUntil = 0;
    while (!this.service.isUp) this.timeline.runUntil(this.now + SECOND);
    this.timeline.runUntil(this.now + forMs);
    for (let more = 0; more < 10 && this.service.isBusy; more += 1)
      this.timeline.runUntil(this.now + 7 * SECOND);
    return this;
  }

  private playAct({ afterMs, act }: TimedAct): void {
    this.timeline.runUntil(this.now + afterMs);
    this.act(act);
  }

  act(act: Act): void {
    const { call } = this.person.state;
    if (!performAct(this, act)) return;
    const shown = this.person.shownAt(this.now);
    this.log(
      () =>
        `ACT ${JSON.stringify(act)} -> teams ${shown.availability}/${shown.activity}, vcc ${this.agent.now.state.name} ${this.agent.occupancy}`,
    );
    this.ledger.acts.push({
      at: this.now,
      act,
      shown,
      beneath: this.person.beneathAt(this.now),
      endedCall: call !== null && this.person.state.call === null,
    });
  }

  private sendState(told: StampedState): void {
    this.sendWebhook('state', () =>
      this.service.deliver(this.atTheDoor(agentFact(told, this.ourNow, 'webhook'))),
    );
  }

  sendChannel(channelId: string, phase: string): void {
    const at = this.now;
    const id = `channel|${this.nextId()}`;
    this.sendWebhook('channel', () => {
      const fact: ChannelFact = {
        id,
        side: 'vcc',
        kind: 'channel',
        at,
        seenAt: this.ourNow,
        via: 'webhook',
        channelId,
        phase,
      };
      return this.service.deliver(this.atTheDoor(fact));
    });
  }

  /** Stamps from the future are not believed. */
  private atTheDoor<T extends AgentStateFact | ChannelFact>(fact: T): T {
    return fact.at > fact.seenAt + MINUTE ? { ...fact, at: fact.seenAt } : fact;
  }

  /** Lost, late, repeated: each delivery on its own. */
  private sendWebhook(key: string, deliver: () => boolean): void {
    const { chance, noise } = this;
    if (chance.happens(noise.webhookLost, `${key}-lost`)) return;
    const times = chance.happens(noise.webhookRepeated, `${key}-twice`) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const late = chance.happens(noise.webhookLate, `${key}-late`);
      const delayMs = late ? chance.upTo(LATE_MS, `${key}-late-ms`) : this.latencyMs(key);
      this.timeline.after(delayMs, () => this.tryDelivery(deliver));
    }
  }

  private tryDelivery(deliver: () => boolean): void {
    if (!deliver()) this.timeline.after(RETRY_DELIVERY_MS, () => this.tryDelivery(deliver));
  }
}

function newPerson({ start, knobs }: Scenario): Person {
  const at = START - MINUTE;
  const person = new Person(
    at,
    {
      clientOpen: start.clientOpen,
      idleSince: null,
      call: null,
      meeting: false,
      focusing: false,
      slot: null,
      app: null,
    },
    knobs.idleActivity,
  );
  if (start.slot) person.setByHand(at, start.slot);
  return person;
}
