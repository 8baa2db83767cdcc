import { initialLinkState } from '../core/link-state';
import type { Connection, NewLink } from '../store/store';
import { findConnection } from './access';
import type { Person } from './access';
import { audit } from './context';
import type { DeskDeps } from './context';
import type { AgentList, AgentQuery, AgentView, LinkView, NewLinkAsk } from './contract';
import { orderLinked } from './orders';
import { DeskError } from './problem';
import { viewLink } from './queries';
import { loginOf, requireReached } from './reach';
import type { AccountUser, DirectoryPerson } from './reach';

type Agent = AccountUser & { readonly agentId: string };

/** Agents of the account by user id, each with the person whose mail address they have. */
export async function listAgents(
  deps: DeskDeps,
  person: Person,
  ask: AgentQuery & { readonly connectionId: string },
): Promise<AgentList> {
  const connection = await findConnection(deps.store, person, ask.connectionId);
  const agents = (await readUsers(deps, connection)).filter(isAgent).sort(byUserId);
  const rest = agents.filter((agent) => ask.after === undefined || agent.userId > ask.after);
  const page = rest.slice(0, ask.limit);
  const links = await deps.store.links.list(connection.id);
  const linkIds = new Map(links.map((link) => [link.agentUserId, link.id]));
  const items = await Promise.all(
    page.map((agent) => viewAgent(deps, connection, { agent, linkId: linkIds.get(agent.userId) })),
  );
  return { items, next: rest.length > page.length ? (page.at(-1)?.userId ?? null) : null };
}

function isAgent(user: AccountUser): user is Agent {
  return user.active && user.agentId !== null;
}

function byUserId(one: Agent, other: Agent): number {
  return one.userId < other.userId ? -1 : 1;
}

async function viewAgent(
  deps: DeskDeps,
  connection: Connection,
  { agent, linkId }: { readonly agent: Agent; readonly linkId: string | undefined },
): Promise<AgentView> {
  const { userId, agentId, name, email } = agent;
  const match = await findByMail(deps, connection.tenantId, email);
  return { userId, agentId, name, email, linkId: linkId ?? null, match };
}

/** Mail addresses are tried as user principal names; guests are nobody's match. */
async function findByMail(
  deps: DeskDeps,
  tenantId: string,
  mail: string,
): Promise<AgentView['match']> {
  if (!mail.includes('@')) return null;
  const reached = await deps.graph.getUser({ tenantId, personId: mail });
  if (reached.kind === 'retry' || reached.kind === 'unknown' || reached.kind === 'forbidden') {
    throw new DeskError('microsoft-unreachable', { detail: reached.reason });
  }
  if (reached.kind !== 'ok' || isGuest(reached.value)) return null;
  return { id: reached.value.id, name: reached.value.displayName };
}

function isGuest(person: DirectoryPerson): boolean {
  return person.userType?.toLowerCase() === 'guest';
}

async function readUsers(deps: DeskDeps, connection: Connection): Promise<readonly AccountUser[]> {
  return requireReached(await deps.vcc.users(loginOf(connection, deps.open)), 'vcc-unreachable');
}

/** An admin joins an agent and a person. Neither may be linked already. */
export async function createLink(
  deps: DeskDeps,
  admin: Person,
  ask: NewLinkAsk & { readonly connectionId: string },
): Promise<LinkView> {
  const connection = await findConnection(deps.store, admin, ask.connectionId);
  const agent = await findAgent(deps, connection, ask.agentUserId);
  const person = await findPerson(deps, connection.tenantId, ask.personId);
  const link = newLink(deps, connection, { agent, person });
  if (!(await deps.store.links.insert(link, initialLinkState()))) {
    const theirs = await deps.store.links.listByPerson(connection.tenantId, person.id);
    throw new DeskError(theirs.length > 0 ? 'person-linked' : 'agent-linked');
  }
  const state = initialLinkState();
  await orderLinked(deps, { ...link, trouble: {}, state, wakeAt: null }, 'admin');
  await audit(deps, admin, {
    connectionId: connection.id,
    what: 'link-created',
    after: { linkId: link.id, agentUserId: link.agentUserId, personId: link.personId },
  });
  return viewLink({ ...link, trouble: {}, state, wakeAt: null }, connection);
}

async function findAgent(deps: DeskDeps, connection: Connection, userId: string): Promise<Agent> {
  const reached = await deps.vcc.user(loginOf(connection, deps.open), userId);
  if (reached.kind === 'gone' || reached.kind === 'refused') throw new DeskError('agent-unknown');
  const user = requireReached(reached, 'vcc-unreachable');
  if (!user.active) throw new DeskError('agent-archived');
  if (!isAgent(user)) throw new DeskError('not-an-agent');
  return user;
}

async function findPerson(
  deps: DeskDeps,
  tenantId: string,
  personId: string,
): Promise<DirectoryPerson> {
  const reached = await deps.graph.getUser({ tenantId, personId });
  if (reached.kind === 'gone' || reached.kind === 'refused') throw new DeskError('person-unknown');
  const person = requireReached(reached, 'microsoft-unreachable');
  if (isGuest(person)) throw new DeskError('person-is-guest');
  return person;
}

function newLink(
  deps: DeskDeps,
  connection: Connection,
  pair: {
    readonly agent: Agent;
    readonly person: DirectoryPerson;
  },
): Required<NewLink> {
  return {
    id: deps.newId(),
    connectionId: connection.id,
    tenantId: connection.tenantId,
    personId: pair.person.id,
    agentUserId: pair.agent.userId,
    agentId: pair.agent.agentId,
    agentName: pair.agent.name,
    personName: pair.person.displayName,
    // Its keeper asks for them; nobody waits to be linked because VCC does not tell groups.
    groups: [],
    createdAt: deps.clock.now(),
  };
}
