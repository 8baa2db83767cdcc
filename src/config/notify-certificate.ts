import { createPrivateKey, X509Certificate } from 'node:crypto';

/** A certificate as Graph wants it, with the name we give it (graph.md 4.10). */
export interface NotifyCertificate {
  readonly id: string;
  /** Base64 of the DER, public part only. */
  readonly base64: string;
}

const MIN_BITS = 2_048;
const MAX_BITS = 4_096;

/** Does the private key belong to the certificate, and would Graph take it? Both are PEM. */
export function isNotifyPair(certificatePem: string, keyPem: string): boolean {
  try {
    const certificate = new X509Certificate(certificatePem);
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    if (asymmetricKeyType !== 'rsa' || bits < MIN_BITS || bits > MAX_BITS) return false;
    return certificate.checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
}

/** The name is of the certificate's making, so that a new one has a new name by itself. */
export function readNotifyCertificate(certificatePem: string): NotifyCertificate {
  const certificate = new X509Certificate(certificatePem);
  const id = certificate.fingerprint256.replaceAll(':', '').toLowerCase().slice(0, 40);
  return { id, base64: certificate.raw.toString('base64') };
}
