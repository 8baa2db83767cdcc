/** Makes one call for a turn and puts what came of it in the core's words. */
import type { CallResult } from '../clients/call-result';
import type { GraphClient } from '../clients/graph/client';
import type { Waiting } from '../clients/pipeline/exchange';
import type { AccountAccess, AgentPresence, VccClient } from '../clients/vcc/client';
import type { Action, ActionResult } from '../core/action';
import type { PresencePair } from '../core/mapping';
import type { Presence } from '../core/presence';
import type { Link } from '../store/store';

export interface Performer {
  readonly graph: GraphClient;
  /** The same client, last in line for the budget (TN5). */
  readonly renewals: GraphClient;
  readonly vcc: Pick<VccClient, 'readPresence' | 'setPresence'>;
  /** The same clients for one call that may have to wait in line. */
  inLine?(waiting: Waiting): Performer;
}

/** Whose turn it is: the link, and how to reach its account. */
export interface Parties {
  readonly link: Link;
  readonly account: AccountAccess;
  readonly waiting?: Waiting;
}

export async function perform(
  performers: Performer,
  parties: Parties,
  action: Action,
): Promise<ActionResult> {
  const { waiting } = parties;
  const performer = (waiting && performers.inLine?.(waiting)) ?? performers;
  switch (action.kind) {
    case 'read-agent':
    case 'set-agent':
      return toAgentResult(await callVcc(performer.vcc, parties, action));
    default:
      return toResult(await callGraph(graphFor(performer, action), parties, action));
  }
}

function callVcc(
  vcc: Performer['vcc'],
  { link, account }: Parties,
  action: Extract<Action, { kind: 'read-agent' | 'set-agent' }>,
): Promise<CallResult<AgentPresence>> {
  return action.kind === 'read-agent'
    ? vcc.readPresence(account, link.agentUserId)
    : vcc.setPresence(account, link.agentUserId, action.target.presenceId);
}

type TeamsAction = Exclude<Action, { kind: 'read-agent' | 'set-agent' }>;

function graphFor(performer: Performer, action: TeamsAction): GraphClient {
  return action.why === 'renewal' ? performer.renewals : performer.graph;
}

function callGraph(
  graph: GraphClient,
  { link }: Parties,
  action: TeamsAction,
): Promise<CallResult<null>> {
  const person = { tenantId: link.tenantId, personId: link.personId };
  switch (action.kind) {
    case 'set-session':
      return graph.setPresence(person, toPair(action.presence), action.expirationMs);
    case 'clear-session':
      return graph.clearPresence(person);
    case 'set-preferred':
      return graph.setPreferredPresence(person, toPair(action.presence), action.expirationMs);
    case 'clear-preferred':
      return graph.clearPreferredPresence(person);
  }
}

function toPair({ availability, activity }: Presence): PresencePair {
  return { availability, activity };
}

function toAgentResult(result: CallResult<AgentPresence>): ActionResult {
  if (result.kind !== 'ok') return result;
  const { state, updatedAt } = result.value;
  return { kind: 'done', agent: { state, updatedAt } };
}

function toResult(result: CallResult<null>): ActionResult {
  return result.kind === 'ok' ? { kind: 'done' } : result;
}
