/** What an admin sees of an account's agents, and links one by one. */
import { findConnection } from './access';
import type { Person } from './access';
import { findPeople, foldAddress } from './addresses';
import type { DeskDeps } from './context';
import type { AgentList, AgentQuery, AgentView, LinkView, NewLinkAsk } from './contract';
import { findAgent, findPerson, isAgent, join } from './join';
import type { Agent } from './join';
import { viewLink } from './queries';
import { loginOf, requireReached } from './reach';
import type { DirectoryPerson } from './reach';

/** Agents of the account by user id, each with the one person who has their mail address. */
export async function listAgents(
  deps: DeskDeps,
  person: Person,
  ask: AgentQuery & { readonly connectionId: string },
): Promise<AgentList> {
  const connection = await findConnection(deps.store, person, ask.connectionId);
  const users = await deps.vcc.users(loginOf(connection, deps.open));
  const agents = requireReached(users, 'vcc-unreachable').filter(isAgent).sort(byUserId);
  const rest = agents.filter((agent) => ask.after === undefined || agent.userId > ask.after);
  const page = rest.slice(0, ask.limit);
  const links = await deps.store.links.list(connection.id);
  const linkIds = new Map(links.map((link) => [link.agentUserId, link.id]));
  const people = await findPeople(
    deps,
    connection.tenantId,
    page.map(({ email }) => email),
  );
  const items = page.map((agent) => {
    const found = people.get(foldAddress(agent.email)) ?? [];
    return viewAgent(agent, linkIds.get(agent.userId) ?? null, found);
  });
  return { items, next: rest.length > page.length ? (page.at(-1)?.userId ?? null) : null };
}

function byUserId(one: Agent, other: Agent): number {
  return one.userId < other.userId ? -1 : 1;
}

function viewAgent(
  { userId, agentId, name, email }: Agent,
  linkId: string | null,
  people: readonly DirectoryPerson[],
): AgentView {
  const [only] = people.length === 1 ? people : [];
  const match = only ? { id: only.id, name: only.displayName } : null;
  return { userId, agentId, name, email, linkId, match };
}

/** An admin joins an agent and a person. Neither may be linked already, but see `evenIfLinked`. */
export async function createLink(
  deps: DeskDeps,
  admin: Person,
  ask: NewLinkAsk & { readonly connectionId: string },
): Promise<LinkView> {
  const connection = await findConnection(deps.store, admin, ask.connectionId);
  const agent = await findAgent(deps, connection, ask.agentUserId);
  const person = await findPerson(deps, connection.tenantId, ask.personId);
  const beside = ask.evenIfLinked ?? false;
  const link = await join(deps, connection, { agent, person, way: 'admin', actor: admin, beside });
  return viewLink(link, connection);
}
