/** A record in the words of the person: what became what, and because of what. */
import type { PostedRecord } from '../../src/index';
import type { WordKey } from '../say/en';
import type { Pair, Voice } from '../say/voice';

type Seen = PostedRecord['seen'][number];
type Wrote = PostedRecord['wrote'][number];

/** What a record tells about: the fact behind it and the write that mattered. */
export interface Gist {
  readonly seen: Seen | undefined;
  readonly wrote: Wrote | undefined;
  readonly state: string | null;
  readonly presence: Pair | null;
}

export function gistOf(
  record: PostedRecord,
  nameOf: (presenceId: string) => string | undefined,
): Gist {
  const seen =
    record.seen.filter(({ outcome }) => outcome === 'taken').at(-1) ?? record.seen.at(-1);
  const writes = record.wrote.filter(({ told }) => told?.state ?? told?.presence);
  const wrote = writes.find(({ side }) => side !== seen?.side) ?? writes[0];
  const ordered = seen?.told?.presenceId;
  const state =
    seen?.told?.state?.name ??
    record.wrote.find(({ told }) => told?.state)?.told?.state?.name ??
    (ordered === undefined ? null : (nameOf(ordered) ?? null));
  const shown =
    seen?.told?.presence ??
    record.wrote.findLast(({ told }) => isShown(told?.presence, told?.why))?.told?.presence;
  return { seen, wrote, state, presence: shown ?? null };
}

/** The anchor Away beside a preferred state is nobody's news (WT1). */
function isShown(presence: Pair | undefined, why: string | undefined): boolean {
  return presence !== undefined && why !== 'anchor';
}

const SENTENCES: Readonly<Record<string, WordKey>> = {
  'agent-changed': 'because.teams.state',
  'interaction-began': 'because.teams.call',
  'interaction-ended': 'because.teams.callEnded',
  'teams-changed': 'because.vcc.presence',
  'away-was-chosen': 'because.vcc.presence',
  'call-began': 'because.vcc.call',
  'call-ended': 'because.vcc.callEnded',
  ordered: 'because.order',
  paused: 'because.paused',
  resumed: 'because.resumed',
  'logged-out': 'because.loggedOut',
  'own-status': 'because.ownStatus',
  'only-idle': 'because.onlyIdle',
  'vcc-refused': 'because.refused',
  'vcc-not-taken': 'because.refused',
  flapping: 'because.flapping',
  'in-step': 'because.inStep',
};

export function tellBecause(voice: Voice, record: PostedRecord, gist: Gist): string {
  const key = SENTENCES[record.code];
  if (!key) return voice.say('because.other');
  const sentence = voice.say(key, {
    ...(gist.state !== null && { state: gist.state }),
    ...(gist.presence && { presence: voice.presence(gist.presence) }),
  });
  // Older records lack what the sentence needs.
  const asked = voice.say(key);
  const isLacking =
    (gist.state === null && asked.includes('{state}')) ||
    (gist.presence === null && asked.includes('{presence}'));
  return isLacking ? voice.say('because.other') : sentence;
}

export function tellSeen(voice: Voice, seen: Seen | undefined): string {
  if (!seen) return voice.say('seen.service');
  const { side, told } = seen;
  if (side === 'order') {
    if (told?.by === 'service') return voice.say('seen.service');
    return voice.say(told?.by === 'admin' ? 'seen.orderAdmin' : 'seen.order');
  }
  if (told?.state) return voice.say('seen.state', { state: told.state.name });
  if (told?.presence)
    return voice.say('seen.presence', { presence: voice.presence(told.presence) });
  return voice.say(side === 'vcc' ? 'seen.call' : 'seen.service');
}

export function tellRule(
  voice: Voice,
  record: PostedRecord,
  { seen, wrote, state, presence }: Gist,
): string {
  if (seen?.side === 'order') return voice.say('rule.order');
  const values = state !== null && presence ? { state, presence: voice.presence(presence) } : null;
  if (values && wrote?.side === 'teams') return voice.say('rule.teams', values);
  if (values && wrote?.side === 'vcc') return voice.say('rule.vcc', values);
  if (record.rules.length > 0) return voice.say('rule.code', { rules: record.rules.join(', ') });
  return voice.say('rule.newest');
}

export function tellWrote(voice: Voice, wrote: Wrote): string {
  const { told } = wrote;
  if (told?.state) return voice.say('wrote.vcc', { state: told.state.name });
  if (!told?.presence) return voice.say(wrote.side === 'vcc' ? 'wrote.read' : 'wrote.clear');
  const time = voice.time(wrote.startedAt + (told.endsAfterMs ?? 0));
  return voice.say('wrote.teams', { presence: voice.presence(told.presence), time });
}

export function tellAnswer(voice: Voice, wrote: Wrote): string {
  if (!wrote.ok) return voice.say('answer.no');
  return voice.say(wrote.side === 'vcc' && wrote.told?.state ? 'answer.vcc' : 'answer.accepted');
}
