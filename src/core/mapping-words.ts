/** The words of rows: what a condition names, and whether two name the same (MP2, MP3). */
import { foldWord } from './agent-state';
import type { AgentCondition, PresenceCondition, PresencePair } from './mapping';
import { readPresence } from './presence';
import type { Availability, Presence } from './presence';

/** What the condition of a row on the Teams side is for. */
export interface NamedPresence {
  readonly availability: Availability;
  /** Null: every activity of the availability. */
  readonly activity: string | null;
  readonly idle: boolean;
}

/** Undefined where a word is unknown, or the two words do not stand together in Graph. */
export function readPair({ availability, activity }: PresencePair): Presence | undefined {
  const pair = readPresence(availability, activity);
  const lead = readWord(availability);
  const detail = readWord(activity);
  if (!pair || !lead || !detail) return undefined;
  if (detail.activity === pair.activity) return pair;
  const leadSaysMore = lead.activity !== lead.availability;
  return leadSaysMore && detail.availability === lead.availability ? pair : undefined;
}

/** What one word says by itself. */
function readWord(word: string): Presence | undefined {
  return readPresence(word, 'Available');
}

/** Undefined where a word is unknown: such a row never decides. */
export function readCondition(when: PresenceCondition): NamedPresence | undefined {
  const { availability, activity = '*' } = when;
  const isWild = activity.trim() === '*';
  const read = isWild ? readWord(availability) : readPair({ availability, activity });
  if (!read) return undefined;
  const isPlain = isWild && read.activity === read.availability;
  return {
    availability: read.availability,
    activity: isPlain ? null : read.activity,
    idle: read.idle === true,
  };
}

/** Rows with equal names are rows for the same thing. */
export function nameAgentCondition(when: AgentCondition): string {
  if ('occupancy' in when) return 'Not Available';
  if ('presenceId' in when) return `the state ${when.presenceId}`;
  const { category, subCategory } = when;
  return subCategory === undefined
    ? `the category ${category}`
    : `the category ${category}/${foldWord(subCategory)}`;
}

/** `Busy`, `Busy/InACall`, `Available (idle)`; words nobody knows as they are written. */
export function namePresenceCondition(when: PresenceCondition): string {
  const named = readCondition(when);
  if (!named) return `${when.availability}/${when.activity ?? '*'}`;
  if (named.idle) return `${named.availability} (idle)`;
  return named.activity === null ? named.availability : `${named.availability}/${named.activity}`;
}
