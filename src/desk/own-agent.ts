/** JN9: which agent is the asking person's, by address alone. */
import type { Connection } from '../store/store';
import type { Person } from './access';
import { addressesOf, findPeople, foldAddress } from './addresses';
import type { DeskDeps } from './context';
import { findPerson, requireAgent } from './join';
import type { Agent } from './join';
import { DeskError } from './problem';
import type { AccountUser, DirectoryPerson } from './reach';

/** Who asks, as the directory has them now, and the addresses they may be known by. */
export interface Asking {
  readonly person: DirectoryPerson;
  readonly addresses: readonly string[];
}

export async function readAsking(deps: DeskDeps, person: Person): Promise<Asking> {
  const found = await findPerson(deps, person.tenantId, person.personId);
  return { person: found, addresses: addressesOf(found) };
}

/** Throws `person-linked`. */
export async function requireUnlinked(deps: DeskDeps, person: Person): Promise<void> {
  const links = await deps.store.links.listByPerson(person.tenantId, person.personId);
  if (links.length > 0) throw new DeskError('person-linked');
}

/**
 * The person's own agent. Throws `no-own-agent`, `agent-ambiguous`, `agent-archived`,
 * `not-an-agent`, `agent-linked` or `address-shared`.
 */
export async function findOwnAgent(
  deps: DeskDeps,
  connection: Connection,
  { person, addresses }: Asking,
): Promise<Agent> {
  const users = await deps.readUsers(deps, connection);
  const own = users.filter(({ email }) => addresses.includes(foldAddress(email)));
  const agent = chooseOne(own);
  await requireFree(deps, connection, agent);
  const people = await findPeople(deps, connection.tenantId, [agent.email]);
  const others = [...people.values()].flat().filter(({ id }) => id !== person.id);
  if (others.length > 0) throw new DeskError('address-shared');
  return agent;
}

/** Throws `agent-linked`. */
export async function requireFree(
  deps: DeskDeps,
  { id }: Connection,
  { userId }: Agent,
): Promise<void> {
  const taken = await deps.store.links.findByAgent(id, { userId });
  if (taken !== null) throw new DeskError('agent-linked');
}

/** Of several users with the address only one may act as agent; an archived one counts for no other. */
function chooseOne(own: readonly AccountUser[]): Agent {
  const [first] = own;
  if (!first) throw new DeskError('no-own-agent');
  const active = own.filter(({ active }) => active);
  const agents = active.filter(({ agentId }) => agentId !== null);
  if (agents.length > 1) throw new DeskError('agent-ambiguous');
  return requireAgent(agents[0] ?? active[0] ?? first);
}
