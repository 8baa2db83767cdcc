/** The one place where an agent and a person become a link, whichever way they came (JN9 to JN13). */
import { initialLinkState } from '../core/link-state';
import type { Connection, Joined, Link, NewLink } from '../store/store';
import { toAuditLine } from './context';
import type { Actor, AuditEntry, DeskDeps } from './context';
import { linkedOrder } from './orders';
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
  /** The proof or the request that this settles. */
  readonly of?: Joined['of'];
  /** What is noted besides the link itself. */
  readonly noted?: readonly AuditEntry[];
  /** An admin allows a second account. */
  readonly beside?: boolean;
}

/**
 * All of it is kept at once, so that no crash leaves half a link. Throws `agent-linked`, `person-linked`,
 * `request-decided` where the proof or request was settled meanwhile, or `not-found` where the
 * connection is gone.
 */
export async function join(deps: DeskDeps, connection: Connection, ask: JoinAsk): Promise<Link> {
  const link = newLink(deps, connection, ask);
  const { way, actor, noted = [] } = ask;
  const state = initialLinkState();
  const order = linkedOrder(deps, way === 'admin' || way === 'match' ? 'admin' : 'agent');
  const created = {
    connectionId: connection.id,
    what: 'link-created',
    after: describe(link, way),
  };
  const lines = [created, ...noted].map((entry) => toAuditLine(deps, actor, entry));
  const of = ask.of ? { of: ask.of } : {};
  const isJoined = await deps.store.links.join({ link, state, order, lines, ...of });
  if (!isJoined) await refuse(deps, link, ask.of);
  await deps.wake(link.id);
  return { ...link, trouble: {}, state, wakeAt: null };
}

function newLink(deps: DeskDeps, connection: Connection, ask: JoinAsk): Required<NewLink> {
  const { agent, person, beside = false } = ask;
  return {
    id: deps.newId(),
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
}

function describe({ id: linkId, agentUserId, personId, beside }: Required<NewLink>, way: Way) {
  return { linkId, agentUserId, personId, way, beside };
}

async function refuse({ store }: DeskDeps, link: NewLink, of: Joined['of']): Promise<never> {
  if (!(await store.connections.get(link.connectionId))) throw new DeskError('not-found');
  if (of && (await isSettled(store, of))) throw new DeskError('request-decided');
  const taken = await store.links.findByAgent(link.connectionId, { userId: link.agentUserId });
  if (taken !== null) throw new DeskError('agent-linked');
  throw new DeskError('person-linked');
}

async function isSettled(
  { proofs, requests }: DeskDeps['store'],
  { kind, id }: NonNullable<Joined['of']>,
): Promise<boolean> {
  if (kind === 'proof') return (await proofs.get(id))?.status !== 'proved';
  return (await requests.get(id))?.status !== 'open';
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
