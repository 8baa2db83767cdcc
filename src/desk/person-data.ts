/** JN16, JN17: what is kept about one person: given to them, and forgotten. */
import { isAdmin } from './access';
import type { Person } from './access';
import { audit } from './context';
import type { Actor, DeskDeps } from './context';
import type { PersonData, Removal } from './contract';
import { orderUnlink } from './orders';

const RECORDS = 10_000;
const AUDIT_LINES = 10_000;

/** Names anybody's data; an admin's only, except one's own. */
export interface PersonAsk {
  readonly personId: string;
}

/** The asking person's own data. */
export function exportMyData(deps: DeskDeps, person: Person): Promise<PersonData> {
  return exportPersonData(deps, person, { personId: person.personId });
}

export async function exportPersonData(
  deps: DeskDeps,
  asking: Person,
  { personId }: PersonAsk,
): Promise<PersonData> {
  const { store, clock } = deps;
  const { tenantId } = asking;
  const [links, traces, watcher, preferences, chat, lines] = await Promise.all([
    store.links.listByPerson(tenantId, personId),
    store.people.read(tenantId, personId),
    store.watchers.get(tenantId, personId),
    store.preferences.get(tenantId, personId),
    store.conversations.get({ tenantId, personId }),
    store.audit.listBy(tenantId, `person:${personId}`, AUDIT_LINES),
  ]);
  const records = await Promise.all(
    links.map(({ id }) => store.records.list(id, { limit: RECORDS })),
  );
  await audit(deps, asking, { connectionId: null, what: 'data-exported', after: { personId } });
  return {
    personId,
    exportedAt: clock.now(),
    links: [...links],
    records: records.flat(),
    proofs: [...traces.proofs],
    requests: [...traces.requests],
    consentsBegun: traces.consents,
    preferences,
    watcher: watcher && { name: watcher.name, addedAt: watcher.addedAt, trouble: watcher.trouble },
    chat,
    audit: [...lines],
  };
}

export function deleteMyData(deps: DeskDeps, person: Person): Promise<Removal> {
  return deletePersonData(deps, person, { personId: person.personId });
}

/** Links are released first (KP5): while some are left the answer counts them. The audit stays. */
export async function deletePersonData(
  deps: DeskDeps,
  asking: Person,
  { personId }: PersonAsk,
): Promise<Removal> {
  const by = isAdmin(asking) ? 'admin' : 'agent';
  const linksLeft = await forget(deps, { tenantId: asking.tenantId, personId }, by);
  await audit(deps, asking, { connectionId: null, what: 'data-deleted', after: { personId } });
  return { linksLeft };
}

/** The app was uninstalled by a person: nobody could tell them anything any more (JN17). */
export async function leaveApp(deps: DeskDeps, person: Actor): Promise<Removal> {
  const linksLeft = await forget(deps, person, 'agent');
  await audit(deps, person, { connectionId: null, what: 'app-uninstalled' });
  return { linksLeft };
}

async function forget(deps: DeskDeps, person: Actor, by: 'agent' | 'admin'): Promise<number> {
  const { tenantId, personId } = person;
  const links = await deps.store.links.listByPerson(tenantId, personId);
  for (const link of links) await orderUnlink(deps, link, by);
  await deps.store.people.forget(tenantId, personId);
  await deps.store.conversations.forget({ tenantId, personId });
  const watcher = await deps.store.watchers.get(tenantId, personId);
  if (watcher) {
    await deps.store.watchers.remove(tenantId, personId);
    await deps.watching.leave(watcher);
    deps.watching.hurry(tenantId);
  }
  return links.length;
}
