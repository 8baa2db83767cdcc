import { createHash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const KSUID_LENGTH = 27;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** The same GUID for the same parts, on every machine and in every run. */
export function guidOf(...parts: readonly string[]): string {
  const hex = hash(parts).toString('hex');
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...groups, hex.slice(20, 32)].join('-');
}

/** 27 characters of base 62, as the ids of events and subscriptions look in the examples (3.1, 3.3). */
export function ksuidOf(...parts: readonly string[]): string {
  let value = BigInt(`0x${hash(parts).toString('hex').slice(0, 40)}`);
  let text = '';
  while (text.length < KSUID_LENGTH) {
    text = (BASE62[Number(value % 62n)] ?? '0') + text;
    value /= 62n;
  }
  return text;
}

function hash(parts: readonly string[]): Buffer {
  return createHash('sha256').update(parts.join('\n')).digest();
}
