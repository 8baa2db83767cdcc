import type { QuietHours } from '../../src/index';
import { minuteOfDay, nextInstant } from '../understand/times';

/** When the quiet hours that hold now end; null: it is not quiet. */
export function quietUntil(quiet: QuietHours | null, timeZone: string, now: number): number | null {
  if (!quiet) return null;
  const { from, to } = quiet;
  const at = minuteOfDay(now, timeZone);
  const isQuiet = from < to ? at >= from && at < to : at >= from || at < to;
  if (!isQuiet) return null;
  return nextInstant({ timeZone, now }, { hour: Math.floor(to / 60), minute: to % 60 });
}
