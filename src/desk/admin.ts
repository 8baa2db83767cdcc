import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../core/mapping';
import type { Connection, ConnectionEdit } from '../store/store';
import { StoreError } from '../store/store-error';
import { findConnection } from './access';
import type { Person } from './access';
import { claimAccount, takeAccount } from './claims';
import type { AccountTrial, ConnectionView, Credentials, NewConnection, Removal } from './contract';
import { audit } from './context';
import type { DeskDeps } from './context';
import { keepConsent } from './consent';
import { etagOf, requireMatch } from './etag';
import { orderUnlink } from './orders';
import { DeskError } from './problem';
import { viewConnection } from './queries';
import { limitTries, TRIALS } from './limits';
import { accountKeyOf, loginOf, trialLogin } from './reach';
import type { AccountLogin } from './reach';
import { requireConsent, tryAccount, tryVcc } from './trying';
import type { TriedAccount } from './trying';
import { findOurs, proveWebhook, subscribe, unsubscribe } from './webhook';

/**
 * Joins an account to the asking admin's tenant: proves the consent, tries the credentials and
 * subscribes to the account's events.
 */
export async function createConnection(
  deps: DeskDeps,
  person: Person,
  ask: NewConnection,
): Promise<ConnectionView> {
  requireAllowed(deps, person, ask.accountKey);
  const roles = await requireConsent(deps.graph, person.tenantId);
  await limitTries(deps, `trial/${person.tenantId}`, TRIALS);
  const tried = await tryVcc(deps.vcc, trialLogin(person.tenantId, ask));
  const account = { ...ask, tenantId: person.tenantId };
  const login: AccountLogin = { ...ask, key: accountKeyOf(account) };
  await claimAccount(deps, login, { account, listed: tried.subscriptions });
  await keepConsent(deps, person, roles);
  const draft = newConnection(deps, person, { ask, tried });
  await insertDraft(deps, draft);
  const connection = await connectWebhook(deps, login, draft);
  await audit(deps, person, {
    connectionId: connection.id,
    what: 'connection-created',
    after: { region: ask.region, accountKey: ask.accountKey, clientId: ask.clientId },
  });
  return viewConnection(connection);
}

/** The operator allows a key for anybody who claims it, or for one tenant alone (JN20). */
function requireAllowed(
  { allowedAccounts }: DeskDeps,
  { tenantId }: Person,
  accountKey: string,
): void {
  const names = [accountKey, `${accountKey}@${tenantId.toLowerCase()}`];
  if (allowedAccounts !== null && !names.some((name) => allowedAccounts.includes(name))) {
    throw new DeskError('account-not-allowed');
  }
}

function newConnection(
  deps: DeskDeps,
  person: Person,
  { ask, tried }: { readonly ask: NewConnection; readonly tried: TriedAccount },
): Connection {
  const now = deps.clock.now();
  return {
    id: deps.newId(),
    tenantId: person.tenantId,
    cloud: deps.cloud,
    region: ask.region,
    accountKey: ask.accountKey,
    vccClientId: ask.clientId,
    vccClientSecret: deps.seal(ask.clientSecret),
    webhook: null,
    mapping: DEFAULT_MAPPING,
    policies: DEFAULT_POLICIES,
    definitions: tried.definitions,
    definitionsAt: now,
    status: 'draft',
    reason: null,
    trouble: {},
    createdAt: now,
    version: 1,
  };
}

/** Another attempt of the tenant may have come first. Throws `account-connected`. */
async function insertDraft({ store }: DeskDeps, draft: Connection): Promise<void> {
  try {
    await store.connections.insert(draft);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'conflict') throw error;
    throw new DeskError('account-connected');
  }
}

/** The draft is stored before VCC learns of its address, and goes again when VCC refuses. */
async function connectWebhook(
  deps: DeskDeps,
  login: AccountLogin,
  draft: Connection,
): Promise<Connection> {
  try {
    const webhook = await subscribe(deps, login, draft.id);
    await editDraft(deps, draft, { webhook });
    await takeAccount(deps, login, draft);
    return await editDraft(deps, draft, await proveWebhook(deps, draft.id, webhook));
  } catch (error) {
    await unsubscribe(deps, login, draft.id);
    await deps.store.connections.remove(draft.id);
    throw error;
  }
}

/** Throws `account-connected` where a later attempt has taken the draft's place (JN14). */
async function editDraft(
  { store }: DeskDeps,
  draft: Connection,
  edit: ConnectionEdit,
): Promise<Connection> {
  const edited = await store.connections.edit(draft.id, edit);
  if (!edited) throw new DeskError('account-connected');
  return edited;
}

