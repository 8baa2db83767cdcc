import { replyJson } from '../http/message';
import type { Ask, Reply } from '../http/message';
import type { Account } from './account';
import type { Agent } from './agent';
import { isOutboundOnly } from './definitions';

/** `GET /agents-availability?skillNames=a,b` (4.3): counts per category, no identities */
export function countAvailability(ask: Ask, account: Account): Reply {
  const wanted = namesIn(ask.query.get('skillNames'));
  const counts: Record<string, number> = { Ready: 0, Away: 0, 'Extended Away': 0, 'Logged Out': 0 };
  for (const agent of account.workingByAgentId()) {
    const category = agent.presence().definition.category.description;
    if (hasAny(agent.seed.skills, wanted)) counts[category] = (counts[category] ?? 0) + 1;
  }
  return replyJson(200, counts);
}

/** `GET /v0/{accountKey}/agents/?availability=readyForPhoneCall` (4.3, legacy) */
export function listReadyAgents(ask: Ask, account: Account): Reply {
  if (ask.query.get('availability') !== 'readyForPhoneCall') {
    return replyJson(400, { message: 'availability must be readyForPhoneCall' });
  }
  const groups = namesIn(ask.query.get('groups'));
  const ready = account
    .workingByAgentId()
    .filter((agent) => isReadyForCall(agent) && hasAny(agent.seed.groups, groups));
  const agents = ready.map(({ agentId }) => ({ id: agentId, links: [] }));
  const isCountOnly = ask.query.get('fields') === 'count';
  return replyJson(200, { count: agents.length, ...(isCountOnly ? {} : { agents }) });
}

function isReadyForCall(agent: Agent): boolean {
  const { definition } = agent.presence();
  const isReady = definition.category.categoryType === 'Ready' && !isOutboundOnly(definition);
  return isReady && agent.occupancy() === 'free';
}

function namesIn(list: string | null): readonly string[] {
  return (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Everybody fits when no name is asked for. */
function hasAny(names: readonly string[] | undefined, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((name) => names?.includes(name));
}
