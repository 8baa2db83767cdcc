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
  for (const holder of holders) {
    // It may have been connected since it was read.
    const isRemoved = await deps.store.connections.removeDraft(holder.id);
    if (!isRemoved) throw new DeskError('account-connected');
    await unsubscribe(deps, login, holder.id);
    // The same key may have been tried with another account's credentials.
    await unsubscribe(deps, loginOf(holder, deps.open), holder.id);
  }
}

/**
 * Of attempts at one account at once none sees the other before both have subscribed: whoever sees
 * another then gives way. Throws `account-connected` or `vcc-unreachable`.
 */
export async function requireAlone(
  deps: DeskDeps,
  login: AccountLogin,
  draft: Connection,
): Promise<void> {
  // Who cannot look has not been alone.
  const listed = requireReached(await deps.vcc.subscriptions(login), 'vcc-unreachable');
  const told = await findTold(deps, listed);
  if (told.some(({ id }) => id !== draft.id)) throw new DeskError('account-connected');
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
