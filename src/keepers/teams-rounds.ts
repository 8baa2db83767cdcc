/** Which tenant is swept when: each at its own pace, none waiting for another (TN1, KP1). */
import type { Clock } from '../runtime/clock';
import type { Store } from '../store/store';
import { IDS_PER_CALL, lookAtSome, newTenantSweep, sweepTenant } from './teams-sweep';
import type { PartPass, SweepDeps, SweepPass, TenantSweep, Watched } from './teams-sweep';

/** graph.md 5.1, as configured. */
export interface Budget {
  readonly requests: number;
  readonly windowMs: number;
}

export interface TeamsRoundsDeps extends SweepDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Names this process among those that share the store. */
  readonly owner: string;
  readonly aimMs: number;
  readonly budget: Budget;
  onPass(tenantId: string, pass: SweepPass): void;
  onError(error: unknown): void;
}

interface Round {
  readonly sweep: TenantSweep;
  nextAt: number;
  running: Promise<void> | null;
}

/** How much of the budget sweeping may take: changes by people come first (TN5). */
const SHARE = 0.6;
/** A process that died leaves its tenants to the others after this. */
export const SWEEP_LEASE_MS = 10_000;

/** The shortest pause between two looks at which tenant is due. */
const LOOK_MS = 200;

export interface TeamsRounds {
  /** Starts the sweeps that are due; answers the pause until the next look. */
  pass(): Promise<number>;
  /**
   * Reads these people now, by the sweep's own path. Null: another process sweeps the tenant, or
   * this one has not read all of them before and could not say since when something has changed.
   */
  look(tenantId: string, people: readonly Watched[]): Promise<PartPass | null>;
  /** What the last reading of the person said; null: not known here. */
  lastWords(tenantId: string, personId: string): string | null;
  /** Tenants this process has swept lately. */
  swept(): readonly string[];
  /** The next sweep of the tenant is due at once. */
  hurry(tenantId: string): void;
  /** Ends when no sweep is under way. */
  rest(): Promise<void>;
  isBusy(): boolean;
}

export function createTeamsRounds(deps: TeamsRoundsDeps): TeamsRounds {
  const rounds = new Map<string, Round>();
  return {
    pass: async () => {
      const tenants = await deps.store.links.watchedTenants();
      drop(rounds, tenants);
      for (const tenantId of tenants) startIfDue(deps, roundOf(rounds, tenantId));
      return pauseUntilNext(deps, rounds);
    },
    look: (tenantId, people) => look(deps, rounds.get(tenantId), people),
    lastWords: (tenantId, personId) =>
      rounds.get(tenantId)?.sweep.last.get(personId)?.words ?? null,
    swept: () =>
      [...rounds.values()].flatMap(({ sweep }) => (sweep.last.size > 0 ? [sweep.tenantId] : [])),
    hurry: (tenantId) => {
      const round = rounds.get(tenantId);
      if (!round) return;
      round.nextAt = 0;
      startIfDue(deps, round);
    },
    rest: async () => {
      for (const round of rounds.values()) await round.running;
    },
    isBusy: () => [...rounds.values()].some((round) => round.running !== null),
  };
}

async function look(
  deps: TeamsRoundsDeps,
  round: Round | undefined,
  people: readonly Watched[],
): Promise<PartPass | null> {
  if (!round || !people.every(({ personId }) => round.sweep.last.has(personId))) return null;
  const isHeld = await holdTenant(deps, round);
  return isHeld && round.sweep.last.size > 0 ? lookAtSome(deps, round.sweep, people) : null;
}

/**
 * One process at a time reads a tenant's people: what it read last is the measure of what is new, and
 * says nothing any more once another one has read them since.
 */
async function holdTenant(deps: TeamsRoundsDeps, { sweep }: Round): Promise<boolean> {
  const { store, clock, owner } = deps;
  const now = clock.now();
  const lease = `teams-sweep:${sweep.tenantId}`;
  const held = await store.leases.take(lease, owner, now, now + SWEEP_LEASE_MS);
  if (held !== 'kept') sweep.last.clear();
  return held !== null;
}

function pauseUntilNext({ clock, aimMs }: TeamsRoundsDeps, rounds: Map<string, Round>): number {
  const resting = [...rounds.values()].filter((round) => round.running === null);
  const next = Math.min(...resting.map((round) => round.nextAt), clock.now() + aimMs);
  return Math.max(next - clock.now(), Math.min(aimMs, LOOK_MS));
}

function roundOf(rounds: Map<string, Round>, tenantId: string): Round {
  const known = rounds.get(tenantId);
  if (known) return known;
  const round: Round = { sweep: newTenantSweep(tenantId), nextAt: 0, running: null };
  rounds.set(tenantId, round);
  return round;
}

function drop(rounds: Map<string, Round>, tenants: readonly string[]): void {
  const wanted = new Set(tenants);
  for (const tenantId of rounds.keys()) if (!wanted.has(tenantId)) rounds.delete(tenantId);
}

function startIfDue(deps: TeamsRoundsDeps, round: Round): void {
  if (round.running || round.nextAt > deps.clock.now()) return;
  round.running = sweepOnce(deps, round)
    .catch((error: unknown) => {
      round.nextAt = deps.clock.now() + deps.aimMs;
      deps.onError(error);
    })
    .finally(() => {
      round.running = null;
    });
}

async function sweepOnce(deps: TeamsRoundsDeps, round: Round): Promise<void> {
  const { tenantId } = round.sweep;
  const startedAt = deps.clock.now();
  if (!(await holdTenant(deps, round))) {
    round.nextAt = startedAt + deps.aimMs;
    return;
  }
  const pass = await sweepTenant(deps, round.sweep);
  round.nextAt = startedAt + Math.max(pauseFor(deps, pass.people), pass.pauseMs);
  deps.onPass(tenantId, pass);
}

/** The aim, stretched so that sweeping keeps to its share of the budget. */
function pauseFor(deps: TeamsRoundsDeps, people: number): number {
  const calls = Math.ceil(people / IDS_PER_CALL);
  const perCallMs = deps.budget.windowMs / (deps.budget.requests * SHARE);
  return Math.max(deps.aimMs, Math.ceil(calls * perCallMs));
}
