/** The explain record of a turn, in plain words. */
import type { Draft, Verdict } from './draft';
import type { Fact } from './fact';
import { readPresence, showPresence } from './presence';
import type { ReasonCode } from './reason';
import { REASONS } from './reason';
import type { SeenLine, TurnOutcome, TurnRecord } from './record';
import { tellFact } from './told';

export function noteSeen(draft: Draft, fact: Fact, verdict: Verdict): void {
  draft.seen.push(seenLine(fact, verdict));
}

function seenLine(fact: Fact, verdict: Verdict): SeenLine {
  return {
    side: fact.side,
    kind: fact.kind,
    at: fact.at,
    seenAt: fact.seenAt,
    via: fact.via,
    text: showFact(fact),
    outcome: verdict.outcome,
    code: verdict.code,
    rules: verdict.rules,
    sentence: REASONS[verdict.code],
    told: tellFact(fact),
  };
}

function showFact(fact: Fact): string {
  switch (fact.kind) {
    case 'agent-state':
      return `VCC says: ${fact.state.name}`;
    case 'channel':
      return `VCC says: channel ${fact.phase}`;
    case 'workload':
      return `VCC counts: ${fact.occupancy}`;
    case 'presence':
      return `Teams shows: ${showRaw(fact.availability, fact.activity)}`;
    case 'set-state':
      return 'Ordered: set a state';
    case 'pause':
      return 'Ordered: pause';
    case 'resume':
      return 'Ordered: resume';
    case 'show-agent-state':
      return 'Ordered: show my VCC state';
    case 'linked':
      return 'Linked';
    case 'unlink':
      return 'Ordered: unlink';
    case 'trouble':
      return 'Out of reach: stopped';
    case 'healed':
      return `Within reach again: ${fact.healed}`;
    case 'answers':
      return `Answers again: ${fact.answers}`;
  }
}

function showRaw(availability: string, activity: string): string {
  const presence = readPresence(availability, activity);
  return presence ? showPresence(presence) : `${availability}/${activity}`.slice(0, 80);
}

/** Null when the turn saw nothing, decided nothing and wrote nothing. */
export function toRecord(draft: Draft, linkId: string): TurnRecord | null {
  const { seen, decided, wrote, startedAt, now } = draft;
  if (seen.length === 0 && decided.length === 0 && wrote.length === 0) return null;
  const head = headline(draft);
  const rules = [...new Set([...decided.flatMap((one) => one.rules), ...head.rules])];
  return {
    linkId,
    at: startedAt,
    endedAt: now,
    outcome: outcomeOf(draft),
    code: head.code,
    title: head.title,
    sentence: head.sentence,
    rules,
    seen,
    wrote,
  };
}

interface Headline {
  readonly code: ReasonCode;
  readonly title: string;
  readonly sentence: string;
  readonly rules: readonly string[];
}

function headline(draft: Draft): Headline {
  const decision = draft.decided.at(-1);
  if (decision) return decision;
  const seen = draft.seen.at(-1);
  if (draft.wrote.length > 0) return renewed();
  const code = seen?.code ?? 'nothing-to-do';
  if (draft.state.phase === 'new' && code === 'agent-changed') return notBegun(seen?.rules ?? []);
  const title = seen?.outcome === 'dropped' ? `Dropped: ${seen.text}` : 'Nothing to do';
  return { code, title, sentence: REASONS[code], rules: seen?.rules ?? [] };
}

/** What was chosen is not forgotten: it is shown when the link begins (GD6). */
function notBegun(rules: readonly string[]): Headline {
  const title = 'Waiting for a look at both sides';
  return { code: 'not-begun', title, sentence: REASONS['not-begun'], rules };
}

function renewed(): Headline {
  return { code: 'renewed', title: 'Renewed', sentence: REASONS.renewed, rules: ['WT3', 'WT5'] };
}

const REFUSALS: readonly ReasonCode[] = [
  'vcc-refused',
  'vcc-not-taken',
  'teams-refused',
  'not-taken',
];
const WAITS: readonly ReasonCode[] = [
  'vcc-trouble',
  'teams-trouble',
  'in-line',
  'fate-unknown',
  'probing',
];
const STOPS: readonly ReasonCode[] = [
  'flapping',
  'vcc-forbidden',
  'teams-forbidden',
  'agent-gone',
  'person-gone',
  'law-failed',
];

function outcomeOf(draft: Draft): TurnOutcome {
  const code = draft.decided.at(-1)?.code;
  if (code && REFUSALS.includes(code)) return 'refused';
  if (code && STOPS.includes(code)) return 'stopped';
  if (code && WAITS.includes(code)) return 'waits';
  if (draft.wrote.some((line) => line.ok)) return 'wrote';
  return draft.state.teams.wait ? 'waits' : 'nothing';
}