/** Tries an account as connecting would, and keeps nothing. */
export async function tryConnection(
  deps: DeskDeps,
  person: Person,
  ask: NewConnection,
): Promise<AccountTrial> {
  await limitTries(deps, `trial/${person.tenantId}`, TRIALS);
  const before: AccountTrial['steps'] = [];
  const pass = async (step: 'allowed' | 'consent', check: () => unknown): Promise<boolean> => {
    const failure = await Promise.resolve().then(check).then(noFailure, readFailure);
    before.push({ step, isOk: failure === null, sentence: failure ?? 'Works.' });
    return failure === null;
  };
  const isAllowed = await pass('allowed', () => requireAllowed(deps, person, ask.accountKey));
  const hasConsent = await pass('consent', () => requireConsent(deps.graph, person.tenantId));
  if (!isAllowed) return { isReady: false, steps: before, region: null };
  const { steps, region } = await tryAccount(deps, trialLogin(person.tenantId, ask));
  const isReady = hasConsent && steps.every(({ isOk }) => isOk);
  return { isReady, steps: [...before, ...steps], region };
}

const noFailure = (): null => null;

function readFailure(error: unknown): string {
  if (!(error instanceof DeskError)) throw error;
  return error.more.detail ?? error.message;
}

/** The client id in force; its tag says which credentials an edit was made on. */
export async function getCredentials(
  deps: DeskDeps,
  person: Person,
  connectionId: string,
): Promise<{ readonly clientId: string; readonly etag: string }> {
  const connection = await findConnection(deps.store, person, connectionId);
  return { clientId: connection.vccClientId, etag: etagOf(credentialsOf(connection)) };
}

/** Sealed, so the tag gives nothing away. */
function credentialsOf({ vccClientId, vccClientSecret }: Connection): readonly string[] {
  return [vccClientId, vccClientSecret];
}

/** New credentials are tried like the first; a lost subscription is made anew. */
export async function updateCredentials(
  deps: DeskDeps,
  person: Person,
  edit: {
    readonly connectionId: string;
    readonly credentials: Credentials;
    readonly ifMatch?: string | undefined;
  },
): Promise<ConnectionView> {
  const connection = await findConnection(deps.store, person, edit.connectionId);
  if (edit.ifMatch !== undefined) requireMatch(edit.ifMatch, credentialsOf(connection));
  const { clientId, clientSecret } = edit.credentials;
  const login = { ...loginOf(connection, deps.open), clientId, clientSecret };
  await limitTries(deps, `trial/${person.tenantId}`, TRIALS);
  const tried = await tryVcc(deps.vcc, trialLogin(person.tenantId, login));
  const isLive = findOurs(deps, tried.subscriptions, connection.id).some(
    (one) => one.subscriptionId === connection.webhook?.subscriptionId,
  );
  const made = isLive ? {} : { webhook: await subscribe(deps, login, connection.id) };
  const edited = await deps.store.connections.edit(connection.id, {
    vccClientId: clientId,
    vccClientSecret: deps.seal(clientSecret),
    ...made,
    definitions: tried.definitions,
    definitionsAt: deps.clock.now(),
    // A mark goes when its keeper has seen that all is well (KP4).
    ...(Object.keys(connection.trouble).length > 0 ? {} : { status: 'connected', reason: null }),
  });
  if (!edited) throw new DeskError('not-found');
  await audit(deps, person, {
    connectionId: connection.id,
    what: 'credentials-changed',
    before: { clientId: connection.vccClientId },
    after: { clientId },
  });
  await deps.onCredentials?.(connection.id);
  return viewConnection((await deps.store.connections.get(connection.id)) ?? edited);
}

/**
 * Links are released first (KP5): while some are left the answer counts them, and the connection
 * goes with the call that finds none.
 */
export async function deleteConnection(
  deps: DeskDeps,
  person: Person,
  connectionId: string,
): Promise<Removal> {
  const connection = await findConnection(deps.store, person, connectionId);
  const links = await deps.store.links.list(connection.id);
  for (const link of links) await orderUnlink(deps, link, 'admin');
  if (links.length > 0) return { linksLeft: links.length };
  await unsubscribe(deps, loginOf(connection, deps.open), connection.id);
  await deps.store.connections.remove(connection.id);
  await audit(deps, person, {
    connectionId: connection.id,
    what: 'connection-deleted',
    before: { region: connection.region, accountKey: connection.accountKey },
  });
  return { linksLeft: 0 };
}
