/** Agents link themselves: by their address, by proof in ContactPad, or by asking an admin. */
import type { Connection } from '../store/store';
import { findJoinable } from './access';
import type { Person } from './access';
import type { DeskDeps } from './context';
import type { JoiningView, LinkView } from './contract';
import { findAgent, join } from './join';
import type { Agent } from './join';
import { JOINING, limitTries } from './limits';
import { findOwnAgent, readAsking, requireUnlinked } from './own-agent';
import type { Asking } from './own-agent';
import { DeskError } from './problem';
import { viewProof } from './proofs';
import { viewLink } from './queries';
import { viewRequest } from './requests';

/** What the asking person can do to be linked, account by account. */
export async function getMyJoining(deps: DeskDeps, person: Person): Promise<JoiningView> {
  const { tenantId, personId } = person;
  await limitTries(deps, `joining/${tenantId}/${personId}`, JOINING);
  const [links, proof, request, connections] = await Promise.all([
    deps.store.links.listByPerson(tenantId, personId),
    deps.store.proofs.newest(tenantId, personId),
    deps.store.requests.newest(tenantId, personId),
    deps.store.connections.list(tenantId),
  ]);
  const accounts: JoiningView['accounts'] = [];
  if (links.length === 0) {
    const asking = await readAsking(deps, person);
    for (const one of connections.filter(({ status }) => status !== 'draft')) {
      accounts.push(await lookIn(deps, one, asking));
    }
  }
  return {
    linkId: links[0]?.id ?? null,
    accounts,
    proof: proof && viewProof(proof, deps.clock.now()),
    request: request && viewRequest(request),
  };
}

async function lookIn(
  deps: DeskDeps,
  connection: Connection,
  asking: Asking,
): Promise<JoiningView['accounts'][number]> {
  const { id: connectionId, region, accountKey } = connection;
  const account = { connectionId, region, accountKey };
  try {
    if (connection.trouble.vcc) throw new DeskError('connection-not-ready');
    const agent = await findOwnAgent(deps, connection, asking);
    return { ...account, agent: viewAgent(agent), code: null, sentence: null };
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    return { ...account, agent: null, code: error.code, sentence: error.message };
  }
}

function viewAgent({ userId, agentId, name }: Agent) {
  return { userId, agentId, name };
}

/** JN9: one confirmation. All is looked up anew; what the page showed may be old. */
export async function linkMyself(
  deps: DeskDeps,
  person: Person,
  ask: { readonly connectionId: string },
): Promise<LinkView> {
  const { tenantId, personId } = person;
  await limitTries(deps, `joining/${tenantId}/${personId}`, JOINING);
  const connection = await findJoinable(deps.store, person, ask.connectionId);
  await requireUnlinked(deps, person);
  const asking = await readAsking(deps, person);
  const found = await findOwnAgent(deps, connection, asking);
  const agent = await findAgent(deps, connection, found.userId);
  // The list is a minute old at most; what VCC says of this agent now decides.
  if (agent.email.toLowerCase() !== found.email.toLowerCase()) throw new DeskError('no-own-agent');
  const pair = { agent, person: asking.person };
  const link = await join(deps, connection, { ...pair, way: 'address', actor: person });
  return viewLink(link, connection);
}
