/** MP4: keeps what we know of agents' VCC groups, where a mapping has overrides for groups. */
import type { CallResult } from '../clients/call-result';
import { HOUR, MINUTE } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Connection, GroupedLink, Store } from '../store/store';

/** VCC tells of no change of groups, and answers for one agent at a time. */
const FRESH_MS = HOUR;
const PAUSE_MS = 15_000;
/** Of the account's budget: nothing waits for it, so it leaves nearly all to the rest. */
const SHARE = 0.1;

export interface GroupsDeps {
  readonly store: Store;
  readonly clock: Clock;
  /** Names this process among those that share the store. */
  readonly owner: string;
  readonly budget: { readonly requests: number; readonly windowMs: number };
  groupsOf(connection: Connection, agentUserId: string): Promise<CallResult<readonly string[]>>;
  onError(error: unknown): void;
}

/** One pass over all connections; answers the pause until the next. */
export async function keepGroups(deps: GroupsDeps): Promise<number> {
  const connections = (await deps.store.connections.all()).filter(hasOverrides);
  await Promise.all(connections.map((connection) => keepOne(deps, connection)));
  return PAUSE_MS;
}

function hasOverrides({ mapping, status }: Connection): boolean {
  return status !== 'disconnected' && (mapping.groups ?? []).length > 0;
}

async function keepOne(deps: GroupsDeps, connection: Connection): Promise<void> {
  try {
    const now = deps.clock.now();
    const lease = `groups:${connection.id}`;
    if (!(await deps.store.leases.hold(lease, deps.owner, now, now + MINUTE))) return;
    const before = now - FRESH_MS;
    const due = await deps.store.links.groupsDue(connection.id, before, batchOf(deps.budget));
    for (const link of due) {
      if (!(await keepLink(deps, connection, link))) return;
    }
  } catch (error) {
    deps.onError(error);
  }
}

function batchOf({ requests, windowMs }: GroupsDeps['budget']): number {
  return Math.max(1, Math.floor((requests * SHARE * PAUSE_MS) / windowMs));
}

/** False: VCC does not answer now, so the rest waits for the next pass. */
async function keepLink(
  { store, clock, groupsOf }: GroupsDeps,
  connection: Connection,
  { id, agentUserId }: GroupedLink,
): Promise<boolean> {
  const read = await groupsOf(connection, agentUserId);
  if (read.kind === 'retry' || read.kind === 'unknown') return false;
  await store.links.keepGroups(id, groupsIn(read), clock.now());
  return true;
}

/** The path is inferred (vcc.md 5): where it is missing or closed, an agent has no groups. */
function groupsIn(read: CallResult<readonly string[]>): readonly string[] | null {
  if (read.kind === 'ok') return read.value;
  return read.kind === 'gone' || read.kind === 'forbidden' ? [] : null;
}
