/** The data are out of reach for now: what was asked may be asked again. */
export function isStoreAway(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'unavailable';
}
