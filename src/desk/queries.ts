import type { Mapping, Policies } from '../core/mapping';
import { closedSides, CURES, worstTrouble } from '../core/trouble';
import type { Troubles } from '../core/trouble';
import type { AuditLine, Connection, Link, Store, StoredRecord } from '../store/store';
import { findConnection, findLink, findOwnLink } from './access';
import type { Person } from './access';
import type { DeskDeps } from './context';
import type {
  ConnectionView,
  HealthView,
  LinkList,
  LinkQuery,
  LinkView,
  RecordQuery,
} from './contract';
import { describeStatus, TROUBLE } from './link-status';
import { DeskError } from './problem';
import { listSilent } from './silence';

/** Connections of the asking admin's tenant. */
export async function listConnections(
  { store }: DeskDeps,
  person: Person,
): Promise<readonly ConnectionView[]> {
  return (await store.connections.list(person.tenantId)).map(viewConnection);
}

export async function getConnection(
  { store }: DeskDeps,
  person: Person,
  connectionId: string,
): Promise<ConnectionView> {
  return viewConnection(await findConnection(store, person, connectionId));
}

export async function getMapping(
  { store }: DeskDeps,
  person: Person,
  connectionId: string,
): Promise<Mapping> {
  return (await findConnection(store, person, connectionId)).mapping;
}

export async function getPolicies(
  { store }: DeskDeps,
  person: Person,
  connectionId: string,
): Promise<Policies> {
  return (await findConnection(store, person, connectionId)).policies;
}

export async function getHealth(
  { store, clock }: DeskDeps,
  person: Person,
  connectionId: string,
): Promise<HealthView> {
  const connection = await findConnection(store, person, connectionId);
  const links = await store.links.list(connection.id);
  const told = links.map((link) => ({ linkId: link.id, code: ownCode(link) }));
  const isCommon = closedSides(connection.trouble).length > 0;
  const troubles: ReadonlySet<string> = isCommon ? OWN_TROUBLE : TROUBLE;
  return {
    connectionId: connection.id,
    status: connection.status,
    reason: connection.reason,
    isSubscribed: connection.webhook !== null,
    definitionsAt: connection.definitionsAt,
    links: links.length,
    troubles: listTroubles(connection.trouble),
    silent: await listSilent(store, connection, { links, now: clock.now() }),
    linksInTrouble: told.filter(({ code }) => troubles.has(code)),
  };
}

/** KP4: what the whole connection suffers from is not told again for each link. */
const COMMON: ReadonlySet<string> = new Set([
  'vcc-forbidden',
  'teams-forbidden',
  'vcc-trouble',
  'teams-trouble',
]);
const OWN_TROUBLE: ReadonlySet<string> = new Set([...TROUBLE].filter((code) => !COMMON.has(code)));

function ownCode(link: Link): string {
  return describeStatus(link.state, worstTrouble(link.trouble)).code;
}

function listTroubles(troubles: Troubles): HealthView['troubles'] {
  const sides = ['teams', 'vcc', 'webhooks'] as const;
  return sides.flatMap((side) => {
    const one = troubles[side];
    return one ? [{ side, ...one, sentence: CURES[one.code] }] : [];
  });
}

/** Page by page, in order of ids. */
export async function listLinks(
  { store }: DeskDeps,
  person: Person,
  ask: LinkQuery & { readonly connectionId: string },
): Promise<LinkList> {
  const connection = await findConnection(store, person, ask.connectionId);
  const { after, limit } = ask;
  const range = { limit: limit + 1, ...(after === undefined ? {} : { after }) };
  const links = await store.links.page(connection.id, range);
  const items = links.slice(0, limit).map((link) => viewLink(link, connection));
  return { items, next: links.length > limit ? (items.at(-1)?.id ?? null) : null };
}

export async function getLink(
  { store }: DeskDeps,
  person: Person,
  linkId: string,
): Promise<LinkView> {
  return withConnection(store, await findLink(store, person, linkId));
}

/** The asking person's own link. Throws `not-linked`. */
export async function getMyLink({ store }: DeskDeps, person: Person): Promise<LinkView> {
  return withConnection(store, await findOwnLink(store, person));
}

/** Newest first; `after` and `before` are record ids. */
export async function listRecords(
  { store }: DeskDeps,
  person: Person,
  ask: RecordQuery & { readonly linkId: string },
): Promise<readonly StoredRecord[]> {
  const { linkId, ...range } = ask;
  const link = await findLink(store, person, linkId);
  return store.records.list(link.id, range);
}

/** Newest first. */
export async function listAudit(
  { store }: DeskDeps,
  person: Person,
  limit: number,
): Promise<readonly Omit<AuditLine, 'tenantId'>[]> {
  const lines = await store.audit.list(person.tenantId, limit);
  return lines.map(({ at, connectionId, who, what, before, after }) => {
    return { at, connectionId, who, what, before, after };
  });
}

/** Links whose records the person may follow: those named, else their own, for admins all. */
export async function findFollowed(
  store: Store,
  person: Person,
  linkIds: readonly string[],
): Promise<readonly string[]> {
  if (linkIds.length > 0) {
    return Promise.all(linkIds.map(async (id) => (await findLink(store, person, id)).id));
  }
  const own = await store.links.listByPerson(person.tenantId, person.personId);
  return own.map((link) => link.id);
}

/** All links of the tenant. */
export async function listTenantLinks(store: Store, tenantId: string): Promise<readonly string[]> {
  const connections = await store.connections.list(tenantId);
  const links = await Promise.all(connections.map(({ id }) => store.links.list(id)));
  return links.flat().map((link) => link.id);
}

/** A connection without anything secret. */
export function viewConnection(connection: Connection): ConnectionView {
  return {
    id: connection.id,
    region: connection.region,
    accountKey: connection.accountKey,
    clientId: connection.vccClientId,
    status: connection.status,
    reason: connection.reason,
    definitions: [...connection.definitions],
    createdAt: connection.createdAt,
  };
}

export function viewLink(link: Link, connection: Connection): LinkView {
  return {
    id: link.id,
    connectionId: link.connectionId,
    agent: { userId: link.agentUserId, agentId: link.agentId, name: link.agentName },
    person: { id: link.personId, name: link.personName },
    createdAt: link.createdAt,
    status: describeStatus(link.state, worstTrouble(connection.trouble, link.trouble)),
    states: connection.definitions.filter((one) => one.selectable),
  };
}

async function withConnection(store: Store, link: Link): Promise<LinkView> {
  const connection = await store.connections.get(link.connectionId);
  if (!connection) throw new DeskError('not-found');
  return viewLink(link, connection);
}
