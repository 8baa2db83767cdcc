/** What came of a call, taken into the state (TN3, EC5, WT3, WV2). */
import type { Action, ActionResult } from './action';
import type { Draft } from './draft';
import { applyAgentResult } from './apply-agent-result';
import { applyTeamsResult } from './apply-teams-result';

/** Takes the result of the action that was in flight into the state. */
export function applyResult(draft: Draft, action: Action, result: ActionResult): void {
  const startedAt = draft.state.inFlight?.startedAt ?? draft.now;
  if (action.kind === 'read-agent' || action.kind === 'set-agent') {
    applyAgentResult(draft, action, result, startedAt);
  } else {
    applyTeamsResult(draft, action, result, startedAt);
  }
  draft.state.inFlight = null;
}
