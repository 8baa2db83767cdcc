/** JN5: the consent of a tenant, begun by an admin and proven before it counts. */
import { createHash, randomBytes } from 'node:crypto';
import { MINUTE } from '../core/time';
import type { BegunConsent } from '../store/joining';
import { isAdmin } from './access';
import type { Person } from './access';
import { audit } from './context';
import type { DeskDeps } from './context';
import type { BegunConsentView, TenantView } from './contract';
import { limitTries, TRIALS } from './limits';
import { listMissing } from './permissions';
import { DeskError } from './problem';
import { requireConsent } from './trying';

const LIFETIME_MS = 10 * MINUTE;

/** Where the asking admin gives consent, for their own tenant. */
export async function beginConsent(deps: DeskDeps, person: Person): Promise<BegunConsentView> {
  const { tenantId, personId } = person;
  await limitTries(deps, `consent/${tenantId}`, TRIALS);
  const state = randomBytes(32).toString('base64url');
  const expiresAt = deps.clock.now() + LIFETIME_MS;
  await deps.store.consents.begin({ stateHash: hashOf(state), tenantId, personId, expiresAt });
  return { url: deps.consentUrl(tenantId, state), expiresAt };
}

/** What comes back in the redirect; all of it may be forged (graph.md 7.5). */
export interface ConsentReturn {
  readonly state: string | null;
  readonly tenant: string | null;
  readonly error: string | null;
}

/** Takes the consent or throws why not. Whoever brings it is nobody: the state says who began. */
export async function finishConsent(deps: DeskDeps, back: ConsentReturn): Promise<void> {
  const begun = await takeBegun(deps, back);
  // An error comes with `admin_consent=True` as well.
  if (back.error !== null) throw new DeskError('consent-refused');
  if (back.tenant?.toLowerCase() !== begun.tenantId.toLowerCase()) {
    await noteRefusal(deps, begun);
    throw new DeskError('consent-tenant');
  }
  await keepConsent(deps, begun, await requireConsent(deps.graph, begun.tenantId));
}

async function takeBegun(deps: DeskDeps, { state }: ConsentReturn): Promise<BegunConsent> {
  const known = state ? await deps.store.consents.take(hashOf(state), deps.clock.now()) : null;
  if (!known) throw new DeskError('consent-state');
  return known;
}

/** Proves anew what the tenant grants, without a page: after a grant in the portal. */
export async function checkConsent(deps: DeskDeps, person: Person): Promise<TenantView> {
  await limitTries(deps, `consent/${person.tenantId}`, TRIALS);
  await keepConsent(deps, person, await requireConsent(deps.graph, person.tenantId));
  return getTenant(deps, person);
}

/** Stores the proof; told in the audit where it says something new. */
export async function keepConsent(
  deps: DeskDeps,
  { tenantId, personId }: Pick<Person, 'tenantId' | 'personId'>,
  roles: readonly string[],
): Promise<void> {
  const before = await deps.store.tenants.get(tenantId);
  const consent = { tenantId, cloud: deps.cloud, consentedBy: personId, roles };
  await deps.store.tenants.put({ ...consent, consentedAt: deps.clock.now() });
  if (before?.roles.join() === roles.join()) return;
  await audit(
    deps,
    { tenantId, personId },
    {
      connectionId: null,
      what: 'consent-given',
      before: before ? { roles: before.roles } : null,
      after: { roles },
    },
  );
}

function noteRefusal(deps: DeskDeps, { tenantId, personId }: BegunConsent): Promise<void> {
  const what = 'consent-tenant-refused';
  return audit(deps, { tenantId, personId }, { connectionId: null, what });
}

/** How far the asking person's organisation is. */
export async function getTenant({ store }: DeskDeps, person: Person): Promise<TenantView> {
  const { tenantId } = person;
  const consent = await store.tenants.get(tenantId);
  const connections = await store.connections.list(tenantId);
  return {
    tenantId,
    isAdmin: isAdmin(person),
    isConnected: connections.some(({ status }) => status !== 'draft'),
    consent: consent && {
      at: consent.consentedAt,
      missing: [...listMissing(consent.roles)],
    },
  };
}

/** The store is read by more people than may give consent. */
function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}
