/** KP4: what a refusal or an absence means, each found out with one or two cheap calls. */
import type { CallResult } from '../clients/call-result';
import type { GraphClient } from '../clients/graph/client';
import type { AccountAccess, VccClient } from '../clients/vcc/client';
import type { TroubleCode } from '../core/trouble';
import type { Connection, Link } from '../store/store';
import { isFailure, readPeople } from './read-people';

export interface LookDeps {
  readonly graph: GraphClient;
  readonly vcc: VccClient;
  accountOf(connection: Connection): AccountAccess;
}

/** `well`: nothing is wrong there. `unclear`: it cannot be told now, so nothing changes. */
export type Finding = TroubleCode | 'well' | 'unclear';

const TEAMS_ROLE = 'Presence.ReadWrite.All';
const VCC_SCOPES = ['users:read', 'users:write'];
/** Reasons of clients/entra that say: not in this tenant any more (graph.md 7.4, 7.9). */
const NO_CONSENT = ['consent-missing', 'unknown-tenant'];
/** graph.md 6: ids in one bulk read. */
const PEOPLE_PER_READ = 650;

/** Has the tenant still given its consent? Proof is the roles of a fresh token. */
export async function lookAtTenant({ graph }: LookDeps, tenantId: string): Promise<Finding> {
  const roles = await graph.grantedRoles(tenantId);
  if (roles.kind === 'ok') return roles.value.includes(TEAMS_ROLE) ? 'well' : 'consent-lost';
  if (roles.kind !== 'forbidden') return 'unclear';
  return NO_CONSENT.includes(roles.reason) ? 'consent-lost' : 'app-refused';
}

/** Do the credentials still open the account, with the scopes that writing needs? */
export async function lookAtAccount(
  { vcc, accountOf }: LookDeps,
  connection: Connection,
): Promise<Finding> {
  const scopes = await vcc.tryCredentials(accountOf(connection));
  if (scopes.kind === 'ok') {
    return VCC_SCOPES.every((scope) => scopes.value.includes(scope)) ? 'well' : 'vcc-scope';
  }
  if (scopes.kind !== 'forbidden') return 'unclear';
  return scopes.reason.startsWith('missing-scope') ? 'vcc-scope' : 'vcc-credentials';
}

/** Who of these is no agent any more, by the list of active users. */
export async function lookAtAgents(
  { vcc, accountOf }: LookDeps,
  connection: Connection,
  links: readonly Link[],
): Promise<ReadonlyMap<Link, Finding>> {
  const users = await vcc.users(accountOf(connection));
  if (users.kind !== 'ok') return new Map(links.map((link) => [link, 'unclear']));
  const agents = new Set(
    users.value
      .filter((user) => user.active && user.agentId !== null)
      .map((user) => user.userId.toLowerCase()),
  );
  return new Map(
    links.map((link) => [
      link,
      agents.has(link.agentUserId.toLowerCase()) ? 'well' : 'agent-archived',
    ]),
  );
}

/** Whom Teams does not know: deleted, or without a licence (graph.md 3 leaves both undocumented). */
export async function lookAtPeople(
  deps: LookDeps,
  tenantId: string,
  links: readonly Link[],
): Promise<ReadonlyMap<Link, Finding>> {
  const found = new Map<Link, Finding>();
  for (let first = 0; first < links.length; first += PEOPLE_PER_READ) {
    const part = links.slice(first, first + PEOPLE_PER_READ);
    const shown = await readShown(deps.graph, tenantId, part);
    for (const link of part) {
      found.set(link, shown ? await lookAtPerson(deps, link, shown) : 'unclear');
    }
  }
  return found;
}

/** Ids of those who have a presence; null when it cannot be told. */
async function readShown(
  graph: GraphClient,
  tenantId: string,
  links: readonly Link[],
): Promise<ReadonlySet<string> | null> {
  const read = await readPeople(
    graph,
    tenantId,
    links.map((link) => link.personId),
  );
  if (isFailure(read)) return null;
  const known = read.readings.filter((one) => one.availability !== 'PresenceUnknown');
  return new Set(known.map((one) => one.personId));
}

async function lookAtPerson(
  { graph }: LookDeps,
  { tenantId, personId }: Link,
  shown: ReadonlySet<string>,
): Promise<Finding> {
  if (shown.has(personId)) return 'well';
  return personFinding(await graph.getUser({ tenantId, personId }));
}

function personFinding(user: CallResult<unknown>): Finding {
  if (user.kind === 'ok') return 'no-licence';
  return user.kind === 'gone' ? 'person-gone' : 'unclear';
}
