import { randomUUID } from 'node:crypto';
import type { AgentStateFact, Fact } from '../../src/core/fact';
import type { LinkState } from '../../src/core/link-state';
import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../../src/core/mapping';
import type { Proof } from '../../src/store/joining';
import type { TurnRecord } from '../../src/core/record';
import type { Connection, NewLink, SealedText, Store, TurnEnd } from '../../src/store/store';

/** The store keeps a link's state without looking into it. */
export function sampleState(mark: string): LinkState {
  return { version: 1, mark } as unknown as LinkState;
}

export function sampleConnection(changes: Partial<Connection> = {}): Connection {
  return {
    id: randomUUID(),
    tenantId: 'tenant-meadow',
    cloud: 'global',
    region: 'emea',
    accountKey: randomUUID(),
    vccClientId: 'client',
    vccClientSecret: 'sealed' as SealedText,
    webhook: null,
    mapping: DEFAULT_MAPPING,
    policies: DEFAULT_POLICIES,
    definitions: [{ presenceId: 'lunch', category: 'Away', name: 'Lunch', selectable: true }],
    definitionsAt: 5,
    status: 'draft',
    reason: null,
    trouble: {},
    createdAt: 1,
    version: 1,
    ...changes,
  };
}

export function sampleLink(
  connection: Connection,
  changes: Partial<Omit<NewLink, 'beside'>> = {},
): Required<Omit<NewLink, 'beside'>> {
  return {
    id: randomUUID(),
    connectionId: connection.id,
    tenantId: connection.tenantId,
    personId: randomUUID(),
    agentUserId: randomUUID(),
    agentId: 'juniper',
    agentName: 'Juniper Vale',
    personName: 'Juniper Vale',
    groups: [],
    createdAt: 1_700_000_000_000,
    ...changes,
  };
}

/** One that is proved and not linked yet. */
export function sampleProof(connection: Connection): Proof {
  const state = { presenceId: 'lunch', name: 'Lunch' };
  return {
    id: randomUUID(),
    connectionId: connection.id,
    tenantId: connection.tenantId,
    personId: randomUUID(),
    personName: 'Juniper Vale',
    agentUserId: randomUUID(),
    agentId: 'juniper',
    agentName: 'Juniper Vale',
    first: state,
    second: { ...state, presenceId: 'away' },
    since: 1,
    startedAt: 2,
    expiresAt: 120_002,
    step: 2,
    status: 'proved',
    code: null,
  };
}

export function sampleFact(id: string, seenAt = 100): AgentStateFact {
  return {
    side: 'vcc',
    kind: 'agent-state',
    id,
    at: seenAt - 1,
    seenAt,
    via: 'webhook',
    state: { presenceId: 'lunch', category: 'Away', name: 'Lunch' },
  };
}

export function sampleRecord(linkId: string, at: number): TurnRecord {
  return {
    linkId,
    at,
    endedAt: at + 1,
    outcome: 'nothing',
    code: 'same-state',
    title: 'Nothing to do',
    sentence: 'It is the state we know already.',
    rules: ['WW4'],
    seen: [],
    wrote: [],
  };
}

export function sampleEnd(changes: Partial<TurnEnd> = {}): TurnEnd {
  return {
    state: sampleState('settled'),
    outcomes: [],
    wakeAt: null,
    teamsDueAt: null,
    record: null,
    ...changes,
  };
}

/** A stored connection with one link; answers the link. */
export async function storeLink(
  store: Store,
  changes: Partial<NewLink> = {},
): Promise<Required<Omit<NewLink, 'beside'>>> {
  const connection = sampleConnection();
  await store.connections.insert(connection);
  const link = sampleLink(connection, changes);
  await store.links.insert(link, sampleState('fresh'));
  return link;
}

/** A whole turn that takes these facts and leaves a record. */
export async function runTurn(store: Store, linkId: string, now: number): Promise<void> {
  const turn = await store.turns.claim(linkId, `token-${now}`, now, now + 1_000);
  if (!turn) throw new Error('The link is claimed.');
  const outcomes = turn.facts.map(({ id }: Fact) => ({
    factId: id,
    outcome: 'taken' as const,
    code: 'agent-changed' as const,
  }));
  await store.turns.settle(
    turn.claim,
    sampleEnd({ outcomes, record: sampleRecord(linkId, now) }),
    now,
  );
}
