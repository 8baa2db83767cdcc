import type { PresencePair } from '../../contract';
import { AVAILABLE, OFFLINE, isSamePair, pair } from './pairs';

/** One thing that has a say: a client, an app session, a meeting, focus time. */
export interface Voice extends PresencePair {
  readonly since: number;
}

export interface Voices {
  /** Clients and app sessions. */
  readonly sessions: readonly Voice[];
  /** Calendar states; they speak only while a session exists. */
  readonly overlays: readonly Voice[];
  readonly preferred: PresencePair | undefined;
  readonly isOutOfOffice: boolean;
  /** A call of the person's own client that shows over a preferred Busy (knob). */
  readonly callOverPreferred: PresencePair | undefined;
}

/** DoNotDisturb > Busy > Available are documented, the places of the rest are a guess (2.2). */
const RANKS = ['DoNotDisturb', 'Busy', 'Available', 'BeRightBack', 'Away', 'Offline'];

/** What colleagues see (graph.md 2.2, 2.4). */
export function combine(voices: Voices): PresencePair {
  const seen = beforeOutOfOffice(voices);
  const canSay = isSamePair(seen, AVAILABLE) || isSamePair(seen, OFFLINE);
  return voices.isOutOfOffice && canSay ? pair(seen.availability, 'OutOfOffice') : seen;
}

function beforeOutOfOffice(voices: Voices): PresencePair {
  const { sessions, overlays, preferred, callOverPreferred } = voices;
  if (sessions.length === 0) return OFFLINE;
  if (preferred) {
    return preferred.availability === 'Busy' && callOverPreferred ? callOverPreferred : preferred;
  }
  const [first = OFFLINE] = [...sessions, ...overlays].sort(
    (a, b) => rank(a) - rank(b) || b.since - a.since,
  );
  return pair(first.availability, first.activity);
}

function rank({ availability, activity }: PresencePair): number {
  // The idle forms stand just below Available, whichever way they are spelt.
  if (activity === 'AvailableInactive' || availability === 'AvailableIdle') return 2.5;
  return RANKS.indexOf(availability);
}
