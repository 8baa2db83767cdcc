import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
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

const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
const COMMON_NAME = '2.5.4.3';

/** DER of a self-signed RSA certificate, as a receiver of rich notifications makes one. */
export function selfSignedRsa(keys: {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}): Buffer {
  const algorithm = derSequence(derOid(SHA256_WITH_RSA), der(0x05));
  const name = derSequence(derSet(derSequence(derOid(COMMON_NAME), derUtf8('Receiver'))));
  const body = derSequence(
    der(0xa0, derInteger(Buffer.from([2]))),
    derInteger(Buffer.from([1])),
    algorithm,
    name,
    derSequence(derTime(Date.UTC(2026, 0, 1)), derTime(Date.UTC(2036, 0, 1))),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  );
  return derSequence(body, algorithm, derBits(sign('sha256', body, keys.privateKey)));
}
