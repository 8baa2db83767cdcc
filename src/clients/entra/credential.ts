import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Configuration } from '@azure/msal-node';

/** How the app registration proves itself. */
export type EntraCredential =
  | { readonly secret: string }
  /** One PEM text with the certificate (chain) and its private key. */
  | { readonly certificatePem: string };

const KEY_PATTERN = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/;
const CERTIFICATE_PATTERN = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The credential in MSAL's words.
 * @throws {Error} when the PEM lacks the certificate or its RSA key
 */
export function toMsalAuth(
  credential: EntraCredential,
): Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate'> {
  if ('secret' in credential) return { clientSecret: credential.secret };
  const privateKey = KEY_PATTERN.exec(credential.certificatePem)?.[0];
  const chain = credential.certificatePem.match(CERTIFICATE_PATTERN);
  if (!privateKey || !chain?.[0]) {
    throw new Error('The Entra certificate must hold a certificate and its private key as PEM.');
  }
  return {
    clientCertificate: {
      thumbprintSha256: thumbprintOf(chain[0], privateKey),
      privateKey,
      x5c: chain.join('\n'),
    },
  };
}

/** Entra takes RSA keys only; a wrong pair would fail at the first token, with a riddle. */
function thumbprintOf(certificatePem: string, privateKeyPem: string): string {
  const certificate = new X509Certificate(certificatePem);
  const key = createPrivateKey(privateKeyPem);
  if (key.asymmetricKeyType !== 'rsa' || !certificate.checkPrivateKey(key)) {
    throw new Error('The private key beside the Entra certificate must be its own RSA key.');
  }
  return certificate.fingerprint256.replaceAll(':', '');
}
