/** One record of a turn as people tell it: what happened, what we did, how long it took. Pure. */
import type { LinkView, RecordView } from '../api/types';
import type { WordKey } from '../words/en';
import type { Say, WordValues } from '../words/words';
import { namePresence } from './presence-words';
import type { Pair } from './presence-words';

export type Direction = 'to-teams' | 'to-vcc' | 'own' | 'nothing';

export interface TimelineEvent {
  readonly id: string;
  readonly at: number;
  readonly title: string;
  readonly effect: string;
  readonly direction: Direction;
  /** From the moment we saw it to the last answer; null: nothing was written. */
  readonly tookMs: number | null;
}

type Seen = RecordView['seen'][number];
type Wrote = RecordView['wrote'][number];
export type States = LinkView['states'];

/** How a cause is told, and which way it went. */
interface Cause {
  readonly key: WordKey;
  readonly values?: WordValues;
}

/** Null: nothing in it is of interest to people. */
export function toEvent(record: RecordView, say: Say, states: States): TimelineEvent | null {
  const cause = tellCause(record, say, states);
  if (!cause) return null;
  const effect = readEffect(record);
  return {
    id: record.id,
    at: startOf(record),
    title: say(cause.key, cause.values),
    effect: tellEffect(record, effect, say),
    direction: directionOf(record, effect),
    tookMs: tookOf(record, effect),
  };
}

/** Turns about our own echoes, renewals and looks tell people nothing. */
const QUIET: ReadonlySet<string> = new Set([
  'own-echo',
  'not-newer',
  'same-state',
  'unsettled',
  'renewed',
  'hold-ended',
  'idle-off-queue',
  'channel-noted',
  'nothing-to-do',
  'shown',
  'first-reading',
  'fate-unknown',
  'waiting-for-teams',
  'probing',
  'interrupted',
  'in-line',
]);

/** Decisions that are causes themselves, whatever was seen. */
const BY_CODE: Readonly<Record<string, WordKey>> = {
  'interaction-began': 'event.tookCall',
  'interaction-ended': 'event.wrapUpEnded',
  'call-ended': 'event.callEnded',
  'only-idle': 'event.idle',
  flapping: 'event.stopped',
  healed: 'event.healed',
  'not-taken': 'event.notTaken',
  'own-status': 'event.ownStatus',
  'hand-set-lifted': 'event.lifted',
  'last-resort': 'event.lifted',
  'vcc-trouble': 'event.noAnswerVcc',
  'teams-trouble': 'event.noAnswerTeams',
};

function tellCause(record: RecordView, say: Say, states: States): Cause | null {
  const seen = mainSeen(record);
  if (seen && !isQuiet(seen)) {
    const told = tellSeen(record, seen, { say, states });
    if (told) return told;
  }
  const key = BY_CODE[record.code];
  if (key) return { key };
  if (record.code === 'resumed') return { key: 'event.pauseOver' };
  if (record.code === 'away-was-chosen') {
    return { key: 'event.setTeams', values: { presence: say('presence.Away') } };
  }
  return null;
}

function isQuiet({ code }: Seen): boolean {
  return QUIET.has(code);
}

/** What moved the turn: the last thing taken, else the last that was looked at and left alone. */
export function mainSeen({ seen }: RecordView): Seen | undefined {
  const taken = seen.filter((line) => line.outcome === 'taken' && !isQuiet(line));
  return taken.at(-1) ?? seen.filter((line) => !isQuiet(line)).at(-1);
}

interface Words {
  readonly say: Say;
  readonly states: States;
}

function tellSeen(record: RecordView, seen: Seen, words: Words): Cause | null {
  switch (seen.kind) {
    case 'agent-state':
      return tellState(seen);
    case 'channel':
    case 'workload':
      return null;
    case 'presence':
      return tellPresence(record, seen, words.say);
    default:
      return tellOrder(seen, words);
  }
}

function tellState({ told }: Seen): Cause | null {
  if (!told?.state) return null;
  if (told.state.category === 'LoggedOut') return { key: 'event.loggedOut' };
  return { key: 'event.chose', values: { state: told.state.name } };
}

function tellPresence(record: RecordView, seen: Seen, say: Say): Cause | null {
  if (!seen.told?.presence) return null;
  const presence = namePresence(say, seen.told.presence);
  if (record.code === 'only-idle') return { key: 'event.idle' };
  switch (seen.code) {
    case 'call-began':
    case 'softphone':
    case 'overlay-moves-nobody':
    case 'overlay-answered':
      return isMeeting(seen.told.presence) ? { key: 'event.meeting' } : { key: 'event.joinedCall' };
    case 'call-ended':
      return { key: 'event.callEnded' };
    case 'offline':
      return { key: 'event.closedTeams' };
    case 'engaged':
      return { key: 'event.teamsDuringCall', values: { presence } };
    case 'call-on-top':
      return null;
    default:
      return { key: 'event.setTeams', values: { presence } };
  }
}

function isMeeting({ activity }: Pair): boolean {
  return activity === 'InAMeeting' || activity === 'Focusing';
}

const ORDERS: Readonly<Record<string, WordKey>> = {
  pause: 'event.paused',
  resume: 'event.resumed',
  'show-agent-state': 'event.show',
  linked: 'event.linked',
  unlink: 'event.unlinked',
  trouble: 'event.trouble',
  healed: 'event.healed',
};

