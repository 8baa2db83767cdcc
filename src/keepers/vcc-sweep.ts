/** KP2: reads what VCC says of every linked agent and finds what lost webhooks left wrong. */
import type { AccountAccess, AgentPresence, AgentStatus, VccClient } from '../clients/vcc/client';
import { foldWord } from '../core/agent-state';
import { occupancyOf } from '../core/draft';
import type { AgentStateFact, Fact, WorkloadFact } from '../core/fact';
import { SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, Link, Store } from '../store/store';

/** vcc.md 2.4 */
const IDS_PER_READ = 50;
/** A channel event younger than this may not be in the stats yet (their delay is not documented). */
const STATS_LAG_MS = 30 * SECOND;

export interface VccSweepDeps {
  readonly store: Store;
  readonly vcc: VccClient;
  readonly clock: Clock;
  accountOf(connection: Connection): AccountAccess;
  wakeMany(linkIds: readonly string[]): Promise<void>;
}

export interface VccSweepPass {
  readonly agents: number;
  readonly facts: number;
  readonly tookMs: number;
  readonly trouble: string | null;
}

interface LinkFact {
  readonly linkId: string;
  readonly fact: Fact;
}

export async function sweepConnection(
  deps: VccSweepDeps,
  connection: Connection,
): Promise<VccSweepPass> {
  const startedAt = deps.clock.now();
  const links = await deps.store.links.list(connection.id);
  if (links.length === 0) return { agents: 0, facts: 0, tookMs: 0, trouble: null };
  const account = deps.accountOf(connection);
  const statuses = await deps.vcc.agentStatus(account);
  const byAgent = new Map(
    statuses.kind === 'ok' ? statuses.value.map((one) => [one.agentId, one]) : [],
  );
  const now = deps.clock.now();
  const workloads = links.flatMap((link) => workloadFact(link, byAgent.get(link.agentId), now));
  const doubtful = links.filter((link) => isDoubtful(link, byAgent.get(link.agentId)));
  const presences = await readDoubtful(deps, account, doubtful);
  const facts = [...workloads, ...presences.facts];
  if (facts.length > 0) await deps.wakeMany(await deps.store.facts.appendMany(facts));
  const tookMs = deps.clock.now() - startedAt;
  return { agents: links.length, facts: facts.length, tookMs, trouble: presences.trouble };
}

/** The stats name the state only by its words, so a difference is looked into. */
function isDoubtful(link: Link, status: AgentStatus | undefined): boolean {
  const settled = link.state.agent.settled;
  if (!status || !settled) return true;
  return foldWord(status.presenceName) !== foldWord(settled.state.name);
}

function workloadFact(link: Link, status: AgentStatus | undefined, now: number): LinkFact[] {
  if (!status) return [];
  const known = occupancyOf(link.state);
  const busy = status.workload > 0;
  const repaired =
    busy && known === 'free' ? 'engaged' : !busy && known === 'engaged' ? 'free' : null;
  if (!repaired || isFresh(link, now)) return [];
  const at = Math.min(now, Math.max(status.workloadSince, newestChannel(link) + 1));
  const fact: WorkloadFact = {
    id: `workload|${at}|${repaired}`,
    side: 'vcc',
    kind: 'workload',
    at,
    seenAt: now,
    via: 'sweep',
    occupancy: repaired,
  };
  return [{ linkId: link.id, fact }];
}

function isFresh(link: Link, now: number): boolean {
  return now - newestChannel(link) < STATS_LAG_MS;
}

function newestChannel(link: Link): number {
  return Math.max(0, ...Object.values(link.state.occupancy.channels).map((one) => one.at));
}

async function readDoubtful(
  deps: VccSweepDeps,
  account: AccountAccess,
  links: readonly Link[],
): Promise<{ readonly facts: LinkFact[]; readonly trouble: string | null }> {
  const facts: LinkFact[] = [];
  for (let first = 0; first < links.length; first += IDS_PER_READ) {
    const part = links.slice(first, first + IDS_PER_READ);
    const read = await deps.vcc.readPresences(
      account,
      part.map((link) => link.agentUserId),
    );
    if (read.kind !== 'ok') return { facts, trouble: read.reason };
    facts.push(...toFacts(part, read.value, deps.clock.now()));
  }
  return { facts, trouble: null };
}

function toFacts(
  links: readonly Link[],
  presences: readonly AgentPresence[],
  seenAt: number,
): LinkFact[] {
  const linkOf = new Map(links.map((link) => [link.agentUserId.toLowerCase(), link.id]));
  return presences.flatMap((presence) => {
    const linkId = linkOf.get(presence.userId.toLowerCase());
    return linkId === undefined ? [] : [{ linkId, fact: toFact(presence, seenAt) }];
  });
}

function toFact(presence: AgentPresence, seenAt: number): AgentStateFact {
  const { state, updatedAt } = presence;
  return {
    id: `sweep|${updatedAt}|${state.presenceId}`,
    side: 'vcc',
    kind: 'agent-state',
    at: updatedAt,
    seenAt,
    via: 'sweep',
    state,
  };
}
