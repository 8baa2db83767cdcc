/** What is put on record of a change that never left, because something newer came (TN5, TN2). */
import type { Draft } from './draft';
import { isPlannedStill } from './plan';
import type { ReasonCode } from './reason';
import { REASONS } from './reason';

/** Verdicts by which a fact asks for a call on the other side. */
const CHANGES: readonly ReasonCode[] = [
  'agent-changed',
  'overwritten',
  'teams-changed',
  'vcc-newer',
  'ordered',
  'interaction-began',
  'interaction-ended',
  'call-began',
  'call-ended',
];

/** Facts of this turn that wanted something written on the side and have got nothing yet. */
export function changesBehind(draft: Draft, side: 'vcc' | 'teams'): readonly string[] {
  if (draft.wrote.some((line) => line.side === side && line.ok)) return [];
  return draft.outcomes
    .filter(({ outcome, code }, index) => {
      const isOwn = draft.seen[index]?.side === side;
      return outcome === 'taken' && !isOwn && CHANGES.includes(code);
    })
    .map(({ factId }) => factId);
}

/** Whatever these facts were taken for has not been written and will not be. */
export function endAsSuperseded(draft: Draft, factIds: readonly string[]): void {
  for (const factId of new Set(factIds)) {
    const verdict = { outcome: 'dropped', code: 'superseded', rules: ['TN5'] } as const;
    const index = draft.outcomes.findIndex((one) => one.factId === factId);
    const seen = draft.seen[index];
    if (index < 0) draft.outcomes.push({ factId, ...verdict });
    else draft.outcomes[index] = { factId, ...verdict };
    if (seen) draft.seen[index] = { ...seen, ...verdict, sentence: REASONS.superseded };
  }
}

/** A change that was sent home from the line and is not wanted any more when its turn comes. */
export function noteOvertaken(draft: Draft): void {
  if (draft.outcomes.some(({ outcome }) => outcome === 'taken')) leaveLine(draft);
}

/** Nobody stands in line for what is not wanted any more. */
export function leaveLine(draft: Draft): void {
  const { inLine } = draft.state;
  if (!inLine || isPlannedStill(draft, inLine.call)) return;
  draft.state.inLine = null;
  endAsSuperseded(draft, inLine.factIds);
  draft.wrote.push({
    side: inLine.side,
    call: inLine.call,
    startedAt: draft.now,
    tookMs: 0,
    answer: 'superseded',
    ok: false,
    text: 'It never left the line: something newer took its place.',
  });
}
