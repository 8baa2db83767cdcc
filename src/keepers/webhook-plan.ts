/** KP3, the VCC side: what is held and what is listed; one live subscription is to remain. */
import type { Subscription } from '../clients/vcc/client';
import type { SubscriptionChange } from '../clients/vcc/full-client';
import { isSameAddress } from '../runtime/same-address';
import { isSameNames } from '../runtime/same-names';

/** Names of event types. */
export type EventList = readonly string[];

export interface WebhookScene {
  /** The one whose secret we know; null: none. */
  readonly heldId: string | null;
  /** What VCC lists for the account, other people's included. */
  readonly listed: readonly Subscription[];
  /** Where ours is to point, and what it is to tell. */
  readonly url: string;
  readonly events: readonly string[];
  /** Shorter lists that will do for now, because VCC has refused the whole one. */
  readonly shorter?: readonly EventList[];
  /** Its deliveries do not verify, or do not come: the secret is taken for a foreign one. */
  readonly isDistrusted: boolean;
}

export interface WebhookPlan {
  /** The one that stays; null: a new one is made. */
  readonly keptId: string | null;
  /** What has to be mended in it; null: nothing. */
  readonly change: SubscriptionChange | null;
  /** Those that point at us and are not to live. */
  readonly removeIds: readonly string[];
}

export function planWebhook(scene: WebhookScene): WebhookPlan {
  const { heldId, listed, url, isDistrusted } = scene;
  const held = listed.find((one) => one.subscriptionId === heldId);
  const kept = held && !isDistrusted ? held : null;
  const ours = listed.filter((one) => isSameAddress(one.url, url) || one === held);
  const removed = ours.filter((one) => one !== kept);
  return {
    keptId: kept?.subscriptionId ?? null,
    change: kept ? changeFor(kept, scene) : null,
    removeIds: removed.map((one) => one.subscriptionId),
  };
}

export function isInOrder(plan: WebhookPlan): boolean {
  return plan.keptId !== null && plan.change === null && plan.removeIds.length === 0;
}

function changeFor(
  kept: Subscription,
  { url, events, shorter = [] }: WebhookScene,
): SubscriptionChange | null {
  const doesTell = [events, ...shorter].some((list) => isSameNames(kept.events, list));
  const change: SubscriptionChange = {
    ...(isSameAddress(kept.url, url) ? {} : { url }),
    ...(doesTell ? {} : { events }),
    ...(kept.enabled ? {} : { enabled: true }),
  };
  return Object.keys(change).length > 0 ? change : null;
}
