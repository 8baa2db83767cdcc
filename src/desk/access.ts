import type { Connection, Link, Store } from '../store/store';
import { DeskError } from './problem';

/** Who asks, from a verified sign-in token. Only the two ids authorise anything. */
export interface Person {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly string[];
  /** Template ids of directory roles. */
  readonly wids: readonly string[];
}

/**
 * Who may give an order at all. What it names must be theirs besides: `findConnection`, `findLink`.
 * Only a tenant that has proven its consent, or is about to (`new-…`), is let in.
 */
export type Asker = 'person' | 'admin' | 'new-person' | 'new-admin';

/** Throws `admin-only` or `tenant-unknown`. */
export async function admit(
  asker: Asker,
  person: Person,
  isKnownTenant: (tenantId: string) => Promise<boolean>,
): Promise<void> {
  if (asker.endsWith('admin')) requireAdmin(person);
  if (!asker.startsWith('new') && !(await isKnownTenant(person.tenantId))) {
    throw new DeskError('tenant-unknown');
  }
}

const ADMIN_ROLE = 'Admin';

/** Global Administrator and Teams Administrator (graph.md 7.7). */
const ADMIN_WIDS: ReadonlySet<string> = new Set([
  '62e90394-69f5-4237-9190-012177145e10',
  '69091246-20e8-4a56-aa4d-066075b2a7a8',
]);

/** App role `Admin`, or a directory role that administers Teams. */
export function isAdmin(person: Person): boolean {
  return (
    person.roles.includes(ADMIN_ROLE) ||
    person.wids.some((wid) => ADMIN_WIDS.has(wid.toLowerCase()))
  );
}

/** Throws `admin-only`. */
export function requireAdmin(person: Person): void {
  if (!isAdmin(person)) throw new DeskError('admin-only');
}

/** A connection of the person's own tenant, for admins; another tenant's does not exist. */
export async function findConnection(
  store: Store,
  person: Person,
  connectionId: string,
): Promise<Connection> {
  requireAdmin(person);
  const connection = await store.connections.get(connectionId);
  if (connection?.tenantId !== person.tenantId) throw new DeskError('not-found');
  return connection;
}

/** A connection of the person's own tenant that links agents; another tenant's does not exist. */
export async function findJoinable(
  store: Store,
  person: Pick<Person, 'tenantId'>,
  connectionId: string,
): Promise<Connection> {
  const connection = await store.connections.get(connectionId);
  if (connection?.tenantId !== person.tenantId) throw new DeskError('not-found');
  if (connection.status === 'draft' || connection.trouble.vcc) {
    throw new DeskError('connection-not-ready');
  }
  return connection;
}

/** The asking person's own link. Throws `not-linked`. */
export async function findOwnLink(store: Store, person: Person): Promise<Link> {
  const [own] = await store.links.listByPerson(person.tenantId, person.personId);
  if (!own) throw new DeskError('not-linked');
  return own;
}

/** A link the person may see and order: their own, or as admin any of the tenant. */
export async function findLink(store: Store, person: Person, linkId: string): Promise<Link> {
  const link = await store.links.get(linkId);
  if (!link || !canUse(person, link)) throw new DeskError('not-found');
  return link;
}

function canUse(person: Person, link: Link): boolean {
  if (link.tenantId !== person.tenantId) return false;
  return link.personId === person.personId || isAdmin(person);
}
