/** KP2: single presences in fifties, where the stats leave a doubt or cannot be had. */
import type { CallResult } from '../clients/call-result';
import type { AccountAccess, AgentPresence, VccClient } from '../clients/vcc/client';

/** vcc.md 2.4 */
export const IDS_PER_READ = 50;

export interface AgentsRead {
  readonly presences: readonly AgentPresence[];
  /** Asked for and not in the answer. */
  readonly missing: readonly string[];
}

type Failure = Exclude<CallResult<never>, { kind: 'ok' }>;

export interface AgentsAsk {
  readonly account: AccountAccess;
  readonly userIds: readonly string[];
  /** One more request was spent. */
  onCall(): void;
}

/** Unknown ids may be left out or spoil the answer (vcc.md 2.4): a refused list is halved. */
export async function readAgents(vcc: VccClient, ask: AgentsAsk): Promise<AgentsRead | Failure> {
  ask.onCall();
  const result = await vcc.readPresences(ask.account, ask.userIds);
  if (result.kind === 'ok') return sortOut(ask.userIds, result.value);
  if (result.kind !== 'gone' && result.kind !== 'refused') return result;
  if (ask.userIds.length === 1) return { presences: [], missing: ask.userIds };
  const middle = Math.ceil(ask.userIds.length / 2);
  const first = await readAgents(vcc, { ...ask, userIds: ask.userIds.slice(0, middle) });
  if (isFailure(first)) return first;
  const second = await readAgents(vcc, { ...ask, userIds: ask.userIds.slice(middle) });
  if (isFailure(second)) return second;
  return {
    presences: [...first.presences, ...second.presences],
    missing: [...first.missing, ...second.missing],
  };
}

export function isFailure(read: AgentsRead | Failure): read is Failure {
  return 'kind' in read;
}

function sortOut(asked: readonly string[], presences: readonly AgentPresence[]): AgentsRead {
  const found = new Set(presences.map((one) => one.userId.toLowerCase()));
  return { presences, missing: asked.filter((id) => !found.has(id.toLowerCase())) };
}
