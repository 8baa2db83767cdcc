/** KP3: notices that deliveries come but do not verify. Anybody may post rubbish, so one says nothing. */
import { MINUTE } from '../core/time';
import type { Clock } from '../runtime/clock';

export interface WebhookWatch {
  /** A delivery came; true: the secret is to be doubted. */
  note(connectionId: string, isGenuine: boolean): boolean;
}

interface Failures {
  count: number;
  since: number;
}

/** So many without a genuine one in between, over so long. */
const FAILURES = 3;
const OVER_MS = 30_000;
/** An old failure and a new one have nothing to do with each other. */
const FORGET_MS = 30 * MINUTE;

export function createWebhookWatch(clock: Clock): WebhookWatch {
  const failures = new Map<string, Failures>();
  return {
    note: (connectionId, isGenuine) => {
      if (isGenuine) {
        failures.delete(connectionId);
        return false;
      }
      const now = clock.now();
      const known = failures.get(connectionId);
      const current = known && now - known.since < FORGET_MS ? known : { count: 0, since: now };
      current.count += 1;
      failures.set(connectionId, current);
      if (current.count < FAILURES || now - current.since < OVER_MS) return false;
      failures.delete(connectionId);
      return true;
    },
  };
}
