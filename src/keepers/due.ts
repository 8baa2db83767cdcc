/** Timers and rescue: links whose instant has come, or whose wake was lost (TN2). */
import { SECOND } from '../core/time';
import type { Clock } from '../runtime/clock';
import type { Store } from '../store/store';

/** How often timers are looked at, unless tests of long standing say otherwise. */
export const SCAN_MS = 250;
/** Facts unread for so long have lost their wake. */
const GRACE_MS = SECOND;
const BATCH = 500;

export interface DueDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly scanMs: number;
  wakeMany(linkIds: readonly string[]): Promise<void>;
}

/** One scan; answers the pause until the next. */
export async function scanDue(deps: DueDeps): Promise<number> {
  const due = await deps.store.links.due(deps.clock.now(), GRACE_MS, BATCH);
  if (due.length > 0) await deps.wakeMany(due);
  return deps.scanMs;
}
