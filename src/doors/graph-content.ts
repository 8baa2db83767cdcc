/** Opens the encrypted part of a change notification (graph.md 4.10). */
import {
  constants,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  privateDecrypt,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';

export const encryptedShape = z.object({
  data: z.string(),
  dataSignature: z.string(),
  dataKey: z.string(),
  encryptionCertificateId: z.string(),
});
export type EncryptedContent = z.infer<typeof encryptedShape>;

export interface NotifyKey {
  /** As the subscription named the certificate. */
  readonly id: string;
  readonly keyPem: string;
}

/** What is inside; null when it is not for us, or somebody has changed it. */
export type OpenContent = (content: EncryptedContent) => unknown;

const KEY_BYTES = 32;
const IV_BYTES = 16;

/** The current key and the one before it: what is on its way still names the old one. */
export function createContentOpener(keys: readonly NotifyKey[]): OpenContent {
  const byId = new Map(keys.map(({ id, keyPem }) => [id, createPrivateKey(keyPem)]));
  return (content) => {
    const key = byId.get(content.encryptionCertificateId);
    if (!key) return null;
    try {
      return open(key, content);
    } catch {
      return null;
    }
  };
}

function open(key: KeyObject, { data, dataSignature, dataKey }: EncryptedContent): unknown {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const secret = privateDecrypt({ key, padding, oaepHash: 'sha1' }, bytesOf(dataKey));
  if (secret.length !== KEY_BYTES) return null;
  const hidden = bytesOf(data);
  // Compared before anything is deciphered: what was changed on the way is not even looked at.
  const signature = createHmac('sha256', secret).update(hidden).digest();
  const told = bytesOf(dataSignature);
  if (told.length !== signature.length || !timingSafeEqual(told, signature)) return null;
  const reader = createDecipheriv('aes-256-cbc', secret, secret.subarray(0, IV_BYTES));
  const text = Buffer.concat([reader.update(hidden), reader.final()]).toString('utf8');
  return JSON.parse(text) as unknown;
}

function bytesOf(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}
