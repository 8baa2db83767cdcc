/** The line of the explain record for one call. */
import { showAction } from '../core/action';
import type { Action, ActionResult } from '../core/action';
import type { WroteLine } from '../core/record';
import { MINUTE } from '../core/time';
import { tellAction } from '../core/told';

export interface CallSpan {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Null for a reading that went well: it stands among the facts seen. */
export function traceCall(action: Action, result: ActionResult, span: CallSpan): WroteLine | null {
  if (action.kind === 'read-agent' && result.kind === 'done') return null;
  const isVcc = action.kind === 'read-agent' || action.kind === 'set-agent';
  return {
    side: isVcc ? 'vcc' : 'teams',
    call: showAction(action),
    startedAt: span.startedAt,
    tookMs: Math.max(0, span.endedAt - span.startedAt),
    answer: answerOf(result),
    ok: result.kind === 'done',
    text: textOf(action, result),
    told: tellAction(action),
  };
}

function answerOf(result: ActionResult): string {
  switch (result.kind) {
    case 'done':
      return 'accepted';
    case 'retry':
      return `try again: ${result.reason}`;
    case 'unknown':
      return `no clear answer: ${result.reason}`;
    default:
      return `${result.status}: ${result.reason}`;
  }
}

function textOf(action: Action, result: ActionResult): string {
  const held = action.kind === 'set-session' || action.kind === 'set-preferred';
  if (!held || result.kind !== 'done') return '';
  return `held for at most ${action.expirationMs / MINUTE} min (${action.why})`;
}
