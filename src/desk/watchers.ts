/** People who lend their name to hold change notifications at Microsoft (KP1). */
import type { HeldSubscription, Watcher } from '../store/watching';
import type { Person } from './access';
import { audit } from './context';
import type { DeskDeps } from './context';
import type { WatcherView } from './contract';
import { DeskError } from './problem';

const SENTENCES: Readonly<Record<string, string>> = {
  'sign-in-needed': 'Microsoft wants the person to sign in again: add them as a watcher once more.',
  forbidden: 'Microsoft does not let this person read presences.',
  'quota-used': 'Microsoft still counts an ended subscription; it is tried again.',
  refused: 'Microsoft did not accept the subscription; can it reach this service?',
  unreachable: 'Microsoft does not answer now; it is tried again.',
};

/** Entra wants the person themself: another factor, a new password (graph.md 7.3). */
const INTERACTION = new Set([
  'AADSTS50074',
  'AADSTS50076',
  'AADSTS50079',
  'AADSTS50158',
  'AADSTS50173',
]);

/** Makes the asking administrator a watcher; `assertion` is the sign-in token they presented. */
export async function addWatcher(
  deps: DeskDeps,
  person: Person,
  ask: { readonly assertion: string },
): Promise<WatcherView> {
  const { tenantId, personId } = person;
  const lent = await deps.watching.borrow({ tenantId, assertion: ask.assertion });
  if (lent.kind === 'retry' || lent.kind === 'unknown') {
    throw new DeskError('microsoft-unreachable', { detail: lent.reason });
  }
  if (lent.kind !== 'ok') {
    const code = INTERACTION.has(lent.reason) ? 'sign-in-again' : 'watcher-refused';
    throw new DeskError(code, { detail: lent.reason });
  }
  const watcher: Watcher = {
    tenantId,
    personId,
    name: await readName(deps, person),
    refreshToken: deps.seal(lent.value.refreshToken),
    addedAt: deps.clock.now(),
    trouble: null,
    retryAt: 0,
  };
  await deps.store.watchers.put(watcher);
  await audit(deps, person, { connectionId: null, what: 'watcher-added', after: { personId } });
  deps.watching.hurry(tenantId);
  return viewWatcher(watcher, await deps.store.watchers.held(tenantId));
}

async function readName(deps: DeskDeps, { tenantId, personId }: Person): Promise<string> {
  const reached = await deps.graph.getUser({ tenantId, personId });
  return reached.kind === 'ok' ? reached.value.displayName : personId;
}

/** Watchers of the asking admin's tenant, the oldest first. */
export async function listWatchers(
  deps: DeskDeps,
  person: Person,
): Promise<readonly WatcherView[]> {
  const [watchers, held] = await Promise.all([
    deps.store.watchers.list(person.tenantId),
    deps.store.watchers.held(person.tenantId),
  ]);
  return watchers.map((one) => viewWatcher(one, held));
}

/** What is held in the name is taken back; the sweep goes on alone. */
export async function removeWatcher(
  deps: DeskDeps,
  person: Person,
  ask: { readonly personId: string },
): Promise<void> {
  const { tenantId } = person;
  const watcher = await deps.store.watchers.get(tenantId, ask.personId);
  if (!watcher) throw new DeskError('not-found');
  await deps.store.watchers.remove(tenantId, watcher.personId);
  await audit(deps, person, {
    connectionId: null,
    what: 'watcher-removed',
    before: { personId: watcher.personId },
  });
  await deps.watching.leave(watcher);
  deps.watching.hurry(tenantId);
}

function viewWatcher(watcher: Watcher, all: readonly HeldSubscription[]): WatcherView {
  const { personId, name, addedAt, trouble } = watcher;
  const held = all.find(({ watcherId }) => watcherId === personId);
  return {
    personId,
    name,
    addedAt,
    code: trouble,
    sentence: trouble === null ? null : (SENTENCES[trouble] ?? trouble),
    people: held?.people ?? 0,
    expiresAt: held?.expiresAt ?? null,
  };
}
