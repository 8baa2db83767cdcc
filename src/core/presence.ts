/** What Graph shows of a person. Words of graph.md section 1. */
import { foldWord } from './agent-state';
import { wordTable } from './word-table';

export type Availability =
  'Available' | 'Busy' | 'DoNotDisturb' | 'BeRightBack' | 'Away' | 'Offline' | 'PresenceUnknown';

/** Canonical availability and activity. `idle` marks the idle forms, which count as the plain ones. */
export interface Presence {
  readonly availability: Availability;
  readonly activity: string;
  readonly idle?: boolean;
}

const AVAILABILITIES = wordTable<Presence>({
  available: plain('Available'),
  availableidle: { availability: 'Available', activity: 'Inactive', idle: true },
  busy: plain('Busy'),
  busyidle: { availability: 'Busy', activity: 'Inactive', idle: true },
  donotdisturb: plain('DoNotDisturb'),
  berightback: plain('BeRightBack'),
  away: plain('Away'),
  offline: plain('Offline'),
  presenceunknown: plain('PresenceUnknown'),
});

/** Activities with the availability they stand under (graph.md 1.3). */
const ACTIVITIES = wordTable<Presence>({
  available: plain('Available'),
  away: plain('Away'),
  berightback: plain('BeRightBack'),
  busy: plain('Busy'),
  donotdisturb: plain('DoNotDisturb'),
  offline: plain('Offline'),
  presenceunknown: plain('PresenceUnknown'),
  inacall: { availability: 'Busy', activity: 'InACall' },
  inaconferencecall: { availability: 'Busy', activity: 'InAConferenceCall' },
  inameeting: { availability: 'Busy', activity: 'InAMeeting' },
  presenting: { availability: 'DoNotDisturb', activity: 'Presenting' },
  focusing: { availability: 'DoNotDisturb', activity: 'Focusing' },
  urgentinterruptionsonly: { availability: 'DoNotDisturb', activity: 'UrgentInterruptionsOnly' },
  offwork: { availability: 'Offline', activity: 'OffWork' },
  inactive: { availability: 'Available', activity: 'Inactive', idle: true },
  availableinactive: { availability: 'Available', activity: 'Inactive', idle: true },
  availableidle: { availability: 'Available', activity: 'Inactive', idle: true },
  outofoffice: { availability: 'Available', activity: 'OutOfOffice' },
});

function plain(availability: Availability): Presence {
  return { availability, activity: availability };
}

/**
 * Reads a pair as Graph may spell it. A known activity word that stands under availability is read
 * as activity; an unknown word in either place answers `undefined` and changes nothing (MP3).
 */
export function readPresence(availability: string, activity: string): Presence | undefined {
  const lead = AVAILABILITIES[foldWord(availability)] ?? ACTIVITIES[foldWord(availability)];
  const detail = ACTIVITIES[foldWord(activity)];
  if (!lead || !detail) return undefined;
  if (lead.idle) return lead;
  if (lead.activity !== lead.availability) return lead;
  if (foldWord(activity) === 'outofoffice') return { ...lead, activity: 'OutOfOffice' };
  if (detail.idle) return canBeIdle(lead) ? { ...lead, activity: 'Inactive', idle: true } : lead;
  // The GET sample shows Away/BeRightBack for "be right back" (graph.md 1.3).
  if (lead.availability === 'Away' && detail.availability === 'BeRightBack') return detail;
  if (detail.availability !== lead.availability) return lead;
  return detail;
}

function canBeIdle(presence: Presence): boolean {
  return presence.availability === 'Available' || presence.availability === 'Busy';
}

/** Same pair, the idle forms counted as the plain ones. */
export function isSamePresence(one: Presence, other: Presence): boolean {
  return one.availability === other.availability && plainActivity(one) === plainActivity(other);
}

function plainActivity(presence: Presence): string {
  const quiet = presence.idle || presence.activity === 'OutOfOffice';
  return quiet ? presence.availability : presence.activity;
}

/** `Available`, or `Busy/InACall` where the activity says more. */
export function showPresence(presence: Presence): string {
  if (presence.idle) return `${presence.availability} (idle)`;
  return presence.activity === presence.availability
    ? presence.availability
    : `${presence.availability}/${presence.activity}`;
}
