/** What the parts of the world see of each other. */
import type { Agent } from './agent';
import type { Chance } from './chance';
import type { Ledger } from './ledger';
import type { Person } from './person';
import type { Act, Noise, Scenario } from './scenario';
import type { Service } from './service';
import type { Timeline } from './timeline';

export interface Scene {
  readonly scenario: Scenario;
  readonly timeline: Timeline;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly person: Person;
  readonly agent: Agent;
  readonly service: Service;
  readonly noise: Noise;
  readonly now: number;
  /** What the clock of the service says. */
  readonly ourNow: number;
  graphDownUntil: number;
  vccDownUntil: number;
  log(line: () => string): void;
  latencyMs(key: string): number;
  isGraphDown(): boolean;
  isVccDown(): boolean;
  nextId(): number;
  setClock(byMs: number): void;
  sendChannel(channelId: string, phase: string): void;
  /** Somebody does it now. */
  act(act: Act): void;
}