function tellOrder(seen: Seen, { states }: Words): Cause | null {
  if (seen.kind === 'set-state') {
    const state = states.find(({ presenceId }) => presenceId === seen.told?.presenceId)?.name;
    const key = seen.told?.by === 'admin' ? 'event.orderedByAdmin' : 'event.ordered';
    return state === undefined ? { key: 'event.other' } : { key, values: { state } };
  }
  const key = ORDERS[seen.kind];
  return key ? { key } : null;
}

/** What was written and accepted. */
export interface Effect {
  readonly presence: Pair | null;
  readonly state: string | null;
  readonly isFreed: boolean;
}

export function readEffect({ wrote }: RecordView): Effect {
  const accepted = wrote.filter(
    ({ ok, told }) => ok && told !== undefined && !isAnchor(told, wrote),
  );
  const shown = accepted.filter(({ told }) => told?.presence && told.why !== 'renewal');
  const state = accepted.findLast(({ told }) => told?.state)?.told?.state?.name ?? null;
  const presence = shown.at(-1)?.told?.presence ?? null;
  const isFreed = presence === null && accepted.some(({ call }) => call.startsWith('clear'));
  return { presence, state, isFreed };
}

/** A preferred state shows only beside a session, which is not what people are meant to see (WT1). */
export function isAnchor(told: Wrote['told'], wrote: readonly Wrote[]): boolean {
  const { presence } = told ?? {};
  if (presence?.activity !== 'Away' || presence.availability !== 'Away') return false;
  return wrote.some(({ call, told: other }) => {
    return call.startsWith('setUserPreferred') && other !== told;
  });
}

function tellEffect(record: RecordView, effect: Effect, say: Say): string {
  const { presence, state, isFreed } = effect;
  const isRefused = REFUSALS.has(record.code) && state === null && presence === null;
  if (isRefused) return tellReason(record.code, say);
  if (state !== null && presence) {
    return say('effect.both', { state, presence: namePresence(say, presence) });
  }
  if (state !== null) return say('effect.vcc', { state });
  if (presence) return say('effect.teams', { presence: namePresence(say, presence) });
  if (isFreed) return say('effect.freed');
  const seen = mainSeen(record);
  if (seen?.kind === 'linked') return tellReason('aligned', say);
  return tellReason(seen && seen.outcome !== 'taken' ? seen.code : record.code, say);
}

const REFUSALS: ReadonlySet<string> = new Set([
  'vcc-refused',
  'vcc-not-taken',
  'teams-refused',
  'not-taken',
  'vcc-trouble',
  'teams-trouble',
]);

function directionOf({ code }: RecordView, { presence, state, isFreed }: Effect): Direction {
  if (code === 'own-status') return 'own';
  if (state !== null && presence === null) return 'to-vcc';
  return presence || isFreed || state !== null ? 'to-teams' : 'nothing';
}

function startOf(record: RecordView): number {
  return mainSeen(record)?.at ?? record.at;
}

function tookOf(record: RecordView, { presence, state, isFreed }: Effect): number | null {
  if (!presence && state === null && !isFreed) return null;
  const last = record.wrote.at(-1);
  if (!last) return null;
  const from = mainSeen(record)?.seenAt ?? record.at;
  return Math.max(0, last.startedAt + last.tookMs - from);
}

const REASONS: Readonly<Record<string, WordKey>> = {
  'agent-changed': 'why.agent-changed',
  'teams-changed': 'why.teams-changed',
  ordered: 'why.ordered',
  'interaction-began': 'why.interaction-began',
  'interaction-ended': 'why.interaction-ended',
  'call-began': 'why.call-began',
  'call-ended': 'why.call-ended',
  aligned: 'why.aligned',
  paused: 'why.paused',
  resumed: 'why.resumed',
  unlinked: 'why.unlinked',
  'logged-out': 'why.logged-out',
  'away-was-chosen': 'why.away-was-chosen',
  'in-step': 'why.in-step',
  offline: 'why.offline',
  'first-reading': 'why.first-reading',
  'not-begun': 'why.not-begun',
  'only-idle': 'why.only-idle',
  probing: 'why.probing',
  engaged: 'why.engaged',
  'agent-logged-out': 'why.agent-logged-out',
  'blank-row': 'why.blank-row',
  'direction-off': 'why.direction-off',
  'no-definition': 'why.no-definition',
  'vcc-newer': 'why.vcc-newer',
  superseded: 'why.superseded',
  'call-on-top': 'why.call-on-top',
  'overlay-moves-nobody': 'why.overlay-moves-nobody',
  'overlay-answered': 'why.overlay-answered',
  softphone: 'why.softphone',
  'unknown-word': 'why.unknown-word',
  'not-taken': 'why.not-taken',
  'own-status': 'why.own-status',
  'hand-set-lifted': 'why.hand-set-lifted',
  'last-resort': 'why.last-resort',
  'vcc-refused': 'why.vcc-refused',
  'vcc-not-taken': 'why.vcc-not-taken',
  'teams-refused': 'why.teams-refused',
  'vcc-trouble': 'why.vcc-trouble',
  'teams-trouble': 'why.teams-trouble',
  'in-line': 'why.in-line',
  interrupted: 'why.interrupted',
  flapping: 'why.flapping',
  healed: 'why.healed',
};

/** The reason in the person's words; what we have no words for had nothing to do. */
export function tellReason(code: string, say: Say): string {
  return say(REASONS[code] ?? 'why.other');
}
