import { createHash, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SandboxClock } from '../clock';
import { decodeJwt, isInForce, isSignedBy, signJwt } from './jwt';
import type { Claims } from './jwt';

const DAY_MS = 24 * 60 * 60 * 1000;

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  listedUntil: number;
}

/** Making a key takes a tenth of a second, so all rings of a process begin with the same one. */
let firstKey: SigningKey | undefined;

/** The keys that sign tokens. The last one signs; the others are listed until they run out. */
export interface KeyRing {
  sign(claims: Claims): string;
  /** Claims of a token signed by a listed key and in force now. */
  verify(token: string): Claims | undefined;
  rotate(keepOldMs?: number): void;
  /** JSON Web Key Set (RFC 7517) of the listed keys. */
  publicKeys(issuer: string): { readonly keys: readonly Claims[] };
}

export function createKeyRing(clock: SandboxClock): KeyRing {
  firstKey ??= makeKey();
  const keys: SigningKey[] = [{ ...firstKey }];
  const listed = () => keys.filter(({ listedUntil }) => listedUntil > clock.now());
  const newest = () => keys[keys.length - 1] as SigningKey;
  return {
    sign: (claims) => signJwt(claims, newest().id, newest().privateKey),
    verify(token) {
      const jwt = decodeJwt(token);
      const key = listed().find(({ id }) => id === jwt?.header['kid']);
      const isGood =
        jwt && key && isSignedBy(jwt, key.publicKey) && isInForce(jwt.claims, clock.now());
      return isGood ? jwt.claims : undefined;
    },
    rotate(keepOldMs = DAY_MS) {
      newest().listedUntil = clock.now() + keepOldMs;
      keys.push(makeKey());
    },
    publicKeys: (issuer) => ({ keys: listed().map((key) => describe(key, issuer)) }),
  };
}

function makeKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const bytes = publicKey.export({ type: 'spki', format: 'der' });
  const id = createHash('sha1').update(bytes).digest('base64url');
  return { id, privateKey, publicKey, listedUntil: Infinity };
}

function describe(key: SigningKey, issuer: string): Claims {
  const { n, e } = key.publicKey.export({ format: 'jwk' });
  return { kty: 'RSA', use: 'sig', kid: key.id, x5t: key.id, n, e, issuer };
}
