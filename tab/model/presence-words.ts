/** Presence pairs in the person's language. */
import type { WordKey } from '../words/en';
import type { Say } from '../words/words';

export interface Pair {
  readonly availability: string | null;
  readonly activity: string | null;
}

const AVAILABILITIES: Readonly<Record<string, WordKey>> = {
  Available: 'presence.Available',
  AvailableIdle: 'presence.AvailableIdle',
  Busy: 'presence.Busy',
  BusyIdle: 'presence.BusyIdle',
  DoNotDisturb: 'presence.DoNotDisturb',
  Away: 'presence.Away',
  BeRightBack: 'presence.BeRightBack',
  Offline: 'presence.Offline',
};

const ACTIVITIES: Readonly<Record<string, WordKey>> = {
  InACall: 'activity.InACall',
  InAConferenceCall: 'activity.InAConferenceCall',
  InAMeeting: 'activity.InAMeeting',
  Presenting: 'activity.Presenting',
  Focusing: 'activity.Focusing',
  OutOfOffice: 'activity.OutOfOffice',
  OffWork: 'activity.OffWork',
  UrgentInterruptionsOnly: 'activity.UrgentInterruptionsOnly',
};

const IDLE: readonly string[] = ['Inactive', 'AvailableInactive'];

/** The one word: `Do not disturb`. */
export function namePresence(say: Say, { availability, activity }: Pair): string {
  const isIdle = availability !== null && IDLE.includes(activity ?? '');
  const key = AVAILABILITIES[isIdle ? `${availability}Idle` : (availability ?? '')];
  return say(key ?? 'presence.unknown');
}

/** The second line: `In a call`; null where the activity adds nothing. */
export function nameActivity(say: Say, { activity }: Pair): string | null {
  const key = ACTIVITIES[activity ?? ''];
  return key ? say(key) : null;
}

export function isCall({ activity }: Pair): boolean {
  return activity === 'InACall' || activity === 'InAConferenceCall' || activity === 'Presenting';
}
