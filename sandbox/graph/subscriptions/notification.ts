import type { PresencePair } from '../../contract';
import type { AllGraphKnobs } from '../knobs';
import { encryptContent, readCertificate } from './encryption';
import { graphTime } from './subscription';
import type { Subscription } from './subscription';

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

/** One change as one subscription hears of it. */
export interface PresenceNews {
  readonly personId: string;
  readonly presence: PresencePair;
}

type Shape = Pick<AllGraphKnobs, 'notifyAsIn2022' | 'forge'>;

/** One item of a change notification (graph.md 4.6). */
export function notificationItem(
  subscription: Subscription,
  { personId, presence }: PresenceNews,
  shape: Shape,
): object {
  const is2022 = shape.notifyAsIn2022;
  const about = {
    '@odata.type': is2022 ? '#Microsoft.Graph.presence' : '#microsoft.graph.presence',
    '@odata.id': `users/${personId}/presence`,
    id: personId,
  };
  const values = { availability: presence.availability, activity: presence.activity };
  return {
    subscriptionId: subscription.id,
    clientState: clientState(subscription, shape),
    changeType: 'updated',
    tenantId: subscription.tenantId,
    organizationId: subscription.tenantId,
    resource: is2022
      ? `communications/presences('${personId}')`
      : `communications/presences/${personId}`,
    subscriptionExpirationDateTime: graphTime(subscription.expiresAt),
    resourceData: is2022 ? { ...about, ...values } : about,
    ...encrypted(subscription, { ...about, ...values }, shape),
  };
}

/** One item of a lifecycle notification (graph.md 4.8). */
export function lifecycleItem(subscription: Subscription, lifecycleEvent: LifecycleEvent): object {
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: graphTime(subscription.expiresAt),
    tenantId: subscription.tenantId,
    clientState: subscription.clientState ?? null,
    lifecycleEvent,
  };
}

function clientState(subscription: Subscription, { forge }: Shape): string | null {
  return forge === 'client-state' ? 'forged' : (subscription.clientState ?? null);
}

function encrypted(subscription: Subscription, content: object, { forge }: Shape): object {
  const { includeResourceData, encryptionCertificate, encryptionCertificateId } = subscription;
  const certificate = encryptionCertificate ? readCertificate(encryptionCertificate) : undefined;
  if (!includeResourceData || !certificate || !encryptionCertificateId) return {};
  const sealed = encryptContent(content, { certificate, certificateId: encryptionCertificateId });
  const dataSignature =
    forge === 'signature' ? Buffer.alloc(32, 7).toString('base64') : sealed.dataSignature;
  return { encryptedContent: { ...sealed, dataSignature } };
}
