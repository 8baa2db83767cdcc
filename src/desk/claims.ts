/** JN14, JN20: may a tenant connect this account, or is it connected already? */
import { pathBelow } from '../runtime/same-address';
import type { Connection } from '../store/store';
import type { DeskDeps } from './context';
import { DeskError } from './problem';
import { loginOf, requireReached } from './reach';
import type { AccountLogin, AccountSubscription } from './reach';
import { unsubscribe, webhookUrl } from './webhook';

/** What is claimed, and what the account shows to its own credentials. */
export interface Claim {
  readonly account: Pick<Connection, 'tenantId' | 'region' | 'accountKey'>;
  readonly listed: readonly AccountSubscription[];
}

/**
 * Throws `account-connected`. What the tenant itself began and did not finish makes way: whoever
 * began it learns so at its next step.
 */
export async function claimAccount(
  deps: DeskDeps,
  login: AccountLogin,
  claim: Claim,
): Promise<void> {
  const { tenantId } = claim.account;
  const holders = await findHolders(deps, claim);
  const isInTheWay = (one: Connection): boolean =>
    one.tenantId !== tenantId || one.status !== 'draft';
  if (holders.some(isInTheWay)) throw new DeskError('account-connected');
  const told = new Set(
    claim.listed.map(({ url }) => pathBelow(webhookUrl(deps.publicUrl, ''), url)),
  );
  for (const holder of holders) {
    // It may have been connected since it was read.
    const isRemoved = await deps.store.connections.removeDraft(holder.id);
    if (!isRemoved) throw new DeskError('account-connected');
    // The same key may have been tried with another account's credentials.
    const ownLogin = told.has(holder.id) ? login : openLogin(deps, holder);
    if (ownLogin) await unsubscribe(deps, ownLogin, holder.id);
  }
}

/** Null: its secret cannot be opened any more, so what it left at VCC stays with VCC's admin. */
export function openLogin({ open }: DeskDeps, holder: Connection): AccountLogin | null {
  try {
    return loginOf(holder, open);
  } catch {
    return null;
  }
}

/**
 * Of attempts at one account at once each has subscribed before it looks, so of two one sees the
 * other, and the store lets one of them take the account. Throws `account-connected` or
 * `vcc-unreachable`.
 */
export async function takeAccount(
  deps: DeskDeps,
  login: AccountLogin,
  { draft, ...taken }: { readonly draft: Connection } & Taken,
): Promise<Connection> {
  const others = await findOthers(deps, login, draft.id);
  const connection = await deps.store.connections.takeAccount(draft.id, others, taken);
  if (!connection) throw new DeskError('account-connected');
  for (const id of others) await unsubscribe(deps, login, id).catch(leftToTheirOwn);
  return connection;
}

type Taken = Parameters<DeskDeps['store']['connections']['takeAccount']>[2];

/** Whoever lost takes away what they left, too. */
const leftToTheirOwn = (): void => undefined;

/** New credentials may be those of another account, which somebody else has connected. */
export async function requireOwnAccount(
  deps: DeskDeps,
  connection: Connection,
  listed: readonly AccountSubscription[],
): Promise<void> {
  const told = await findTold(deps, listed);
  if (told.some(({ id }) => id !== connection.id)) throw new DeskError('account-connected');
}

/** Ids of the others who have subscribed. Who cannot look has not been alone. */
async function findOthers(
  deps: DeskDeps,
  login: AccountLogin,
  ownId: string,
): Promise<readonly string[]> {
  const listed = requireReached(await deps.vcc.subscriptions(login), 'vcc-unreachable');
  return (await findTold(deps, listed)).map(({ id }) => id).filter((id) => id !== ownId);
}

/** The tenant's own under this key, and whomever the account itself tells of its events. */
async function findHolders(
  deps: DeskDeps,
  { account, listed }: Claim,
): Promise<readonly Connection[]> {
  const own = await deps.store.connections.findByAccount(account);
  const told = await findTold(deps, listed);
  return own ? [own, ...told.filter(({ id }) => id !== own.id)] : told;
}

async function findTold(
  { store, publicUrl }: DeskDeps,
  listed: readonly AccountSubscription[],
): Promise<readonly Connection[]> {
  const root = webhookUrl(publicUrl, '');
  const ids = listed.map(({ url }) => pathBelow(root, url)).filter((id) => id !== null);
  const found = await Promise.all([...new Set(ids)].map((id) => store.connections.get(id)));
  return found.filter((one) => one !== null);
}
