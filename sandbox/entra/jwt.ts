import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isRecord } from '../http/message';

export type Claims = Readonly<Record<string, unknown>>;

export interface DecodedJwt {
  readonly header: Claims;
  readonly claims: Claims;
  readonly signed: string;
  readonly signature: Buffer;
}

/** A JWT signed with RS256. */
export function signJwt(claims: Claims, keyId: string, key: KeyObject): string {
  const header = { typ: 'JWT', alg: 'RS256', x5t: keyId, kid: keyId };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** The parts of a JWT, nothing checked; undefined when it is not one. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const [head, body, signature, ...rest] = token.split('.');
  if (!head || !body || !signature || rest.length > 0) return undefined;
  const header = decode(head);
  const claims = decode(body);
  if (!header || !claims) return undefined;
  const signed = `${head}.${body}`;
  return { header, claims, signed, signature: Buffer.from(signature, 'base64url') };
}

export function isSignedBy(jwt: DecodedJwt, key: KeyObject): boolean {
  return (
    jwt.header['alg'] === 'RS256' && verify('sha256', Buffer.from(jwt.signed), key, jwt.signature)
  );
}

/** True inside `nbf` … `exp`; a missing `exp` never holds. */
export function isInForce(claims: Claims, nowMs: number): boolean {
  const { exp, nbf } = claims;
  if (typeof exp !== 'number' || exp * 1000 <= nowMs) return false;
  return typeof nbf !== 'number' || nbf * 1000 <= nowMs;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
