/** JN11: a person asks, an admin decides. */
import type { LinkRequest } from '../store/joining';
import { findConnection, findJoinable } from './access';
import type { Person } from './access';
import { audit } from './context';
import type { AuditEntry, DeskDeps } from './context';
import type { AgentAsk, LinkView, RequestView } from './contract';
import { findAgent, findPerson, join } from './join';
import { JOINING, limitTries } from './limits';
import { findNamedAgent } from './named-agent';
import { readAsking, requireUnlinked } from './own-agent';
import { DeskError } from './problem';
import { viewLink } from './queries';

export async function requestLink(
  deps: DeskDeps,
  person: Person,
  ask: AgentAsk,
): Promise<RequestView> {
  const { tenantId, personId } = person;
  const connection = await findJoinable(deps.store, person, ask.connectionId);
  await limitTries(deps, `joining/${tenantId}/${personId}`, JOINING);
  await requireUnlinked(deps, person);
  const asking = await readAsking(deps, person);
  const agent = await findNamedAgent(deps, connection, ask.agentId);
  const request: LinkRequest = {
    id: deps.newId(),
    connectionId: connection.id,
    tenantId,
    personId,
    personName: asking.person.displayName,
    agentUserId: agent.userId,
    agentId: agent.agentId,
    agentName: agent.name,
    askedAt: deps.clock.now(),
    status: 'open',
    decidedAt: null,
  };
  if (!(await deps.store.requests.ask(request))) throw new DeskError('request-open');
  await note(deps, person, { request, what: 'link-requested' });
  return viewRequest(request);
}

/** The person takes their own request back. */
export async function withdrawRequest(
  deps: DeskDeps,
  person: Person,
  requestId: string,
): Promise<void> {
  const request = await deps.store.requests.get(requestId);
  if (request?.tenantId !== person.tenantId || request.personId !== person.personId) {
    throw new DeskError('not-found');
  }
  await decide(deps, request, 'withdrawn');
  await note(deps, person, { request, what: 'link-request-withdrawn' });
}

/** Open requests of a connection, the oldest first. */
export async function listRequests(
  deps: DeskDeps,
  admin: Person,
  connectionId: string,
): Promise<readonly RequestView[]> {
  const connection = await findConnection(deps.store, admin, connectionId);
  return (await deps.store.requests.open(connection.id)).map(viewRequest);
}

/** Both sides are looked up anew; a request that cannot be carried out stays open. */
export async function approveRequest(
  deps: DeskDeps,
  admin: Person,
  requestId: string,
): Promise<LinkView> {
  const request = await findRequest(deps, admin, requestId);
  if (request.status !== 'open') throw new DeskError('request-decided');
  const connection = await findConnection(deps.store, admin, request.connectionId);
  const agent = await findAgent(deps, connection, request.agentUserId);
  const person = await findPerson(deps, request.tenantId, request.personId);
  const of = { kind: 'request', id: request.id } as const;
  const noted = [toEntry({ request, what: 'link-request-approved' })];
  const pair = { agent, person };
  const link = await join(deps, connection, { ...pair, way: 'request', actor: admin, of, noted });
  return viewLink(link, connection);
}

export async function declineRequest(
  deps: DeskDeps,
  admin: Person,
  requestId: string,
): Promise<RequestView> {
  const request = await findRequest(deps, admin, requestId);
  await decide(deps, request, 'declined');
  await note(deps, admin, { request, what: 'link-request-declined' });
  return viewRequest({ ...request, status: 'declined', decidedAt: deps.clock.now() });
}

async function findRequest(deps: DeskDeps, admin: Person, id: string): Promise<LinkRequest> {
  const request = await deps.store.requests.get(id);
  if (request?.tenantId !== admin.tenantId) throw new DeskError('not-found');
  return request;
}

async function decide(
  { store, clock }: DeskDeps,
  request: LinkRequest,
  status: LinkRequest['status'],
): Promise<void> {
  const isOurs = await store.requests.decide(request.id, status, clock.now());
  if (!isOurs) throw new DeskError('request-decided');
}

interface Noted {
  readonly request: LinkRequest;
  readonly what: string;
}

function note(deps: DeskDeps, person: Person, noted: Noted): Promise<void> {
  return audit(deps, person, toEntry(noted));
}

function toEntry({ request, what }: Noted): AuditEntry {
  const { id: requestId, connectionId, agentUserId, personId } = request;
  return { connectionId, what, after: { requestId, agentUserId, personId } };
}

export function viewRequest(request: LinkRequest): RequestView {
  const { id, connectionId, agentUserId, agentId, agentName, personId, personName } = request;
  return {
    id,
    connectionId,
    agent: { userId: agentUserId, agentId, name: agentName },
    person: { id: personId, name: personName },
    askedAt: request.askedAt,
    status: request.status,
    decidedAt: request.decidedAt,
  };
}
