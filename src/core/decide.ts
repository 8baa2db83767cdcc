/** A turn as pure steps: begin with facts, plan, take in what came of each call, end. */
import type { Action, ActionResult } from './action';
import { advance } from './advance';
import { applyResult } from './apply-result';
import { decide, dropped, isClosed, noteVerdict, openDraft } from './draft';
import type { Draft, Verdict } from './draft';
import { noteSeen } from './explain';
import type { Fact } from './fact';
import type { LinkState } from './link-state';
import type { Terms } from './mapping';
import { observeAgent } from './observe-agent';
import { observeChannel, observeWorkload } from './observe-occupancy';
import { observePresence } from './observe-presence';
import { observeOrder } from './order';
import { planNext } from './plan';
import { isSamePresence } from './presence';
import { asOfNow, putRight } from './put-right';
import { REASONS } from './reason';
import { leaveLine, noteOvertaken } from './superseded';
import { openWait } from './wait';

export interface TurnInput {
  readonly state: LinkState;
  readonly facts: readonly Fact[];
  readonly terms: Terms;
  readonly now: number;
}

/** A call that was made, and what came of it. */
export interface SettledCall {
  readonly action: Action;
  readonly result: ActionResult;
}

/** Opens a turn: a call found in flight is of unknown fate (TN3), then the facts are observed. */
export function beginTurn(input: TurnInput): Draft {
  const draft = openRight(input);
  recover(draft);
  if (draft.state.toAgent && draft.state.toAgent.why !== 'order')
    draft.state.toAgent.checked = false;
  for (const fact of inOrder(input.facts)) {
    const verdict = observe(draft, asOfNow(fact, input.now));
    noteVerdict(draft, fact, verdict);
    noteSeen(draft, fact, verdict);
    advance(draft);
  }
  noteOvertaken(draft);
  return draft;
}

/** TN4: nothing is compared with an instant of ours that has yet to come. */
function openRight({ state, facts, terms, now }: TurnInput): Draft {
  const anew = putRight(state, facts, now);
  const draft = openDraft(anew ?? state, terms, now);
  if (!anew) return draft;
  decide(draft, {
    code: 'clock-set-back',
    title: 'Begun anew: our clock was set back',
    sentence: REASONS['clock-set-back'],
    rules: ['TN4', 'GD6'],
  });
  return draft;
}

/** The next call to make, or null when the turn has nothing more to do now. */
export function nextAction(draft: Draft): Action | null {
  advance(draft);
  const action = planNext(draft);
  if (action) return action;
  restOnShown(draft);
  leaveLine(draft);
  return null;
}

/** Takes in the result of the call that was in flight, at the draft's new instant. */
export function settleAction(draft: Draft, settled: SettledCall, now: number): void {
  draft.now = now;
  applyResult(draft, settled.action, settled.result);
  advance(draft);
}

/** Facts by the instant they speak of; at the same instant VCC first, which wins ties (WW2). */
function inOrder(facts: readonly Fact[]): readonly Fact[] {
  const rank = { vcc: 0, order: 1, teams: 2 };
  return [...facts].sort((a, b) => a.at - b.at || rank[a.side] - rank[b.side]);
}

function observe(draft: Draft, fact: Fact): Verdict {
  if (draft.state.phase === 'unlinked') return dropped('unlinked', 'KP5');
  switch (fact.kind) {
    case 'agent-state':
      return observeAgent(draft, fact);
    case 'channel':
      return observeChannel(draft, fact);
    case 'workload':
      return observeWorkload(draft, fact);
    case 'presence':
      return observePresence(draft, fact);
    default:
      return observeOrder(draft, fact);
  }
}

/** TN3: not sent again blindly; both sides are read, its echo is expected. */
function recover(draft: Draft): void {
  const { inFlight } = draft.state;
  if (!inFlight) return;
  const result: ActionResult = { kind: 'unknown', afterMs: 0, reason: 'interrupted' };
  applyResult(draft, inFlight.action, result);
  draft.state.readAgent = true;
  decide(draft, {
    code: 'interrupted',
    title: 'Looking again after an interruption',
    sentence: REASONS.interrupted,
    rules: ['TN3'],
  });
}

/** Nothing was missing: either it shows already, or the next reading tells. */
function restOnShown(draft: Draft): void {
  const { meant, teams, retryAt, phase } = draft.state;
  if (meant?.stage !== 'write' || teams.wait || retryAt.teams > draft.now) return;
  if (phase !== 'running' || isClosed(draft, 'teams')) return;
  if (teams.settled && isSamePresence(teams.settled, meant.presence)) meant.stage = 'shown';
  else openWait(draft, { expected: meant.presence, why: 'write', from: draft.now });
}
