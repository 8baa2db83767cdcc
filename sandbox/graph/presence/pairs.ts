import type { PresencePair } from '../../contract';

export const pair = (availability: string, activity: string): PresencePair => ({
  availability,
  activity,
});

export const AVAILABLE = pair('Available', 'Available');
export const AWAY = pair('Away', 'Away');
export const OFFLINE = pair('Offline', 'Offline');
export const UNKNOWN = pair('PresenceUnknown', 'PresenceUnknown');
export const IN_MEETING = pair('Busy', 'InAMeeting');
export const FOCUSING = pair('DoNotDisturb', 'Focusing');

/** The two spellings of "idle after the first timeout" (graph.md 1.3). */
export const IDLE_FORMS = {
  'concept-page': pair('Available', 'AvailableInactive'),
  'value-lists': pair('AvailableIdle', 'Inactive'),
} as const;

export type IdleForm = keyof typeof IDLE_FORMS;

/** What `setPresence` takes (graph.md 2.3). */
const SESSION_PAIRS: readonly PresencePair[] = [
  AVAILABLE,
  pair('Busy', 'InACall'),
  pair('Busy', 'InAConferenceCall'),
  AWAY,
  pair('DoNotDisturb', 'Presenting'),
];

const DAY_MS = 24 * 60 * 60 * 1000;

/** What `setUserPreferredPresence` takes, with the default time it holds (graph.md 2.4). */
const PREFERRED_PAIRS: readonly (PresencePair & { readonly defaultMs: number })[] = [
  { ...AVAILABLE, defaultMs: 7 * DAY_MS },
  { ...pair('Busy', 'Busy'), defaultMs: DAY_MS },
  { ...pair('DoNotDisturb', 'DoNotDisturb'), defaultMs: DAY_MS },
  { ...pair('BeRightBack', 'BeRightBack'), defaultMs: 7 * DAY_MS },
  { ...AWAY, defaultMs: 7 * DAY_MS },
  { ...pair('Offline', 'OffWork'), defaultMs: 7 * DAY_MS },
];

export function isSessionPair(asked: PresencePair): boolean {
  return SESSION_PAIRS.some((known) => isSamePair(known, asked));
}

/** Default time of a preferred pair; undefined when the pair is not one. */
export function preferredDefaultMs(asked: PresencePair): number | undefined {
  return PREFERRED_PAIRS.find((known) => isSamePair(known, asked))?.defaultMs;
}

/** The preferred pair of a status name as the client's menu has it. */
export function preferredPairOf(availability: string): PresencePair | undefined {
  const known = PREFERRED_PAIRS.find((entry) => entry.availability === availability);
  return known && pair(known.availability, known.activity);
}

export function isSamePair(a: PresencePair, b: PresencePair): boolean {
  return a.availability === b.availability && a.activity === b.activity;
}
