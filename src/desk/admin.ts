import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../core/mapping';
import type { Connection, ConnectionEdit } from '../store/store';
import { StoreError } from '../store/store-error';
import { findConnection } from './access';
import type { Person } from './access';
import { claimAccount, openLogin, requireOwnAccount, takeAccount } from './claims';
import type { AccountTrial, ConnectionView, Credentials, NewConnection, Removal } from './contract';
import { audit, toAuditLine } from './context';
import type { DeskDeps } from './context';
import { keepConsent } from './consent';
import { etagOf, requireMatch } from './etag';
import { orderUnlink } from './orders';
import { DeskError } from './problem';
import { viewConnection } from './queries';
import { limitTries, TRIALS } from './limits';
import { accountKeyOf, trialLogin } from './reach';
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
  return viewConnection(await connectWebhook(deps, login, { draft, person }));
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

interface Draft {
  readonly draft: Connection;
  readonly person: Person;
}

/** The draft is stored before VCC learns of its address, and goes again when VCC refuses. */
async function connectWebhook(
  deps: DeskDeps,
  login: AccountLogin,
  { draft, person }: Draft,
): Promise<Connection> {
  const { id: connectionId, region, accountKey, vccClientId: clientId } = draft;
  try {
    const webhook = await subscribe(deps, login, draft.id);
    await editDraft(deps, draft, { webhook });
    const edit = await proveWebhook(deps, draft.id, webhook);
    const created = { connectionId, what: 'connection-created' };
    const line = toAuditLine(deps, person, { ...created, after: { region, accountKey, clientId } });
    return await takeAccount(deps, login, { draft, edit, line });
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

/**
 * New credentials are tried like the first; a lost subscription is made anew. The stored secret is not
 * needed: they also help where it cannot be opened any more. Throws `account-connected` where they open
 * an account that somebody else has connected.
 */
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
  if (connection.status === 'draft') throw new DeskError('connection-not-ready');
  if (edit.ifMatch !== undefined) requireMatch(edit.ifMatch, credentialsOf(connection));
  const { clientId, clientSecret } = edit.credentials;
  const { region } = connection;
  const login = { key: accountKeyOf(connection), region, clientId, clientSecret };
  await limitTries(deps, `trial/${person.tenantId}`, TRIALS);
  const tried = await tryVcc(deps.vcc, trialLogin(person.tenantId, login));
  await requireOwnAccount(deps, connection, tried.subscriptions);
  const made: Pick<ConnectionEdit, 'webhook'> = isSubscribed(deps, connection, tried)
    ? {}
    : { webhook: await subscribe(deps, login, connection.id) };
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
  if (made.webhook) await leaveAccount(deps, connection);
  return viewConnection((await deps.store.connections.get(connection.id)) ?? edited);
}

/** What is left where the credentials before open another account. Those that are void open none. */
async function leaveAccount(deps: DeskDeps, before: Connection): Promise<void> {
  const login = openLogin(deps, before);
  const { webhook, tenantId } = before;
  if (!login || !webhook) return;
  await deps.vcc.deleteSubscription(trialLogin(tenantId, login), webhook.subscriptionId);
}

function isSubscribed(deps: DeskDeps, connection: Connection, tried: TriedAccount): boolean {
  const ours = findOurs(deps, tried.subscriptions, connection.id);
  return ours.some((one) => one.subscriptionId === connection.webhook?.subscriptionId);
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
  const login = openLogin(deps, connection);
  if (login) await unsubscribe(deps, login, connection.id);
  if (!(await deps.store.connections.removeUnlinked(connection.id))) {
    // Somebody was linked in this moment; its keeper subscribes again.
    return { linksLeft: (await deps.store.links.list(connection.id)).length };
  }
  await audit(deps, person, {
    connectionId: connection.id,
    what: 'connection-deleted',
    before: { region: connection.region, accountKey: connection.accountKey },
  });
  return { linksLeft: 0 };
}
