import { createHash } from 'node:crypto';
import { DeskError } from './problem';

/** Names the content of an edited part, so that edits of other parts do not disturb (RFC 9110). */
export function etagOf(value: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(sortKeys(value)));
  return `"${hash.digest('base64url').slice(0, 22)}"`;
}

/** Throws `if-match-required` or `edited-meanwhile`. */
export function requireMatch(ifMatch: string | undefined, current: unknown): void {
  if (ifMatch === undefined) throw new DeskError('if-match-required');
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes('*') && !tags.includes(etagOf(current))) {
    throw new DeskError('edited-meanwhile');
  }
}

/** The store may keep members in another order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, sortKeys(part)]));
}
