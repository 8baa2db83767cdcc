/** KP3 for one watcher: what is needed, held and listed is compared; one subscription is to live. */
import type { GraphSubscriptionView } from '../clients/graph/subscriptions';
import { MINUTE } from '../core/time';
import type { HeldSubscription } from '../store/watching';

export interface SubscriptionNeed {
  readonly resourceHash: string;
  readonly notificationUrl: string;
  /** Null: without data. */
  readonly certificateId: string | null;
}

export interface SubscriptionScene {
  /** Null: nobody is to be watched in this name. */
  readonly need: SubscriptionNeed | null;
  readonly held: readonly HeldSubscription[];
  /** What Graph lists in the watcher's name. */
  readonly listed: readonly GraphSubscriptionView[];
  readonly now: number;
}

export type SubscriptionStep =
  | { readonly kind: 'none' }
  | { readonly kind: 'create' }
  | { readonly kind: 'keep' | 'renew' | 'reauthorize'; readonly held: HeldSubscription };

export interface SubscriptionPlan {
  /** Held here, but not to be found there or not wanted any more. */
  readonly forget: readonly string[];
  /** Listed there, but not ours to keep: a person and app may hold only one (graph.md 4.2). */
  readonly remove: readonly string[];
  readonly step: SubscriptionStep;
}

/** With less left than this it is renewed whatever was planned. */
const SPARE_MS = 15 * MINUTE;

export function planSubscription(scene: SubscriptionScene): SubscriptionPlan {
  const survivor = findSurvivor(scene);
  const others = <T>(all: readonly T[], idOf: (one: T) => string): readonly string[] =>
    all.map(idOf).filter((id) => id !== survivor?.subscriptionId);
  return {
    forget: others(scene.held, (one) => one.subscriptionId),
    remove: others(scene.listed, (one) => one.id),
    step: survivor ? stepFor(scene, survivor) : { kind: scene.need ? 'create' : 'none' },
  };
}

/** Graph's word for the end counts, not ours. */
function findSurvivor({ need, held, listed, now }: SubscriptionScene): HeldSubscription | null {
  if (!need) return null;
  const views = new Map(listed.map((view) => [view.id, view]));
  const living = held.flatMap((one) => {
    const view = views.get(one.subscriptionId);
    if (!view || view.expiresAt <= now || !fits(need, one)) return [];
    if (view.notificationUrl !== '' && view.notificationUrl !== need.notificationUrl) return [];
    return [{ ...one, expiresAt: view.expiresAt }];
  });
  return living.sort((one, other) => other.expiresAt - one.expiresAt)[0] ?? null;
}

/** Whether data comes along cannot be changed later, the certificate can (graph.md 4.9). */
function fits(need: SubscriptionNeed, held: HeldSubscription): boolean {
  const isRich = need.certificateId !== null;
  return held.resourceHash === need.resourceHash && isRich === (held.certificateId !== null);
}

function stepFor({ need, now }: SubscriptionScene, held: HeldSubscription): SubscriptionStep {
  if (isRenewalDue(held, now) || held.certificateId !== need?.certificateId) {
    return { kind: 'renew', held };
  }
  return { kind: held.reauthorize ? 'reauthorize' : 'keep', held };
}

export function isRenewalDue(held: HeldSubscription, now: number): boolean {
  return held.renewAt <= now || held.expiresAt - now < SPARE_MS;
}
