/** What may never stand in a log line: secrets, tokens, names, mail addresses (house habit "Logs"). */

const HIDDEN = '[secret]';

const SECRET_WORDS = [
  'authorization',
  'token',
  'secret',
  'password',
  'credential',
  'assertion',
  'privatekey',
  'cookie',
  'signature',
];

/** Keys that hold a person's name, address or words. */
const PERSONAL_WORDS = new Set([
  'displayname',
  'personname',
  'agentname',
  'username',
  'userprincipalname',
  'upn',
  'mail',
  'email',
  'preferredusername',
  'givenname',
  'surname',
  'statusmessage',
]);

/** Identifying keys, in the order in which a line shows them. */
const LEADING_KEYS = [
  'tenantId',
  'connectionId',
  'accountKey',
  'linkId',
  'agentUserId',
  'agentId',
  'personId',
];

const MAX_DEPTH = 5;

/** The fields of a line without what is secret or personal, identifying keys first. */
export function cleanFields(fields: object): Record<string, unknown> {
  return cleanRecord(fields, 0, new Set());
}

/** Blanks tokens and mail addresses that slipped into a text. */
export function cleanText(text: string): string {
  const clean = text
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer [secret]')
    .replace(/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, HIDDEN);
  return clean.includes('@') ? clean.replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[mail]') : clean;
}

/** Takes these names out of words of the other side, whole or in part. */
export function maskNames(text: string, names: readonly string[]): string {
  const words = names.flatMap((name) => name.split(/\s+/)).filter((word) => word.length > 2);
  return words.reduce(
    (masked, word) => masked.replaceAll(new RegExp(escapeWords(word), 'gi'), '[name]'),
    text,
  );
}

function escapeWords(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function cleanRecord(fields: object, depth: number, path: Set<object>): Record<string, unknown> {
  path.add(fields);
  const clean: Record<string, unknown> = {};
  for (const [key, value] of orderEntries(Object.entries(fields))) {
    clean[key] = isHidden(key, value) ? HIDDEN : cleanValue(value, depth + 1, path);
  }
  path.delete(fields);
  return clean;
}

function cleanValue(value: unknown, depth: number, path: Set<object>): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH || path.has(value)) return '[deep]';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error) return cleanRecord(describeError(value), depth, path);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (hasToJson(value)) return cleanValue(value.toJSON(), depth + 1, path);
  if (!Array.isArray(value)) return cleanRecord(value, depth, path);
  return value.map((one: unknown) => cleanValue(one, depth + 1, path));
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function describeError(error: Error): object {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  };
}

/** A number or a flag under such a key (`tokenCount`, `hasSecret`) tells nothing. */
function isHidden(key: string, value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) return false;
  const word = key.toLowerCase().replace(/[_-]/g, '');
  return PERSONAL_WORDS.has(word) || SECRET_WORDS.some((secret) => word.includes(secret));
}

function orderEntries(entries: [string, unknown][]): [string, unknown][] {
  return entries.sort(([one], [other]) => rankOf(one) - rankOf(other));
}

function rankOf(key: string): number {
  const at = LEADING_KEYS.indexOf(key);
  return at < 0 ? LEADING_KEYS.length : at;
}
