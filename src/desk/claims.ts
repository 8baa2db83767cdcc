/** JN14, JN20: may a tenant connect this account, or is it connected already? */
import type { Connection } from '../store/store';
import type { DeskDeps } from './context';
import { DeskError } from './problem';
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
  for (const { id } of holders) {
    // It may have been connected since it was read.
    if (!(await deps.store.connections.removeDraft(id))) throw new DeskError('account-connected');
    await unsubscribe(deps, login, id);
  }
}

/** The tenant's own under this key, and whomever the account itself tells of its events. */
async function findHolders(
  { store, publicUrl }: DeskDeps,
  { account, listed }: Claim,
): Promise<readonly Connection[]> {
  const root = webhookUrl(publicUrl, '');
  const ids = listed
    .filter(({ url }) => url.startsWith(root))
    .map(({ url }) => url.slice(root.length));
  const found = [
    await store.connections.findByAccount(account),
    ...(await Promise.all([...new Set(ids)].map((id) => store.connections.get(id)))),
  ];
  const holders = found.filter((one) => one !== null);
  return [...new Map(holders.map((one) => [one.id, one])).values()];
}
