/** One link's turn: read, decide, intend, act, settle (steps 6 to 10 of the road). */
import { randomUUID } from 'node:crypto';
import type { Action, ActionResult } from '../core/action';
import { nextAction, settleAction } from '../core/decide';
import type { Draft } from '../core/draft';
import { toRecord } from '../core/explain';
import { nextTeamsLook, nextWake } from '../core/schedule';
import type { WroteLine } from '../core/record';
import { SECOND } from '../core/time';
import type { Side } from '../core/trouble';
import { reasonCode } from '../runtime/reason-code';
import { maskNames } from '../runtime/redact';
import type { Clock } from '../runtime/clock';
import { CALL_TIMEOUT_MS } from '../clients/pipeline/caller';
import type { AccountAccess } from '../clients/vcc/client';
import type {
  ClaimedTurn,
  Connection,
  FactOutcome,
  Link,
  Store,
  TurnEnd as TurnCommit,
} from '../store/store';
import { givingWay, isPastBy } from './give-way';
import type { Nudges } from './nudges';
import { perform } from './perform';
import type { Parties, Performer } from './perform';
import { beginAnew, beginSafely, byLaw, endAnyhow, LawError } from './set-aside';
import { SILENT_TERMS, termsOf } from './terms';
import { traceCall } from './trace-call';

/** TN1: longer than any call may take, so that a process that wakes up late can write nothing. */
export const CLAIM_MS = 12 * SECOND;
/** A turn that wants more calls than this has a fault; the next turn goes on. */
const MAX_CALLS = 16;
/** How many turns in a row one job may take while facts keep coming. */
const MAX_ROUNDS = 5;

export interface ReconcileDeps extends Performer {
  readonly store: Store;
  readonly clock: Clock;
  readonly settleMs: number;
  /** Tells of wakes that come while a turn waits in line. */
  readonly nudges?: Nudges;
  /** Opens the connection's credentials. */
  accountOf(connection: Connection): AccountAccess;
  /** A presence definition was met that the connection does not know (WV1). */
  onUnknownDefinition(connection: Connection): void;
  /** A side answered 401, 403 or 404 (KP4). */
  onShutOut(link: Link, side: Side): void;
  /** The law failed on a fact or a state of the link: a fault of ours. */
  onLawFailure(link: Link, error: unknown): void;
  onTurnEnd(turn: EndedTurn): void;
}

/** What is counted of a turn. */
export interface EndedTurn {
  readonly claimed: ClaimedTurn;
  readonly draft: Draft;
  readonly outcome: string;
}

type TurnEnd = 'done' | 'more' | 'lost';

/** Runs turns for the link until nothing is unread, at most a few in a row. */
export async function reconcile(deps: ReconcileDeps, linkId: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const end = await runTurn(deps, linkId);
    if (end !== 'more') return;
  }
}

async function runTurn(deps: ReconcileDeps, linkId: string): Promise<TurnEnd> {
  const { store, clock } = deps;
  const now = clock.now();
  const claimed = await store.turns.claim(linkId, randomUUID(), now, now + CLAIM_MS);
  if (!claimed) return 'lost';
  const draft = begin(deps, claimed, now);
  if (draft.unknownDefinition) deps.onUnknownDefinition(claimed.connection);
  try {
    const acted = await act(deps, claimed, draft);
    if (!acted) return 'lost';
    const ended = byLaw(() => endOf(draft, linkId, clock.now()));
    return await settle(deps, claimed, { draft, ended });
  } catch (error) {
    if (!(error instanceof LawError)) throw error;
    deps.onLawFailure(claimed.link, error.cause);
    return settleAnew(deps, claimed, draft);
  }
}

function begin(deps: ReconcileDeps, claimed: ClaimedTurn, now: number): Draft {
  const { link, facts } = claimed;
  const { state } = link;
  const onFailure = (error: unknown): void => deps.onLawFailure(link, error);
  try {
    const terms = byLaw(() => termsOf(claimed, deps.settleMs));
    return beginSafely({ state, facts, terms, now }, onFailure);
  } catch (error) {
    if (!(error instanceof LawError)) throw error;
    onFailure(error.cause);
    return beginAnew({ state, facts, terms: SILENT_TERMS, now }, state);
  }
}

/** The law has failed on the way: of the turn nothing is kept but the call that may be under way. */
function settleAnew(deps: ReconcileDeps, claimed: ClaimedTurn, failed: Draft): Promise<TurnEnd> {
  const now = deps.clock.now();
  const { link, facts } = claimed;
  const draft = beginAnew({ state: link.state, facts, terms: failed.terms, now }, failed.state);
  const ended = endAnyhow(draft, link.id, () => endOf(draft, link.id, now));
  return settle(deps, claimed, { draft, ended });
}

