/** Pauses after failures of a side; the tenant's own pace is the clients' business. */
import { MINUTE, SECOND } from './time';

const LONGEST_MS = MINUTE;
/** Pause after an answer that only an admin can change (KP4). */
export const FORBIDDEN_MS = MINUTE;

/** At least what the other side asked for, and longer with each failure in a row. */
export function pauseAfter(failures: number, askedMs: number): number {
  const grown = Math.min(LONGEST_MS, SECOND * 2 ** Math.min(failures, 10));
  return Math.max(askedMs, failures <= 1 ? askedMs : grown);
}
