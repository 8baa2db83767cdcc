import { generateKeyPairSync, sign } from 'node:crypto';
import {
  der,
  derBits,
  derInteger,
  derOid,
  derSequence,
  derSet,
  derTime,
  derUtf8,
} from '../../sandbox/entra/der';

const DAY_MS = 86_400_000;
const COMMON_NAME = '2.5.4.3';
const RSA_WITH_SHA256 = '1.2.840.113549.1.1.11';

export interface AppCertificate {
  readonly keyPem: string;
  readonly certPem: string;
}

/** A self-signed RSA certificate, as an app registration holds one. */
export function makeAppCertificate(): AppCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = derSequence(derSet(derSequence(derOid(COMMON_NAME), derUtf8('Presence Link'))));
  const algorithm = derSequence(derOid(RSA_WITH_SHA256), der(0x05));
  const body = derSequence(
    der(0xa0, derInteger(Buffer.from([2]))),
    derInteger(Buffer.from([7])),
    algorithm,
    name,
    derSequence(derTime(Date.now() - DAY_MS), derTime(Date.now() + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const whole = derSequence(body, algorithm, derBits(sign('sha256', body, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certPem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
  };
}
