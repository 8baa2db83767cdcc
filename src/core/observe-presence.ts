/** Readings of Teams: which of them say something (EC1, EC4), before they are judged. */
import { dropped } from './draft';
import type { Draft, Verdict } from './draft';
import type { PresenceFact } from './fact';
import { judgeReading } from './judge-reading';
import type { Reading } from './reading';
import { isSamePresence, readPresence } from './presence';
import type { Presence } from './presence';
import { concludeWait, showsExpected } from './wait';

export function observePresence(draft: Draft, fact: PresenceFact): Verdict {
  const presence = readPresence(fact.availability, fact.activity);
  if (!presence) return dropped('unknown-word', 'MP3');
  const { teams } = draft.state;
  if (isOutdated(draft, fact)) return dropped('not-newer', 'TN4', 'EC1');
  const provedNewer = isProvedNewer(teams.sequenceNumber, fact.sequenceNumber);
  const reading = toReading(draft, fact, presence);
  teams.seenAt = fact.at;
  teams.sequenceNumber = fact.sequenceNumber ?? teams.sequenceNumber;
  if (teams.wait) return duringWait(draft, reading);
  const mayBeNewer = provedNewer && teams.stale?.presence !== null;
  if (isStale(draft, reading) && !mayBeNewer) return unsettled(draft, reading);
  return settleReading(draft, reading);
}

function isOutdated(draft: Draft, fact: PresenceFact): boolean {
  const { seenAt, sequenceNumber } = draft.state.teams;
  if (fact.at <= seenAt) return true;
  return isProvedNewer(fact.sequenceNumber ?? null, sequenceNumber ?? undefined);
}

/** `sequenceNumber` sorts lexicographically (graph.md 1.4); longer counts as later. */
function isProvedNewer(known: string | null, told: string | undefined): boolean {
  if (known === null || told === undefined) return false;
  if (known.length !== told.length) return told.length > known.length;
  return told > known;
}

/** WW2: the change lies after the reading before, or after the first sight of it while unsettled. */
function toReading(draft: Draft, fact: PresenceFact, presence: Presence): Reading {
  const { unsettled: first, seenAt } = draft.state.teams;
  const before = Math.max(fact.since ?? 0, seenAt);
  const seenBefore = first && isSamePresence(first.presence, presence);
  return { presence, at: fact.at, since: seenBefore ? (first.since ?? before) : before };
}

function duringWait(draft: Draft, reading: Reading): Verdict {
  const { wait } = draft.state.teams;
  if (!wait) return settleReading(draft, reading);
  if (showsExpected(wait, reading.presence)) {
    return concludeWait(draft, reading);
  }
  if (reading.at < wait.until) return unsettled(draft, reading);
  draft.state.teams.unsettled = null;
  return concludeWait(draft, reading);
}

function isStale(draft: Draft, reading: Reading): boolean {
  const { teams } = draft.state;
  const { stale } = teams;
  if (!stale || reading.at >= stale.until) return false;
  if (!stale.presence) return !teams.settled || !isSamePresence(teams.settled, reading.presence);
  return isSamePresence(stale.presence, reading.presence);
}

function unsettled(draft: Draft, reading: Reading): Verdict {
  const { teams } = draft.state;
  const known = teams.unsettled && isSamePresence(teams.unsettled.presence, reading.presence);
  if (!known) teams.unsettled = { presence: reading.presence, since: reading.since };
  return dropped('unsettled', 'EC4');
}

function settleReading(draft: Draft, reading: Reading): Verdict {
  const { teams } = draft.state;
  teams.unsettled = null;
  // Readings lag by more or less: what stood before may still come after what stands now.
  if (teams.stale && reading.at >= teams.stale.until) teams.stale = null;
  return judgeReading(draft, reading);
}
