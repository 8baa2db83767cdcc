/** A record as proof: what was seen, which rule decided, what was written, what came of it. Pure. */
import type { RecordView } from '../api/types';
import type { Format } from '../words/format';
import type { Say } from '../words/words';
import { isAnchor, mainSeen, readEffect, tellReason, toEvent } from './event';
import type { States, TimelineEvent } from './event';
import { namePresence } from './presence-words';
import type { Pair } from './presence-words';

export interface ExplainStep {
  readonly kind: 'seen' | 'rule' | 'written' | 'answered';
  readonly lines: readonly string[];
  readonly small: string | null;
  readonly at: number;
  /** After the first step. */
  readonly afterMs: number;
}

export interface Explanation {
  readonly title: string;
  readonly at: number;
  readonly tookMs: number | null;
  readonly steps: readonly ExplainStep[];
  /** What stands below steps that end in nothing; null: something was written. */
  readonly ending: string | null;
  readonly state: string | null;
  readonly category: string | null;
  readonly presence: Pair | null;
  readonly direction: TimelineEvent['direction'];
  readonly record: string;
}

export interface ExplainTerms {
  readonly say: Say;
  readonly format: Format;
  readonly states: States;
  /** Records after this one, for the look that confirmed it. */
  readonly later: readonly RecordView[];
}

type Seen = RecordView['seen'][number];
type Wrote = RecordView['wrote'][number];

/** Looks later than this prove something else. */
const LOOK_MS = 30_000;

export function explainRecord(record: RecordView, terms: ExplainTerms): Explanation {
  const { say, states } = terms;
  const event = toEvent(record, say, states);
  const steps = [
    ...seenStep(record, terms),
    ruleStep(record, terms),
    ...writtenStep(record, terms),
    ...answeredStep(record, terms),
  ];
  const start = steps[0]?.at ?? record.at;
  const { state, category } = stateOf(record, states);
  return {
    title: tellBecause(record, say, states) ?? event?.title ?? tellReason(record.code, say),
    at: event?.at ?? record.at,
    tookMs: event?.tookMs ?? null,
    ending: record.wrote.length === 0 ? say('explain.nothingWritten') : null,
    steps: steps.map((step) => ({ ...step, afterMs: Math.max(0, step.at - start) })),
    state,
    category,
    presence: readEffect(record).presence ?? mainSeen(record)?.told?.presence ?? null,
    direction: event?.direction ?? 'nothing',
    record: record.id,
  };
}

type Unplaced = Omit<ExplainStep, 'afterMs'>;

function seenStep(record: RecordView, { say }: ExplainTerms): readonly Unplaced[] {
  const main = mainSeen(record) ?? record.seen.at(-1);
  if (!main) return [];
  return [{ kind: 'seen', lines: [tellSeen(main, say)], small: null, at: main.seenAt }];
}

function tellSeen({ kind, told }: Seen, say: Say): string {
  if (told?.state) return say('seen.state', { state: told.state.name });
  if (told?.presence) return say('seen.presence', { presence: namePresence(say, told.presence) });
  if (kind === 'channel' || kind === 'workload') return say('seen.channel');
  if (kind === 'trouble' || kind === 'healed') return say('seen.service');
  return say(told?.by === 'admin' ? 'seen.orderAdmin' : 'seen.order');
}

function ruleStep(record: RecordView, { say }: ExplainTerms): Unplaced {
  const seen = mainSeen(record);
  const code =
    seen && seen.outcome === 'dropped' && record.wrote.length === 0 ? seen.code : record.code;
  const rules = [...new Set([...record.rules, ...(seen?.rules ?? [])])];
  const small = rules.length > 0 ? say('explain.rules', { rules: rules.join(' · ') }) : null;
  return { kind: 'rule', lines: [tellReason(code, say)], small, at: record.at };
}

function writtenStep(record: RecordView, terms: ExplainTerms): readonly Unplaced[] {
  const [first] = record.wrote;
  if (!first) return [];
  const lines = record.wrote.map((line) => tellWrote(line, record, terms));
  return [{ kind: 'written', lines: [...new Set(lines)], small: null, at: first.startedAt }];
}

function tellWrote({ call, told }: Wrote, { wrote }: RecordView, terms: ExplainTerms): string {
  const { say, format } = terms;
  if (told?.state) return say('wrote.vcc', { state: told.state.name });
  if (told?.presence) {
    if (isAnchor(told, wrote)) return say('wrote.anchor');
    const presence = namePresence(say, told.presence);
    return say('wrote.teams', { presence, duration: format.duration(told.endsAfterMs ?? 0) });
  }
  return say(call.startsWith('read') ? 'wrote.read' : 'wrote.clear');
}

function answeredStep(record: RecordView, { say, later }: ExplainTerms): readonly Unplaced[] {
  const last = record.wrote.at(-1);
  if (!last) return [];
  const at = last.startedAt + last.tookMs;
  const refused = record.wrote.find(({ ok }) => !ok);
  if (refused) {
    const lines = [say('answer.no', { answer: refused.answer })];
    return [{ kind: 'answered', lines, small: null, at }];
  }
  const { presence } = readEffect(record);
  const look = presence && findLook(presence, later, at);
  if (!look) return [{ kind: 'answered', lines: [say('answer.ok')], small: null, at }];
  const lines = [say('answer.seen', { presence: namePresence(say, presence) })];
  return [{ kind: 'answered', lines, small: say('answer.lag'), at: look.seenAt }];
}

function findLook(presence: Pair, later: readonly RecordView[], at: number): Seen | undefined {
  return later
    .flatMap(({ seen }) => seen)
    .filter(({ kind, seenAt }) => kind === 'presence' && seenAt >= at && seenAt - at < LOOK_MS)
    .find(({ told }) => told?.presence?.availability === presence.availability);
}

function stateOf(
  record: RecordView,
  states: States,
): { readonly state: string | null; readonly category: string | null } {
  const written = record.wrote.findLast(({ told }) => told?.state)?.told?.state;
  const seen = mainSeen(record)?.told;
  const ordered = states.find(({ presenceId }) => presenceId === seen?.presenceId);
  const state = written ?? seen?.state ?? ordered;
  return { state: state?.name ?? null, category: state?.category ?? null };
}

/** The whole sentence where cause and effect are both known; null: the title says it. */
function tellBecause(record: RecordView, say: Say, states: States): string | null {
  const effect = readEffect(record);
  const presence = effect.presence ? namePresence(say, effect.presence) : null;
  const { state } = stateOf(record, states);
  const seen = mainSeen(record);
  const seenPresence = seen?.told?.presence ? namePresence(say, seen.told.presence) : null;
  switch (record.code) {
    case 'agent-changed':
      return presence && state ? say('because.teams.chose', { presence, state }) : null;
    case 'interaction-began':
      return presence && say('because.teams.call', { presence });
    case 'interaction-ended':
      return presence && say('because.teams.callEnded', { presence });
    case 'teams-changed':
    case 'away-was-chosen':
      return effect.state && seenPresence
        ? say('because.vcc.teams', { state: effect.state, presence: seenPresence })
        : null;
    case 'call-began':
      return effect.state && say('because.vcc.call', { state: effect.state });
    case 'call-ended':
      return effect.state && say('because.vcc.callEnded', { state: effect.state });
    case 'ordered':
      return effect.state && presence
        ? say('because.both.order', { state: effect.state, presence })
        : null;
    default:
      return null;
  }
}