/** False: the claim was lost, and whatever was still to be written is left to who has it now. */
async function act(deps: ReconcileDeps, claimed: ClaimedTurn, draft: Draft): Promise<boolean> {
  const parties = { link: claimed.link, account: deps.accountOf(claimed.connection) };
  for (let calls = 0; calls < MAX_CALLS; calls += 1) {
    const action = byLaw(() => nextAction(draft));
    if (!action) return true;
    markInFlight(deps, draft, action);
    if (action.kind !== 'read-agent' && !(await intend(deps, claimed, draft))) return false;
    const result = await callInLine(deps, { claimed, draft, parties }, action);
    if (!result) return false;
    if (result.line) draft.wrote.push(result.line);
    reportRefusal(deps, claimed, { action, result: result.result });
    byLaw(() => settleAction(draft, { action, result: result.result }, deps.clock.now()));
    if (isSuperseded(result.result)) return true;
  }
  return true;
}

/** TN5: the next turn reads what is newer, and decides anew. */
function isSuperseded(result: ActionResult): boolean {
  return result.kind === 'retry' && result.unsent === 'superseded';
}

interface Acting {
  readonly claimed: ClaimedTurn;
  readonly draft: Draft;
  readonly parties: Parties;
}

const SUPERSEDED: ActionResult = {
  kind: 'retry',
  unsent: 'superseded',
  afterMs: 0,
  reason: 'something newer came',
};

/** A reading is worth its answer whatever comes meanwhile; a write may give way. Null: too late. */
async function callInLine(
  deps: ReconcileDeps,
  { claimed, draft, parties }: Acting,
  action: Action,
): Promise<TimedCall | null> {
  if (action.kind === 'read-agent') return timedCall(deps, parties, action);
  const write = { linkId: claimed.link.id, draft, action };
  if (await isPastBy(deps, write)) return { result: SUPERSEDED, line: null };
  if (isTooLate(deps, draft)) return null;
  return givingWay(deps, write, (waiting) => timedCall(deps, { ...parties, waiting }, action));
}

/** TN1: a process that was paused after it had intended lets go: its call could outlast its claim. */
function isTooLate({ clock }: ReconcileDeps, draft: Draft): boolean {
  return clock.now() > draft.now + CLAIM_MS - CALL_TIMEOUT_MS;
}

/** WV2: 403 and 404 are looked into by a keeper, who tells admins once (KP4). */
function reportRefusal(
  deps: ReconcileDeps,
  { link }: ClaimedTurn,
  { action, result }: { readonly action: Action; readonly result: ActionResult },
): void {
  if (result.kind !== 'forbidden' && result.kind !== 'gone') return;
  const isVcc = action.kind === 'read-agent' || action.kind === 'set-agent';
  deps.onShutOut(link, isVcc ? 'vcc' : 'teams');
}

function markInFlight({ clock }: ReconcileDeps, draft: Draft, action: Action): void {
  draft.now = clock.now();
  draft.state.inFlight = { action, startedAt: draft.now };
}

/** TN3: what we are about to do is committed before the call leaves. A reading changes nothing. */
function intend(deps: ReconcileDeps, { claim }: ClaimedTurn, draft: Draft): Promise<boolean> {
  const commit = { state: draft.state, outcomes: outcomesOf(draft) };
  return deps.store.turns.intend(claim, commit, draft.now, draft.now + CLAIM_MS);
}

interface TimedCall {
  readonly result: ActionResult;
  readonly line: WroteLine | null;
}

async function timedCall(
  deps: ReconcileDeps,
  parties: Parties,
  action: Action,
): Promise<TimedCall> {
  const startedAt = deps.clock.now();
  const result = withoutNames(await perform(deps, parties, action), parties);
  const line = traceCall(action, result, { startedAt, endedAt: deps.clock.now() });
  return { result, line };
}

/** JN19: what the other side says in words may name those it is about; its codes never do. */
function withoutNames(result: ActionResult, { link }: Parties): ActionResult {
  if (result.kind === 'done' || reasonCode(result.reason) === result.reason) return result;
  return { ...result, reason: maskNames(result.reason, [link.agentName, link.personName]) };
}

interface Ended {
  readonly draft: Draft;
  readonly ended: TurnCommit;
}

async function settle(
  deps: ReconcileDeps,
  claimed: ClaimedTurn,
  { draft, ended }: Ended,
): Promise<TurnEnd> {
  const { store, clock } = deps;
  const end = await store.turns.settle(claimed.claim, ended, clock.now());
  if (end === 'lost') return end;
  deps.onTurnEnd({ claimed, draft, outcome: ended.record?.outcome ?? 'nothing' });
  if (draft.state.phase === 'unlinked') await store.links.remove(claimed.link.id);
  return end;
}

function endOf(draft: Draft, linkId: string, now: number): TurnCommit {
  const { state, terms } = draft;
  return {
    state,
    outcomes: outcomesOf(draft),
    // A link that is done with is seen again should we die before it is deleted.
    wakeAt: state.phase === 'unlinked' ? now : nextWake(state, terms, now),
    teamsDueAt: nextTeamsLook(state, now),
    record: toRecord(draft, linkId),
  };
}

function outcomesOf(draft: Draft): readonly FactOutcome[] {
  return draft.outcomes.map(({ factId, outcome, code }) => ({ factId, outcome, code }));
}
