/** Occupancy as VCC's stats tell it: repairs what lost channel events left wrong (KP2, GD1). */
import type { AccountAccess, AgentStatus, VccClient } from '../clients/vcc/client';
import { foldWord } from '../core/agent-state';
import type { Occupancy } from '../core/agent-state';
import { occupancyOf } from '../core/draft';
import type { Fact, WorkloadFact } from '../core/fact';
import { HOUR, SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Link } from '../store/store';

/** A channel event younger than this may not be in the stats yet (their delay is not documented). */
const STATS_LAG_MS = 30 * SECOND;
/** Words of workforce management for an agent who is not free (vcc.md 4.2). */
const NOT_FREE: ReadonlySet<string> = new Set(['busy', 'wrap']);
/** Where nobody tells the end of a wrap-up, and of an interaction: nobody is Busy for ever. */
const WRAP_AT_MOST_MS = HOUR;
const BUSY_AT_MOST_MS = 12 * HOUR;

export interface WorkloadDeps {
  readonly vcc: Pick<VccClient, 'agentDoings'>;
  readonly clock: Clock;
  /** One more request was spent. */
  onCall?(): void;
}

export interface SeenAgents {
  readonly links: readonly Link[];
  /** By agent id. */
  readonly byAgent: ReadonlyMap<string, AgentStatus>;
}

interface Known {
  readonly link: Link;
  readonly status: AgentStatus;
  readonly occupancy: Occupancy;
}

interface Told {
  readonly link: Link;
  readonly status: Pick<AgentStatus, 'workloadSince'>;
}

/** A fact for each link whose occupancy is another than we know. */
export async function readWorkloads(
  deps: WorkloadDeps,
  account: AccountAccess,
  { links, byAgent }: SeenAgents,
): Promise<readonly { readonly linkId: string; readonly fact: Fact }[]> {
  const now = deps.clock.now();
  const known = links.flatMap((link): readonly Known[] => {
    const status = byAgent.get(link.agentId);
    return status && !isFresh(link, now)
      ? [{ link, status, occupancy: occupancyOf(link.state) }]
      : [];
  });
  const begun = known.filter(
    ({ status, occupancy }) => status.workload > 0 && occupancy === 'free',
  );
  const idle = known.filter(
    ({ status, occupancy }) => status.workload === 0 && occupancy !== 'free',
  );
  const ended = idle.length > 0 ? await keepEnded(deps, account, idle) : [];
  return [
    ...begun.map((one) => toLinkFact(one, 'engaged', now)),
    ...ended.map((one) => toLinkFact(one, 'free', now)),
    ...forgotten({ links, byAgent }, now),
  ];
}

/** Workload does not count wrap-up: only workforce management tells its end. */
async function keepEnded(
  { vcc, clock, onCall }: WorkloadDeps,
  account: AccountAccess,
  idle: readonly Known[],
): Promise<readonly Known[]> {
  const doings = await vcc.agentDoings(account, onCall);
  const longAgo = clock.now() - WRAP_AT_MOST_MS;
  const isOver = ({ link, status, occupancy }: Known): boolean =>
    occupancy === 'engaged' || status.isEligible || lastTold(link) < longAgo;
  if (doings.kind !== 'ok') return idle.filter(isOver);
  const stateOf = new Map(doings.value.map(({ agentId, state }) => [agentId, foldWord(state)]));
  return idle.filter((one) => {
    const state = stateOf.get(one.link.agentId);
    return state === undefined ? isOver(one) : !NOT_FREE.has(state);
  });
}

/** Of whom the stats say nothing, as without the scope for them: the longest working day ends. */
function forgotten({ links, byAgent }: SeenAgents, now: number) {
  const longAgo = now - BUSY_AT_MOST_MS;
  return links
    .filter((link) => !byAgent.has(link.agentId) && occupancyOf(link.state) !== 'free')
    .filter((link) => lastTold(link) < longAgo)
    .map((link) => toLinkFact({ link, status: { workloadSince: now } }, 'free', now));
}

function toLinkFact({ link, status }: Told, occupancy: WorkloadFact['occupancy'], now: number) {
  const at = Math.min(now, Math.max(status.workloadSince, lastTold(link) + 1));
  const fact: WorkloadFact = {
    id: `workload|${at}|${occupancy}`,
    side: 'vcc',
    kind: 'workload',
    at,
    seenAt: now,
    via: 'sweep',
    occupancy,
  };
  return { linkId: link.id, fact };
}

function lastTold(link: Link): number {
  return Math.max(newestChannel(link), link.state.occupancy.reported?.at ?? 0);
}

function isFresh(link: Link, now: number): boolean {
  return now - newestChannel(link) < STATS_LAG_MS;
}

function newestChannel({ state }: Link): number {
  return Math.max(0, ...Object.values(state.occupancy.channels).map(({ at }) => at));
}
