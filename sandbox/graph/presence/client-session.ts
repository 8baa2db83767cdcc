import type { PresencePair } from '../../contract';
import type { Voice } from './combine';
import { AVAILABLE, AWAY, pair } from './pairs';

export type CallActivity = 'InACall' | 'InAConferenceCall' | 'Presenting';

/** The person's own Teams client; only one, though people may have several. */
export interface ClientSession {
  readonly openedAt: number;
  /** When the hands left mouse and keyboard; absent while they are used. */
  readonly untouchedSince?: number;
  /** Away at once, whatever the idle times say. */
  readonly isAwayNow?: boolean;
  readonly call?: { readonly activity: CallActivity; readonly since: number };
}

export interface IdleTimes {
  readonly idleMs: number;
  readonly awayMs: number;
  readonly idlePair: PresencePair;
}

export function clientVoice(client: ClientSession, nowMs: number, times: IdleTimes): Voice {
  const call = callPair(client);
  if (call && client.call) return { ...call, since: client.call.since };
  const from = client.untouchedSince;
  if (from === undefined) return { ...AVAILABLE, since: client.openedAt };
  if (client.isAwayNow) return { ...AWAY, since: from };
  const untouchedMs = nowMs - from;
  if (untouchedMs >= times.awayMs) return { ...AWAY, since: from + times.awayMs };
  if (untouchedMs >= times.idleMs) return { ...times.idlePair, since: from + times.idleMs };
  return { ...AVAILABLE, since: client.openedAt };
}

/** What the client's call shows; undefined without one. */
export function callPair({ call }: ClientSession): PresencePair | undefined {
  if (!call) return undefined;
  return pair(call.activity === 'Presenting' ? 'DoNotDisturb' : 'Busy', call.activity);
}

export function clientTurns(
  { untouchedSince }: ClientSession,
  times: IdleTimes,
): readonly number[] {
  if (untouchedSince === undefined) return [];
  return [untouchedSince + times.idleMs, untouchedSince + times.awayMs];
}
