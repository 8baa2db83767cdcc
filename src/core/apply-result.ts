/** What came of a call, taken into the state (TN3, EC5, WT3, WV2). */
import type { Action, ActionResult, Unsent } from './action';
import type { Draft } from './draft';
import { applyAgentResult } from './apply-agent-result';
import { applyTeamsResult } from './apply-teams-result';
import { applyUnsent } from './apply-unsent';

/** Takes the result of the action that was in flight into the state. */
export function applyResult(draft: Draft, action: Action, result: ActionResult): void {
  if (isUnsent(result)) {
    applyUnsent(draft, action, result);
  } else if (action.kind === 'read-agent' || action.kind === 'set-agent') {
    applyAgentResult(draft, action, result);
  } else {
    applyTeamsResult(draft, action, result);
  }
  if (!isUnsent(result)) leaveLine(draft, action);
  draft.state.inFlight = null;
}

function isUnsent(result: ActionResult): result is Unsent {
  return result.kind === 'retry' && result.unsent !== undefined;
}

/** TN5: what waited has left; a reading is only on the way to it. */
function leaveLine({ state }: Draft, { kind }: Action): void {
  const side = kind === 'set-agent' ? 'vcc' : 'teams';
  if (kind !== 'read-agent' && state.inLine?.side === side) state.inLine = null;
}
