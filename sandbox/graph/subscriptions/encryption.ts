import {
  constants,
  createCipheriv,
  createHmac,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';

export interface EncryptedContent {
  readonly data: string;
  readonly dataSignature: string;
  readonly dataKey: string;
  readonly encryptionCertificateId: string;
  readonly encryptionCertificateThumbprint: string;
}

/** The certificate of a base64 DER text; undefined unless it is RSA of 2048 to 4096 bits (4.10). */
export function readCertificate(base64Der: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(Buffer.from(base64Der, 'base64'));
    const bits = certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    const isRsa = certificate.publicKey.asymmetricKeyType === 'rsa';
    return isRsa && bits >= 2048 && bits <= 4096 ? certificate : undefined;
  } catch {
    return undefined;
  }
}

/** Encrypts one notification's content with a new key of its own (graph.md 4.10). */
export function encryptContent(
  content: unknown,
  {
    certificate,
    certificateId,
  }: { readonly certificate: X509Certificate; readonly certificateId: string },
): EncryptedContent {
  const key = randomBytes(32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const plain = Buffer.from(JSON.stringify(content), 'utf8');
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  const wrapped = publicEncrypt(
    { key: certificate.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
    key,
  );
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    dataKey: wrapped.toString('base64'),
    encryptionCertificateId: certificateId,
    encryptionCertificateThumbprint: certificate.fingerprint.replaceAll(':', ''),
  };
}
