import { createHash, createHmac } from 'node:crypto';

const LIFETIME_S = 5 * 60;

/**
 * The JWT of `Vonage-Signature` (3.2): HS256 with the bytes of the base64 secret, good for five
 * minutes, `payload_hash` is the plain hex SHA-256 of the body's bytes.
 */
export function signPayload(body: Buffer, secret: string, nowMs: number): string {
  const issuedAt = Math.floor(nowMs / 1000);
  const claims = {
    payload_hash: createHash('sha256').update(body).digest('hex'),
    iat: issuedAt,
    exp: issuedAt + LIFETIME_S,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const key = Buffer.from(secret, 'base64');
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

function encode(part: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
