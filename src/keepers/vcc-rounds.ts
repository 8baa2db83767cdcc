/** Which connection is swept when; one process at a time sweeps a connection (KP2). */
import { SECOND } from '../core/time';
import type { Connection } from '../store/store';
import { createSpending } from './spending';
import type { Spending, SpendingTerms } from './spending';
import { beginSweep, readDoubts } from './vcc-sweep';
import type { AgentSweep, VccSweepDeps } from './vcc-sweep';

export interface VccSweepPass {
  readonly agents: number;
  readonly facts: number;
  readonly calls: number;
  readonly tookMs: number;
  /** Newest stamp of a change that no event told; 0: none. */
  readonly missedAt: number;
  readonly trouble: string | null;
}

export interface VccRoundsDeps extends VccSweepDeps {
  readonly owner: string;
  readonly everyMs: number;
  /** Of an account, all callers together. */
  readonly budget: SpendingTerms;
  onPass(connection: Connection, pass: VccSweepPass): void;
  onError(error: unknown): void;
}

export interface VccRounds {
  /** Starts the sweeps that are due; answers the pause until the next look. */
  pass(): Promise<number>;
  /** Ends when no sweep is under way. */
  rest(): Promise<void>;
  isBusy(): boolean;
}

interface Round {
  readonly spending: Spending;
  /** Ours to sweep, as far as we know. */
  isMine: boolean;
  nextAt: number;
  running: Promise<void> | null;
  /** Set while doubts of a sweep wait for their share of the budget. */
  sweep: AgentSweep | null;
  /** Names the subscription, so that a change of it brings a sweep. */
  subscription: string | null;
  /** One more sweep, when a change of subscription is in force for certain. */
  againAt: number;
}

/** How often is looked whether a connection is new, is ours, or its subscription has changed. */
const LOOK_MS = 4 * SECOND;
/** Kept at every look, so a process that died leaves its connections to the others after this. */
export const SWEEP_LEASE_MS = 10 * SECOND;
/** An edit of a subscription takes up to 30 s to take effect (vcc.md 3.1). */
const IN_FORCE_MS = 35 * SECOND;

export function createVccRounds(deps: VccRoundsDeps): VccRounds {
  const rounds = new Map<string, Round>();
  return {
    pass: async () => {
      const connections = (await deps.store.connections.all()).filter(isOpen);
      const ids = new Set(connections.map(({ id }) => id));
      for (const id of rounds.keys()) if (!ids.has(id)) rounds.delete(id);
      await Promise.all(connections.map((one) => visit(deps, roundOf(deps, rounds, one), one)));
      return pauseUntilNext(deps, rounds);
    },
    rest: async () => {
      for (const round of rounds.values()) await round.running;
    },
    isBusy: () => [...rounds.values()].some((round) => round.running !== null),
  };
}

function isOpen({ status, trouble }: Connection): boolean {
  return status !== 'draft' && trouble.vcc === undefined;
}

function roundOf(deps: VccRoundsDeps, rounds: Map<string, Round>, one: Connection): Round {
  const subscription = one.webhook && `${one.webhook.subscriptionId} ${one.webhook.changedAt ?? 0}`;
  const known = rounds.get(one.id) ?? newRound(deps);
  rounds.set(one.id, known);
  if (known.subscription !== subscription) {
    known.subscription = subscription;
    known.nextAt = 0;
    known.againAt = deps.clock.now() + IN_FORCE_MS;
  }
  return known;
}

function newRound({ clock, budget }: VccRoundsDeps): Round {
  const spending = createSpending(clock, budget);
  const empty = { sweep: null, subscription: null, againAt: Infinity } as const;
  return { spending, isMine: false, nextAt: 0, running: null, ...empty };
}

function pauseUntilNext({ clock }: VccRoundsDeps, rounds: Map<string, Round>): number {
  const now = clock.now();
  const resting = [...rounds.values()].filter((round) => round.isMine && !round.running);
  const next = Math.min(...resting.map((round) => round.nextAt));
  return Math.max(Math.min(next - now, LOOK_MS), SECOND / 2);
}

/** Who takes a connection over from another sweeps it at once: its events may have been lost. */
async function visit(deps: VccRoundsDeps, round: Round, one: Connection): Promise<void> {
  const now = deps.clock.now();
  const lease = `vcc-sweep:${one.id}`;
  round.isMine = await deps.store.leases.hold(lease, deps.owner, now, now + SWEEP_LEASE_MS);
  if (!round.isMine) {
    round.sweep = null;
    round.nextAt = 0;
    return;
  }
  if (round.running || round.nextAt > now) return;
  round.running = sweepOn(deps, round, one)
    .catch((error: unknown) => {
      round.sweep = null;
      round.nextAt = deps.clock.now() + deps.everyMs;
      deps.onError(error);
    })
    .finally(() => {
      round.running = null;
    });
}

async function sweepOn(deps: VccRoundsDeps, round: Round, connection: Connection): Promise<void> {
  const { clock } = deps;
  const { spending } = round;
  if (round.againAt <= clock.now()) round.againAt = Infinity;
  round.sweep ??= await beginSweep(deps, connection, spending);
  const { sweep } = round;
  await readDoubts(deps, sweep, spending);
  if (sweep.doubts.length > 0) {
    round.nextAt = clock.now() + spending.againInMs();
    return;
  }
  round.sweep = null;
  round.nextAt = Math.min(sweep.startedAt + intervalFor(deps, sweep.calls), round.againAt);
  const { agents, facts, calls, missedAt, trouble, startedAt } = sweep;
  const tookMs = clock.now() - startedAt;
  deps.onPass(connection, { agents, facts, calls, missedAt, trouble, tookMs });
}

/** Every few minutes, and so seldom that sweeping keeps to a third of the budget. */
function intervalFor({ everyMs, budget }: VccRoundsDeps, calls: number): number {
  return Math.max(everyMs, Math.ceil((calls * 3 * budget.windowMs) / budget.requests));
}
