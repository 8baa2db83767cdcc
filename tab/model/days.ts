/** Records as days of events, today first. Pure. */
import type { RecordView } from '../api/types';
import type { Format } from '../words/format';
import { isSameDay } from '../words/format';
import type { Say } from '../words/words';
import { toEvent } from './event';
import type { States, TimelineEvent } from './event';

export interface Day {
  readonly name: string;
  readonly events: readonly TimelineEvent[];
}

export interface DayTerms {
  readonly say: Say;
  readonly format: Format;
  readonly states: States;
  readonly now: number;
  /** Only today, until the person asks for more. */
  readonly isTodayOnly: boolean;
}

export function toDays(records: readonly RecordView[], terms: DayTerms): readonly Day[] {
  const { say, format, states, now } = terms;
  const events = records
    .map((record) => toEvent(record, say, states))
    .filter((event) => event !== null)
    .filter((event, index, all) => !isRepeat(event, all[index + 1]));
  const today: Day = {
    name: say('time.title'),
    events: events.filter((one) => isSameDay(one.at, now)),
  };
  if (terms.isTodayOnly) return [today];
  const earlier = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    if (isSameDay(event.at, now)) continue;
    const name = format.day(event.at, now);
    earlier.set(name, [...(earlier.get(name) ?? []), event]);
  }
  return [today, ...[...earlier].map(([name, some]) => ({ name, events: some }))];
}

/** A side that does not answer is asked again and again; people want to know of it once. */
function isRepeat(event: TimelineEvent, older: TimelineEvent | undefined): boolean {
  return (
    event.direction === 'nothing' && event.title === older?.title && event.effect === older.effect
  );
}
