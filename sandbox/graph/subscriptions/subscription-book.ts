import type { SandboxClock } from '../../clock';
import type { Subscription } from './subscription';

/** All live subscriptions. They end by themselves, without a word. */
export interface SubscriptionBook {
  all(): readonly Subscription[];
  get(id: string): Subscription | undefined;
  add(subscription: Subscription): void;
  remove(id: string): void;
  /** Replaces the end of a subscription. */
  extend(id: string, expiresAt: number): void;
  /** True while the person and app hold one already, or one still counts. */
  isQuotaUsed(owner: SubscriptionOwner): boolean;
}

export type SubscriptionOwner = Pick<Subscription, 'tenantId' | 'applicationId' | 'creatorId'>;

export interface BookParts {
  readonly clock: SandboxClock;
  readonly zombieQuotaMs: () => number;
  /** Called when a subscription gets its end, first or new. */
  readonly onTerm: (subscription: Subscription) => void;
}

export function createBook({ clock, zombieQuotaMs, onTerm }: BookParts): SubscriptionBook {
  const live = new Map<string, Subscription>();
  const zombies = new Map<string, number>();
  const remove = (id: string): void => {
    const gone = live.get(id);
    if (!gone) return;
    live.delete(id);
    zombies.set(ownerKey(gone), clock.now() + zombieQuotaMs());
  };
  /** By the time an end comes the subscription may have got a later one. */
  const startTerm = (subscription: Subscription): void => {
    const { id } = subscription;
    clock.at(subscription.expiresAt, () => {
      if ((live.get(id)?.expiresAt ?? Infinity) <= clock.now()) remove(id);
    });
    onTerm(subscription);
  };
  return {
    all: () => [...live.values()],
    get: (id) => live.get(id.toLowerCase()),
    add(subscription) {
      live.set(subscription.id, subscription);
      startTerm(subscription);
    },
    remove,
    extend(id, expiresAt) {
      const subscription = live.get(id);
      if (!subscription) return;
      subscription.expiresAt = expiresAt;
      startTerm(subscription);
    },
    isQuotaUsed(owner) {
      const key = ownerKey(owner);
      const isHeld = [...live.values()].some((one) => ownerKey(one) === key);
      return isHeld || (zombies.get(key) ?? 0) > clock.now();
    },
  };
}

function ownerKey({ tenantId, applicationId, creatorId }: SubscriptionOwner): string {
  return `${tenantId} ${applicationId} ${creatorId}`.toLowerCase();
}
