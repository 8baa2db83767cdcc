/** JN14: connections that were begun and not finished, because the process died on the way. */
import type { AccountAccess, VccClient } from '../clients/vcc/client';
import { MINUTE } from '../core/time';
import type { Clock } from '../runtime/clock';
import { isSameAddress } from '../runtime/same-address';
import type { Connection, Store } from '../store/store';

/** Longer than connecting takes with all its calls. */
const ABANDONED_MS = 5 * MINUTE;

export interface DraftsDeps {
  readonly store: Pick<Store, 'connections'>;
  readonly vcc: Pick<VccClient, 'subscriptions' | 'deleteSubscription'>;
  readonly clock: Clock;
  accountOf(connection: Connection): AccountAccess;
  /** Where VCC posts the events of a connection. */
  webhookUrl(connectionId: string): string;
}

/** One pass; answers the pause until the next. */
export async function clearDrafts(deps: DraftsDeps): Promise<number> {
  const before = deps.clock.now() - ABANDONED_MS;
  const connections = await deps.store.connections.all();
  for (const connection of connections) {
    if (connection.status === 'draft' && connection.createdAt <= before) {
      await clearOne(deps, connection);
    }
  }
  return MINUTE;
}

/** What cannot be taken away at VCC posts to an address that answers 404. */
async function clearOne(deps: DraftsDeps, connection: Connection): Promise<void> {
  // It may have been connected since it was read.
  if (!(await deps.store.connections.removeDraft(connection.id))) return;
  const account = deps.accountOf(connection);
  const listed = await deps.vcc.subscriptions(account);
  const url = deps.webhookUrl(connection.id);
  for (const one of listed.kind === 'ok' ? listed.value : []) {
    if (!isSameAddress(one.url, url)) continue;
    await deps.vcc.deleteSubscription(account, one.subscriptionId);
  }
}
