/** A presence subscription as Graph keeps it. */
export interface Subscription {
  readonly id: string;
  readonly tenantId: string;
  readonly applicationId: string;
  /** Person whose token created it. */
  readonly creatorId: string;
  readonly resource: string;
  readonly watched: ReadonlySet<string>;
  readonly changeType: string;
  readonly clientState: string | undefined;
  readonly includeResourceData: boolean;
  readonly lifecycleNotificationUrl: string | undefined;
  readonly latestSupportedTlsVersion: string;
  readonly notificationUrlAppId: string | undefined;
  notificationUrl: string;
  encryptionCertificate: string | undefined;
  encryptionCertificateId: string | undefined;
  expiresAt: number;
  /** Access token that deliveries lean on; when it lapses they wait. */
  token: string;
}

/** What the API shows of it: the certificate stays inside. */
export function subscriptionBody(subscription: Subscription): Readonly<Record<string, unknown>> {
  return {
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.applicationId,
    changeType: subscription.changeType,
    clientState: subscription.clientState ?? null,
    notificationUrl: subscription.notificationUrl,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl ?? null,
    expirationDateTime: graphTime(subscription.expiresAt),
    creatorId: subscription.creatorId,
    includeResourceData: subscription.includeResourceData,
    latestSupportedTlsVersion: subscription.latestSupportedTlsVersion,
    encryptionCertificateId: subscription.encryptionCertificateId ?? null,
    notificationUrlAppId: subscription.notificationUrlAppId ?? null,
    notificationContentType: 'application/json',
  };
}

/** UTC with seven digits of fraction. */
export function graphTime(instantMs: number): string {
  return new Date(instantMs).toISOString().replace('Z', '0000Z');
}
