/** JN13: all users of an account beside the people of the tenant, to link many at once. */
import type { Connection } from '../store/store';
import { findConnection } from './access';
import type { Person } from './access';
import { findPeople, foldAddress } from './addresses';
import { audit } from './context';
import type { DeskDeps } from './context';
import type { Invitation, MatchesApplied, MatchReport, MatchRow } from './contract';
import { isAgent, join } from './join';
import type { Agent } from './join';
import { DeskError } from './problem';
import { loginOf, requireReached } from './reach';
import type { AccountUser, DirectoryPerson } from './reach';

/** As many as are linked within one request; the rest comes with the next. */
const APPLIED_AT_ONCE = 500;

const SENTENCES: Readonly<Record<MatchRow['code'], string>> = {
  exact: 'One person has this address, and no other agent has.',
  'agent-linked': 'The agent is linked already.',
  'person-linked': 'The person with this address is linked to another agent already.',
  'agents-share-address': 'Several agents have this address.',
  'people-share-address': 'Several people have this address.',
  'person-has-several': 'The person with this address has that of another agent as well.',
  'no-address': 'VCC knows no mail address of this agent.',
  'nobody-has-address': 'Nobody in the organisation has this address.',
  'not-an-agent': 'The user does not act as an agent.',
};

/** A dry run: nothing is changed. */
export async function listMatches(
  deps: DeskDeps,
  admin: Person,
  connectionId: string,
): Promise<MatchReport> {
  const connection = await findConnection(deps.store, admin, connectionId);
  const items = await matchAll(deps, connection);
  const counts = { exact: 0, ambiguous: 0, missing: 0, linked: 0 };
  for (const { kind } of items) counts[kind] += 1;
  return { counts, items: [...items] };
}

/** Links exact ones, all or those named; each that cannot be is told with its reason. */
export async function applyMatches(
  deps: DeskDeps,
  admin: Person,
  ask: { readonly connectionId: string; readonly agentUserIds?: readonly string[] },
): Promise<MatchesApplied> {
  const connection = await findConnection(deps.store, admin, ask.connectionId);
  const wanted = ask.agentUserIds && new Set(ask.agentUserIds);
  const rows = (await matchAll(deps, connection)).filter(
    ({ agent }) => wanted?.has(agent.userId) ?? true,
  );
  const exact = rows.filter(({ kind }) => kind === 'exact');
  const applied: MatchesApplied = { linked: [], refused: [], left: 0 };
  for (const row of exact.slice(0, APPLIED_AT_ONCE)) {
    await applyOne(deps, { connection, admin, row, applied });
  }
  if (wanted) refuseOthers(rows, applied);
  const left = Math.max(0, exact.length - APPLIED_AT_ONCE);
  const counts = { linked: applied.linked.length, refused: applied.refused.length, left };
  await audit(deps, admin, {
    connectionId: connection.id,
    what: 'matches-applied',
    after: counts,
  });
  return { ...applied, left };
}

interface OneMatch {
  readonly connection: Connection;
  readonly admin: Person;
  readonly row: MatchRow;
  readonly applied: MatchesApplied;
}

async function applyOne(deps: DeskDeps, match: OneMatch): Promise<void> {
  const { connection, admin, row, applied } = match;
  const { agent } = row;
  const [found] = row.people;
  if (!found) return;
  const person = { id: found.id, displayName: found.name };
  const { userId: agentUserId } = agent;
  try {
    const link = await join(deps, connection, {
      agent: { ...agent, agentId: agent.agentId ?? '' },
      person,
      way: 'match',
      actor: admin,
    });
    applied.linked.push({ agentUserId, linkId: link.id });
  } catch (error) {
    // Somebody was linked meanwhile; the others go on.
    if (!(error instanceof DeskError)) throw error;
    applied.refused.push({ agentUserId, code: error.code, sentence: error.message });
  }
}

function refuseOthers(rows: readonly MatchRow[], { refused }: MatchesApplied): void {
  for (const { agent, kind, code, sentence } of rows) {
    if (kind !== 'exact') refused.push({ agentUserId: agent.userId, code, sentence });
  }
}

