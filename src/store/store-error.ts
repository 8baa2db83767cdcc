/** What can go wrong with the store, for whoever must decide: try later, refuse, or report a bug. */
export type StoreErrorCode =
  /** PostgreSQL cannot be reached or is going down; the same call may succeed later. */
  | 'unavailable'
  /** Another row stands in the way. */
  | 'conflict'
  /** A value that cannot be stored, such as a NUL character in a text or nothing where something must be. */
  | 'bad-input'
  /** The database's schema does not fit this version of the program. */
  | 'schema'
  /** The embedded server cannot be started, or its folder is held by another process. */
  | 'embedded'
  | 'bug';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** SQLSTATE classes (PostgreSQL manual, appendix A) that say "not now". */
const UNAVAILABLE_CLASSES = new Set(['08', '53', '57', '58']);

/** A row that must be there is not (23503), or one that must not be there is (23505). */
const CONFLICTS = new Set(['23503', '23505']);

/** Turns what `pg` throws into a StoreError; the text never contains values of the statement. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StoreError(classify(sqlState(error)), message, error);
}

/** Five characters from the server; null when the error is the socket's or the pool's own. */
export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

function classify(state: string | null): StoreErrorCode {
  // Without a SQLSTATE no server answered: refused, reset, timed out, pool ended.
  if (state === null) return 'unavailable';
  if (UNAVAILABLE_CLASSES.has(state.slice(0, 2)) || isPassing(state)) return 'unavailable';
  if (CONFLICTS.has(state)) return 'conflict';
  if (state.startsWith('22') || state.startsWith('23')) return 'bad-input';
  if (state === '3D000' || state === '3F000' || state === '42P01') return 'schema';
  return 'bug';
}

/** Serialization failure and deadlock: the server gave way to another statement. */
export function isPassing(state: string | null): boolean {
  return state === '40001' || state === '40P01';
}
