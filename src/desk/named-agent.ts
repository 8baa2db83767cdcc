import type { Connection } from '../store/store';
import type { DeskDeps } from './context';
import { findAgent } from './join';
import type { Agent } from './join';
import { requireFree } from './own-agent';
import { DeskError } from './problem';

/**
 * The agent a person names by the id ContactPad shows them. Throws `agent-unknown`, `agent-archived`,
 * `not-an-agent` or `agent-linked`.
 */
export async function findNamedAgent(
  deps: DeskDeps,
  connection: Connection,
  agentId: string,
): Promise<Agent> {
  const users = await deps.readUsers(deps, connection);
  const named = users.filter((one) => one.agentId === agentId.trim());
  const user = named.find(({ active }) => active) ?? named[0];
  if (!user) throw new DeskError('agent-unknown');
  const agent = await findAgent(deps, connection, user.userId);
  await requireFree(deps, connection, agent);
  return agent;
}
