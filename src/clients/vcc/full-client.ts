import type { CallResult } from '../call-result';
import type { Priority, Waiting } from '../pipeline/exchange';
import type { AccountAccess, NewSubscription, Subscription, VccClient } from './client';

/** What may be changed in a subscription (vcc.md 3.1); the rest stays. */
export type SubscriptionChange = Partial<NewSubscription> & {
  readonly enabled?: boolean;
  /** Base64. */
  readonly secret?: string;
};

/** A VCC client with what the port does not ask for. */
export interface FullVccClient extends VccClient {
  updateSubscription(
    access: AccountAccess,
    subscriptionId: string,
    change: SubscriptionChange,
  ): Promise<CallResult<Subscription>>;
  /** The same client; each of its calls has this priority (TN5). */
  withPriority(priority: Priority): VccClient;
  /** The same write for a call that may have to wait in line. */
  inLine(waiting: Waiting): Pick<VccClient, 'setPresence'>;
}
