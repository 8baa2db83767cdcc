import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { MINUTE, SECOND } from '../core/time';

/** Clocks of two well-kept machines differ by less. */
const SKEW_MS = 30 * SECOND;
/** VCC signs for five minutes (vcc.md 3.2). One for longer would stay good for whoever has seen it. */
const LIFE_MS = 5 * MINUTE;

const headShape = z.object({ alg: z.literal('HS256') });
const claimsShape = z.object({ exp: z.number(), payload_hash: z.string() });

export type SignatureFault =
  'unsigned' | 'bad-signature' | 'expired' | 'lives-too-long' | 'wrong-hash';

export interface SignedBody {
  readonly rawBody: Buffer;
  /** `Vonage-Signature` */
  readonly token: string | undefined;
}

/**
 * Checks a delivery against the secrets, current first: an HS256 JWT whose `payload_hash` is the
 * hex SHA-256 of the raw body (vcc.md 3.2). Null when it is genuine.
 */
export function findSignatureFault(
  { rawBody, token }: SignedBody,
  keys: readonly Buffer[],
  now: number,
): SignatureFault | null {
  if (!token) return 'unsigned';
  const [head, claims, signature, ...more] = token.trim().split('.');
  if (!head || !claims || !signature || more.length > 0) return 'bad-signature';
  if (!headShape.safeParse(decode(head)).success) return 'bad-signature';
  const signed = { text: `${head}.${claims}`, signature: Buffer.from(signature, 'base64url') };
  if (!keys.some((key) => isSignedWith(signed, key))) return 'bad-signature';
  const read = claimsShape.safeParse(decode(claims));
  if (!read.success) return 'bad-signature';
  if (read.data.exp * SECOND + SKEW_MS <= now) return 'expired';
  if (read.data.exp * SECOND > now + LIFE_MS + SKEW_MS) return 'lives-too-long';
  return isHashOf(read.data.payload_hash, rawBody) ? null : 'wrong-hash';
}

/** The signing key of a subscription's secret. */
export function readKey(secret: string): Buffer {
  return Buffer.from(secret, 'base64');
}

function isSignedWith(signed: { text: string; signature: Buffer }, key: Buffer): boolean {
  // An empty key would make every signature computable by anybody.
  if (key.length === 0) return false;
  return isEqual(createHmac('sha256', key).update(signed.text).digest(), signed.signature);
}

function isHashOf(hash: string, rawBody: Buffer): boolean {
  return isEqual(createHash('sha256').update(rawBody).digest(), Buffer.from(hash, 'hex'));
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
