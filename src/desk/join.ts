/** The one place where an agent and a person become a link, whichever way they came (JN9 to JN13). */
import { initialLinkState } from '../core/link-state';
import type { Connection, Link, NewLink } from '../store/store';
import { audit } from './context';
import type { Actor, DeskDeps } from './context';
import { orderLinked } from './orders';
import { DeskError } from './problem';
import { loginOf, requireReached } from './reach';
import type { AccountUser, DirectoryPerson } from './reach';

export type Agent = AccountUser & { readonly agentId: string };

/** Which way they came. */
export type Way = 'admin' | 'address' | 'proof' | 'request' | 'match';

export interface Pair {
  readonly agent: Pick<Agent, 'userId' | 'agentId' | 'name'>;
  readonly person: Pick<DirectoryPerson, 'id' | 'displayName'>;
}

export interface JoinAsk extends Pair {
  readonly way: Way;
  readonly actor: Actor;
  /** A new one when absent. */
  readonly id?: string;
  /** An admin allows a second account. */
  readonly beside?: boolean;
}

/** Throws `agent-linked` or `person-linked`. */
export async function join(deps: DeskDeps, connection: Connection, ask: JoinAsk): Promise<Link> {
  const { agent, person, way, actor, beside = false } = ask;
  const added: Required<NewLink> = {
    id: ask.id ?? deps.newId(),
    connectionId: connection.id,
    tenantId: connection.tenantId,
    personId: person.id,
    agentUserId: agent.userId,
    agentId: agent.agentId,
    agentName: agent.name,
    personName: person.displayName,
    // Its keeper asks for them; nobody waits to be linked because VCC does not tell groups.
    groups: [],
    beside,
    createdAt: deps.clock.now(),
  };
  const state = initialLinkState();
  if (!(await deps.store.links.insert(added, state))) await refuse(deps, added);
  const link: Link = { ...added, trouble: {}, state, wakeAt: null };
  await orderLinked(deps, link, way === 'admin' || way === 'match' ? 'admin' : 'agent');
  await audit(deps, actor, {
    connectionId: connection.id,
    what: 'link-created',
    after: { linkId: link.id, agentUserId: link.agentUserId, personId: link.personId, way, beside },
  });
  return link;
}

async function refuse(deps: DeskDeps, { connectionId, agentUserId }: NewLink): Promise<never> {
  const taken = await deps.store.links.findByAgent(connectionId, { userId: agentUserId });
  throw new DeskError(taken === null ? 'person-linked' : 'agent-linked');
}

/** Throws `agent-unknown`, `agent-archived` or `not-an-agent`. */
export async function findAgent(
  deps: DeskDeps,
  connection: Connection,
  userId: string,
): Promise<Agent> {
  const reached = await deps.vcc.user(loginOf(connection, deps.open), userId);
  if (reached.kind === 'gone' || reached.kind === 'refused') throw new DeskError('agent-unknown');
  return requireAgent(requireReached(reached, 'vcc-unreachable'));
}

export function requireAgent(user: AccountUser): Agent {
  if (!user.active) throw new DeskError('agent-archived');
  if (!isAgent(user)) throw new DeskError('not-an-agent');
  return user;
}

export function isAgent(user: AccountUser): user is Agent {
  return user.active && user.agentId !== null;
}

/** Throws `person-unknown` or `person-is-guest`. */
export async function findPerson(
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

export function isGuest(person: DirectoryPerson): boolean {
  return person.userType?.toLowerCase() === 'guest';
}
