/** The slow clocks of the service: the sweep of Teams and the sweep of VCC (KP1, KP2). */
import { occupancyOf } from '../../../src/core/draft';
import type { AgentStateFact, PresenceFact, WorkloadFact } from '../../../src/core/fact';
import { MINUTE, SECOND } from '../../../src/core/time';
import type { StampedState } from './agent';
import type { Scene } from './scene';

const TEAMS_SWEEP_MS = 2 * SECOND;
const VCC_SWEEP_MS = 2 * MINUTE;
/** graph.md 2.6: how far an answer may lag behind. */
const LAG_MS = 4 * SECOND;
/** A channel event younger than this may not be in the stats yet. */
const STATS_LAG_MS = 30 * SECOND;

export class Keepers {
  private readonly world: Scene;
  private last: { words: string; at: number } | null = null;
  private life = 0;

  constructor(world: Scene) {
    this.world = world;
  }

  /** A process begins: what the one before remembered is gone. */
  start(): void {
    this.last = null;
    this.life += 1;
    this.repeat(() => this.sweepTeams(), TEAMS_SWEEP_MS);
    this.repeat(() => this.sweepVcc(), VCC_SWEEP_MS);
  }

  /** A pass answers how long it takes; it never overlaps with the next. */
  private repeat(pass: () => number, everyMs: number): void {
    const { life } = this;
    const run = (): void => {
      if (life !== this.life || !this.world.service.isUp) return;
      this.world.timeline.after(Math.max(pass(), everyMs), run);
    };
    run();
  }

  private sweepTeams(): number {
    const { world, life } = this;
    if (world.isGraphDown()) return 0;
    const at = world.ourNow;
    const startedAt = world.now;
    const isDue = isReached(world.service.shelf.teamsDueAt, at);
    const lagMs = world.chance.happens(world.noise.readingLags, 'lag')
      ? world.chance.upTo(LAG_MS, 'lag-ms')
      : 0;
    const tookMs = world.latencyMs('sweep');
    world.timeline.after(tookMs, () => {
      if (life === this.life && world.service.isUp)
        this.takeReading({ at, isDue, shownAt: startedAt + tookMs - lagMs });
    });
    return tookMs;
  }

  private takeReading(read: { at: number; isDue: boolean; shownAt: number }): void {
    const { world } = this;
    const { availability, activity } = world.person.shownAt(read.shownAt);
    const words = `${availability}/${activity}`;
    const since = this.last?.at ?? this.remembered();
    const isRepeated = world.chance.happens(world.noise.readingRepeated, 'reading-repeated');
    const isNews = read.isDue || isRepeated || words !== this.last?.words;
    this.last = { words, at: read.at };
    world.service.shelf.sweptAt = read.at;
    if (!isNews) return;
    const fact: PresenceFact = {
      id: `teams|${read.at}`,
      side: 'teams',
      kind: 'presence',
      at: read.at,
      since,
      seenAt: world.ourNow,
      via: 'sweep',
      availability,
      activity,
      ...(world.scenario.knobs.sequenceNumbers
        ? { sequenceNumber: world.person.sequenceAt(read.shownAt) }
        : {}),
    };
    world.log(() => `teams reads ${words}${read.isDue ? ' (due)' : ''}`);
    world.service.deliver(fact);
  }

  private remembered(): number | null {
    const { scenario, service } = this.world;
    return scenario.knobs.remembersSweeps ? service.shelf.sweptAt : null;
  }

  private sweepVcc(): number {
    const { world } = this;
    if (world.isVccDown()) return 0;
    const { settled } = world.service.shelf.state.agent;
    const told = world.agent.now;
    if (told.state.name !== settled?.state.name)
      world.service.deliver(agentFact(told, world.ourNow, 'sweep'));
    const workload = this.workload();
    if (workload) world.service.deliver(workload);
    return 0;
  }

  /** The stats repair what lost channel events left wrong. */
  private workload(): WorkloadFact | null {
    const { world } = this;
    const { state } = world.service.shelf;
    const known = occupancyOf(state);
    const busy = world.agent.occupancy !== 'free';
    const wrong = busy ? known === 'free' : known !== 'free';
    const newest = Math.max(0, ...Object.values(state.occupancy.channels).map((one) => one.at));
    if (!wrong || world.now - newest < STATS_LAG_MS) return null;
    const occupancy = busy ? world.agent.occupancy : 'free';
    const at = Math.max(newest + 1, world.now - STATS_LAG_MS);
    return {
      id: `workload|${at}|${occupancy}`,
      side: 'vcc',
      kind: 'workload',
      at,
      seenAt: world.ourNow,
      via: 'sweep',
      occupancy,
    };
  }
}

export function agentFact(
  told: StampedState,
  seenAt: number,
  via: 'sweep' | 'webhook',
): AgentStateFact {
  const { state, updatedAt } = told;
  const id = `${via}|${updatedAt}|${state.presenceId}`;
  return { id, side: 'vcc', kind: 'agent-state', at: updatedAt, seenAt, via, state };
}

function isReached(instant: number | null, now: number): boolean {
  return instant !== null && instant <= now;
}
