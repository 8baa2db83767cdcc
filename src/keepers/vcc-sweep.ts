/** KP2: reads what VCC says of every linked agent and finds what lost webhooks left wrong. */
import type { AccountAccess, AgentPresence, AgentStatus, VccClient } from '../clients/vcc/client';
import { foldWord } from '../core/agent-state';
import type { AgentStateFact, Fact } from '../core/fact';
import { MINUTE, SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, Link, Store } from '../store/store';
import type { Spending } from './spending';
import { IDS_PER_READ, isFailure, readAgents } from './vcc-doubts';
import { readWorkloads } from './workload';

export interface VccSweepDeps {
  readonly store: Store;
  readonly vcc: VccClient;
  readonly clock: Clock;
  accountOf(connection: Connection): AccountAccess;
  wakeMany(linkIds: readonly string[]): Promise<void>;
  /** VCC does not know the agents of these links (KP4). */
  onMissing(linkIds: readonly string[]): void;
  /** The account does not let us in (KP4). */
  onShutOut(connectionId: string): void;
}

export interface LinkFact {
  readonly linkId: string;
  readonly fact: Fact;
}

/** A sweep of one connection; what does not fit into the budget's share is left for later. */
export interface AgentSweep {
  readonly connection: Connection;
  readonly startedAt: number;
  readonly agents: number;
  doubts: readonly Link[];
  facts: number;
  calls: number;
  /** Newest stamp of a change that no event had told a minute later; 0: none. */
  missedAt: number;
  trouble: string | null;
}

/** Stamps of VCC in the stats and in the Agents API may be rounded differently. */
const STAMP_SLACK_MS = SECOND;
/** By then an event should have come. */
const MISSED_AFTER_MS = MINUTE;

/** First part: the lists of the stats, in their largest pages. */
export async function beginSweep(
  deps: VccSweepDeps,
  connection: Connection,
  spending: Spending,
): Promise<AgentSweep> {
  const startedAt = deps.clock.now();
  const links = await reachable(deps.store, connection);
  const sweep: AgentSweep = { ...EMPTY, connection, startedAt, agents: links.length };
  if (links.length === 0) return sweep;
  const account = deps.accountOf(connection);
  const onCall = (): void => count(sweep, spending);
  const statuses = await deps.vcc.agentStatus(account, onCall);
  // Without the scope for the stats every agent is read singly.
  if (statuses.kind === 'forbidden' && statuses.reason === 'bad-credentials') {
    deps.onShutOut(connection.id);
    return { ...sweep, trouble: statuses.reason };
  }
  const known = statuses.kind === 'ok' ? statuses.value : [];
  const byAgent = new Map(known.map((one) => [one.agentId, one]));
  const { clock, vcc } = deps;
  const workloads = await readWorkloads({ clock, vcc, onCall }, account, { links, byAgent });
  await keep(deps, sweep, workloads);
  sweep.doubts = links.filter((link) => isDoubtful(link, byAgent.get(link.agentId)));
  return sweep;
}

const EMPTY = { doubts: [], facts: 0, calls: 0, missedAt: 0, trouble: null } as const;

/** Second part: as many doubts as the share of the budget allows now. */
export async function readDoubts(
  deps: VccSweepDeps,
  sweep: AgentSweep,
  spending: Spending,
): Promise<void> {
  const account = deps.accountOf(sweep.connection);
  while (sweep.doubts.length > 0 && spending.left() > 0) {
    const part = sweep.doubts.slice(0, IDS_PER_READ);
    const userIds = part.map((link) => link.agentUserId);
    const onCall = (): void => count(sweep, spending);
    const read = await readAgents(deps.vcc, { account, userIds, onCall });
    if (isFailure(read)) {
      if (read.kind === 'forbidden') deps.onShutOut(sweep.connection.id);
      sweep.trouble = read.reason;
      sweep.doubts = [];
      return;
    }
    sweep.doubts = sweep.doubts.slice(part.length);
    await takePresences(deps, sweep, { part, presences: read.presences });
    reportMissing(deps, part, read.missing);
  }
}

function count(sweep: AgentSweep, spending: Spending): void {
  sweep.calls += 1;
  spending.note(1);
}

async function reachable(store: Store, connection: Connection): Promise<readonly Link[]> {
  const links = await store.links.list(connection.id);
  return links.filter((link) => !link.trouble.vcc);
}

/** The stats name the state only by its words, so a difference is looked into. */
function isDoubtful({ state }: Link, status: AgentStatus | undefined): boolean {
  const { settled } = state.agent;
  if (!status || !settled) return true;
  if (foldWord(status.presenceName) !== foldWord(settled.state.name)) return true;
  return status.presenceSince > settled.at + STAMP_SLACK_MS;
}

interface PartRead {
  readonly part: readonly Link[];
  readonly presences: readonly AgentPresence[];
}

async function takePresences(
  deps: VccSweepDeps,
  sweep: AgentSweep,
  { part, presences }: PartRead,
): Promise<void> {
  const linkOf = new Map(part.map((link) => [link.agentUserId.toLowerCase(), link]));
  const now = deps.clock.now();
  const facts: LinkFact[] = [];
  for (const presence of presences) {
    const link = linkOf.get(presence.userId.toLowerCase());
    if (!link) continue;
    facts.push({ linkId: link.id, fact: toFact(presence, now) });
    if (isMissed(link, presence, now)) {
      sweep.missedAt = Math.max(sweep.missedAt, presence.updatedAt);
    }
  }
  await keep(deps, sweep, facts);
}

/** Has the agent changed long ago without any event telling it? */
function isMissed({ state }: Link, presence: AgentPresence, now: number): boolean {
  const { settled } = state.agent;
  if (!settled || presence.updatedAt <= settled.at) return false;
  const isOther = settled.state.presenceId !== presence.state.presenceId;
  return isOther && now - presence.updatedAt >= MISSED_AFTER_MS;
}

function reportMissing(
  deps: VccSweepDeps,
  part: readonly Link[],
  missing: readonly string[],
): void {
  const ids = new Set(missing);
  const links = part.filter((link) => ids.has(link.agentUserId)).map((link) => link.id);
  if (links.length > 0) deps.onMissing(links);
}

async function keep(
  deps: VccSweepDeps,
  sweep: AgentSweep,
  facts: readonly LinkFact[],
): Promise<void> {
  if (facts.length === 0) return;
  sweep.facts += facts.length;
  await deps.wakeMany(await deps.store.facts.appendMany(facts));
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
