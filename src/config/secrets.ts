import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const FORMAT = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SHOWN = '[secret]';

/** A value that must never be printed: it shows as `[secret]` in text, JSON and inspection. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return SHOWN;
  }
}

/** Text as it lies in the store: `v1.<key id>.<nonce, tag and cipher text>`, base64url. */
export type SealedText = string & { readonly sealed: true };

export interface Sealer {
  seal(text: string): SealedText;
  /** Opens what the current or the previous key sealed; throws a `SealError` for anything else. */
  open(sealed: SealedText): string;
  /** Was it sealed with a key other than the current one, and should be sealed anew? */
  isOutdated(sealed: SealedText): boolean;
}

export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: 'unknown-key' | 'damaged';

  constructor(code: 'unknown-key' | 'damaged', message: string) {
    super(message);
    this.code = code;
  }
}

/** Keys are 32 bytes in base64, as `SECRETS_KEY` and `SECRETS_KEY_PREVIOUS` give them. */
export function createSealer(current: Secret, previous: Secret | null = null): Sealer {
  const keys = [current, ...(previous ? [previous] : [])].map(readKey);
  const newest = keys[0] as SealKey;
  return {
    seal: (text) => seal(newest, text),
    open: (sealed) => open(keys, sealed),
    isOutdated: (sealed) => sealed.split('.')[1] !== newest.id,
  };
}

/** Is it the base64 of exactly 32 bytes? */
export function isSecretsKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) && Buffer.from(text, 'base64').length === 32;
}

interface SealKey {
  /** Start of the key's hash: tells keys apart and nothing else. */
  readonly id: string;
  readonly bytes: Buffer;
}

function readKey(key: Secret): SealKey {
  const bytes = Buffer.from(key.reveal(), 'base64');
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

function seal(key: SealKey, text: string): SealedText {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key.bytes, nonce).setAAD(Buffer.from(key.id));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const packed = Buffer.concat([nonce, cipher.getAuthTag(), hidden]);
  return `${FORMAT}.${key.id}.${packed.toString('base64url')}` as SealedText;
}

function open(keys: readonly SealKey[], sealed: SealedText): string {
  const [format, keyId, packed] = sealed.split('.');
  const key = keys.find((one) => one.id === keyId);
  if (format !== FORMAT || packed === undefined) {
    throw new SealError('damaged', 'A stored secret is not in the form this version writes.');
  }
  if (!key) {
    throw new SealError('unknown-key', 'A stored secret was sealed with a key we do not have.');
  }
  return decipher(key, Buffer.from(packed, 'base64url'));
}

function decipher(key: SealKey, packed: Buffer): string {
  try {
    const nonce = packed.subarray(0, NONCE_BYTES);
    const tag = packed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const reader = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
    reader.setAAD(Buffer.from(key.id)).setAuthTag(tag);
    const text = [reader.update(packed.subarray(NONCE_BYTES + TAG_BYTES)), reader.final()];
    return Buffer.concat(text).toString('utf8');
  } catch {
    throw new SealError('damaged', 'A stored secret was changed or cut since it was sealed.');
  }
}
