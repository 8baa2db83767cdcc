/** The law should never fail. Where it does, the link goes on without what it failed on (TN2). */
import { beginTurn } from '../core/decide';
import type { TurnInput } from '../core/decide';
import { decide, dropped, noteVerdict, openDraft } from '../core/draft';
import type { Draft } from '../core/draft';
import { toRecord } from '../core/explain';
import type { Fact } from '../core/fact';
import type { LinkState } from '../core/link-state';
import { REASONS } from '../core/reason';
import { LAW_STOP_MS, startAnew } from '../core/start-anew';
import type { FactOutcome, TurnEnd } from '../store/store';

/** The law itself has thrown: a fault of ours, told apart from a store or a network that is away. */
export class LawError extends Error {
  override readonly name = 'LawError';
}

/** Runs a step of the law; what it throws comes as a `LawError`. */
export function byLaw<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new LawError('The law failed.', { cause: error });
  }
}

/**
 * Opens the turn. Facts on which the law fails end as dropped, each with its place in the record; a
 * state on which it fails without any fact is begun anew. `onFailure` hears of every failure.
 */
export function beginSafely(input: TurnInput, onFailure: (error: unknown) => void): Draft {
  try {
    return beginTurn(input);
  } catch (error) {
    onFailure(error);
  }
  const { good, bad } = sift(input);
  if (!canBegin({ ...input, facts: [] })) return beginAnew(input, { inFlight: null });
  const draft = beginTurn({ ...input, facts: good });
  for (const fact of bad) setAside(draft, fact);
  return draft;
}

/** Everything is looked at anew; where the law has failed just before as well, the link is stopped. */
export function beginAnew(
  { state, facts, terms, now }: TurnInput,
  reached: Pick<LinkState, 'inFlight'>,
): Draft {
  const draft = openDraft(startAnew({ ...state, inFlight: reached.inFlight }, now), terms, now);
  for (const fact of facts) setAside(draft, fact);
  const isStopped = draft.state.pauseCode === 'law-failed';
  decide(draft, {
    code: 'law-failed',
    title: isStopped ? 'Stopped for ten minutes' : 'Begun anew',
    sentence: REASONS['law-failed'],
    rules: ['TN2'],
  });
  return draft;
}

/** How the turn ends, even where the law cannot say when the link wants to be seen again. */
export function endAnyhow(draft: Draft, linkId: string, endOf: () => TurnEnd): TurnEnd {
  try {
    return endOf();
  } catch {
    const { state, now } = draft;
    const outcomes: readonly FactOutcome[] = draft.outcomes;
    const record = toRecord(draft, linkId);
    return { state, outcomes, wakeAt: now + LAW_STOP_MS, teamsDueAt: null, record };
  }
}

/** Of facts that the law cannot take together, those it can. */
function sift(input: TurnInput): { readonly good: readonly Fact[]; readonly bad: readonly Fact[] } {
  const good: Fact[] = [];
  const bad: Fact[] = [];
  for (const fact of input.facts) {
    const fits = canBegin({ ...input, facts: [...good, fact] });
    (fits ? good : bad).push(fact);
  }
  return { good, bad };
}

function canBegin(input: TurnInput): boolean {
  try {
    beginTurn(input);
    return true;
  } catch {
    return false;
  }
}

function setAside(draft: Draft, fact: Fact): void {
  const verdict = dropped('law-failed', 'TN2');
  const { id, side, kind, at, seenAt, via } = fact;
  noteVerdict(draft, fact, verdict);
  // Not in its own words: they may be what the law has failed on.
  const text = `Set aside: ${kind} ${id}`.slice(0, 120);
  draft.seen.push({
    side,
    kind,
    at,
    seenAt,
    via,
    text,
    ...verdict,
    sentence: REASONS['law-failed'],
  });
}