/** People who may be one of several agents, and are to prove which: they are invited. */
export async function listInvitations(
  deps: DeskDeps,
  admin: Person,
  connectionId: string,
): Promise<readonly Invitation[]> {
  const connection = await findConnection(deps.store, admin, connectionId);
  const invited = new Map<string, Invitation>();
  for (const { kind, agent, people } of await matchAll(deps, connection)) {
    if (kind !== 'ambiguous') continue;
    for (const person of people) {
      const one = invited.get(person.id) ?? { person, agents: [] };
      one.agents.push({ userId: agent.userId, agentId: agent.agentId ?? '', name: agent.name });
      invited.set(person.id, one);
    }
  }
  return [...invited.values()];
}

interface Surroundings {
  readonly linkedAgents: ReadonlySet<string>;
  readonly linkedPeople: ReadonlySet<string>;
  readonly agentsBy: ReadonlyMap<string, readonly Agent[]>;
  readonly peopleBy: ReadonlyMap<string, readonly DirectoryPerson[]>;
  /** How many agents have an address of the person. */
  readonly agentsOf: ReadonlyMap<string, number>;
}

async function matchAll(deps: DeskDeps, connection: Connection): Promise<readonly MatchRow[]> {
  const reached = await deps.vcc.users(loginOf(connection, deps.open));
  const users = requireReached(reached, 'vcc-unreachable');
  const agents = users.filter(isAgent);
  const addresses = agents.map(({ email }) => email);
  const peopleBy = await findPeople(deps, connection.tenantId, addresses);
  const ofTenant = await deps.store.connections.list(connection.tenantId);
  const links = (await Promise.all(ofTenant.map(({ id }) => deps.store.links.list(id)))).flat();
  const around: Surroundings = {
    linkedAgents: new Set(
      links
        .filter((link) => link.connectionId === connection.id)
        .map(({ agentUserId }) => agentUserId.toLowerCase()),
    ),
    linkedPeople: new Set(links.map(({ personId }) => personId)),
    agentsBy: groupByAddress(agents),
    peopleBy,
    agentsOf: countAgents(agents, peopleBy),
  };
  return users.map((user) => matchOne(user, around)).sort(byUserId);
}

function byUserId(one: MatchRow, other: MatchRow): number {
  return one.agent.userId < other.agent.userId ? -1 : 1;
}

function groupByAddress(agents: readonly Agent[]): ReadonlyMap<string, readonly Agent[]> {
  const groups = new Map<string, Agent[]>();
  for (const agent of agents) {
    const address = foldAddress(agent.email);
    const group = groups.get(address);
    if (group) group.push(agent);
    else groups.set(address, [agent]);
  }
  return groups;
}

function countAgents(
  agents: readonly Agent[],
  peopleBy: Surroundings['peopleBy'],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { email } of agents) {
    for (const { id } of peopleBy.get(foldAddress(email)) ?? []) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

function matchOne(user: AccountUser, around: Surroundings): MatchRow {
  const address = foldAddress(user.email);
  const people = around.peopleBy.get(address) ?? [];
  const code = judge(user, people, around);
  const { userId, agentId, name, email } = user;
  return {
    agent: { userId, agentId, name, email },
    kind: KINDS[code],
    code,
    sentence: SENTENCES[code],
    people: people.map(({ id, displayName }) => ({ id, name: displayName })),
  };
}

const KINDS: Readonly<Record<MatchRow['code'], MatchRow['kind']>> = {
  exact: 'exact',
  'agent-linked': 'linked',
  'person-linked': 'linked',
  'agents-share-address': 'ambiguous',
  'people-share-address': 'ambiguous',
  'person-has-several': 'ambiguous',
  'no-address': 'missing',
  'nobody-has-address': 'missing',
  'not-an-agent': 'missing',
};

function judge(
  user: AccountUser,
  people: readonly DirectoryPerson[],
  around: Surroundings,
): MatchRow['code'] {
  const address = foldAddress(user.email);
  const [person] = people;
  if (!isAgent(user)) return 'not-an-agent';
  if (around.linkedAgents.has(user.userId.toLowerCase())) return 'agent-linked';
  if (!address.includes('@')) return 'no-address';
  if (!person) return 'nobody-has-address';
  if ((around.agentsBy.get(address)?.length ?? 0) > 1) return 'agents-share-address';
  if (people.length > 1) return 'people-share-address';
  if (around.linkedPeople.has(person.id)) return 'person-linked';
  return (around.agentsOf.get(person.id) ?? 0) > 1 ? 'person-has-several' : 'exact';
}
