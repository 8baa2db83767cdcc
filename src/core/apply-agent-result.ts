/** Results of calls to VCC (WV2, WV3, EC1). */
import type { Action, ActionResult } from './action';
import { FORBIDDEN_MS, pauseAfter } from './backoff';
import { decide, startOf } from './draft';
import type { Decision, Draft } from './draft';
import type { AgentStateFact } from './fact';
import { finishWrite } from './finish-write';
import { judgeAgain } from './judge-presence';
import type { LinkState } from './link-state';
import { observeAgent } from './observe-agent';
import { noteSeen } from './explain';
import type { ReasonCode } from './reason';
import { REASONS } from './reason';

type AgentAction = Extract<Action, { kind: 'read-agent' | 'set-agent' }>;
type Done = Extract<ActionResult, { kind: 'done' }>;

export function applyAgentResult(draft: Draft, action: AgentAction, result: ActionResult): void {
  switch (result.kind) {
    case 'done':
      return action.kind === 'set-agent'
        ? settleWrite(draft, action, result)
        : settleReading(draft, result);
    case 'retry':
      return waitForVcc(draft, result.afterMs, 'vcc-trouble');
    case 'unknown':
      if (action.kind === 'set-agent') doubt(draft, action, startOf(draft));
      return waitForVcc(draft, result.afterMs, 'fate-unknown');
    case 'forbidden':
      return waitForVcc(draft, FORBIDDEN_MS, 'vcc-forbidden');
    case 'gone':
      return waitForVcc(draft, FORBIDDEN_MS, 'agent-gone');
    case 'refused':
      return refuse(draft, action, result.reason);
  }
}

/** WV3: what a fresh reading says goes the way of every fact; a pending change may end by it. */
function settleReading(draft: Draft, result: Done): void {
  const { state } = draft;
  state.readAgent = false;
  state.failures.vcc = 0;
  clearTrouble(draft);
  if (!result.agent) return;
  const fact: AgentStateFact = {
    id: `read|${result.agent.updatedAt}`,
    side: 'vcc',
    kind: 'agent-state',
    at: result.agent.updatedAt,
    seenAt: draft.now,
    via: 'read',
    state: result.agent.state,
  };
  const verdict = observeAgent(draft, fact);
  if (verdict.outcome === 'taken') noteSeen(draft, fact, verdict);
  endDoubt(draft);
  dropNeedless(state);
  if (state.toAgent) state.toAgent.checked = true;
}

/** An automatic change to what stands already. */
function dropNeedless(state: LinkState): void {
  const { toAgent, agent } = state;
  if (toAgent === null || toAgent.why === 'order' || agent.doubt) return;
  if (toAgent.target.presenceId === agent.settled?.state.presenceId) state.toAgent = null;
}

/** The reading made for the doubt did not show it: the write did not arrive. */
function endDoubt(draft: Draft): void {
  const { doubt: open } = draft.state.agent;
  if (!open || open.deadline > draft.now) return;
  draft.state.agent.doubt = null;
  judgeAgain(draft);
}

function settleWrite(draft: Draft, action: AgentAction, result: Done): void {
  if (action.kind !== 'set-agent') return;
  const answered = result.agent;
  if (answered && answered.state.presenceId !== action.target.presenceId) {
    return notTaken(draft, action.target.name);
  }
  const state = answered?.state ?? action.target;
  finishWrite(
    draft,
    { ...action.target, ...state, name: action.target.name },
    answered?.updatedAt ?? draft.now,
  );
}

/** VCC answered with another state: told once, not repeated (WV2). */
function notTaken(draft: Draft, name: string): void {
  end(draft, {
    code: 'vcc-not-taken',
    title: `VCC did not take ${name}`,
    sentence: REASONS['vcc-not-taken'],
  });
}

function refuse(draft: Draft, action: AgentAction, reason: string): void {
  if (action.kind === 'read-agent') return waitForVcc(draft, FORBIDDEN_MS, 'vcc-trouble');
  end(draft, {
    code: 'vcc-refused',
    title: `VCC refused ${action.target.name}`,
    sentence: `${REASONS['vcc-refused']} ${reason}`,
  });
}

function end(draft: Draft, { code, title, sentence }: Omit<Decision, 'rules'>): void {
  draft.state.toAgent = null;
  draft.state.failures.vcc = 0;
  draft.state.notice = { code, at: draft.now };
  decide(draft, { code, title, sentence, rules: ['WV2'] });
}

function doubt(draft: Draft, action: AgentAction, startedAt: number): void {
  if (action.kind !== 'set-agent') return;
  const { state, terms } = draft;
  const deadline = draft.now + terms.settleMs;
  const why = state.toAgent?.why ?? null;
  const spanFrom = state.toAgent?.spanFrom ?? startedAt;
  state.agent.doubt = { target: action.target, why, spanFrom, sentAt: startedAt, deadline };
  if (state.toAgent) state.toAgent.checked = state.toAgent.why === 'order';
}

function waitForVcc(draft: Draft, askedMs: number, code: ReasonCode): void {
  const { state } = draft;
  state.failures.vcc += 1;
  state.retryAt.vcc = draft.now + pauseAfter(state.failures.vcc, askedMs);
  if (state.toAgent && state.toAgent.why !== 'order') state.toAgent.checked = false;
  const known = state.notice?.code === code;
  if (!known) state.notice = { code, at: draft.now };
  decide(draft, { code, title: 'Waiting for VCC', sentence: REASONS[code], rules: ['TN5'] });
}

function clearTrouble(draft: Draft): void {
  const { notice } = draft.state;
  const trouble: readonly ReasonCode[] = [
    'vcc-trouble',
    'fate-unknown',
    'vcc-forbidden',
    'agent-gone',
  ];
  if (notice && trouble.includes(notice.code)) draft.state.notice = null;
}
