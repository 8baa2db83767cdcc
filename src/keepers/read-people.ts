/** Bulk reading of presences that one bad id cannot spoil for the others (graph.md 3). */
import type { CallResult } from '../clients/call-result';
import type { GraphClient, PresenceReading } from '../clients/graph/client';

export interface PeopleRead {
  readonly readings: readonly PresenceReading[];
  /** Asked for and not in the answer. */
  readonly missing: readonly string[];
  readonly calls: number;
}

export type Failure = Exclude<CallResult<never>, { kind: 'ok' }>;

/**
 * What Graph answers for an id it does not know is not documented: it may leave it out, or refuse
 * the whole list. A refused list is halved until the id is found.
 */
export async function readPeople(
  graph: GraphClient,
  tenantId: string,
  personIds: readonly string[],
): Promise<PeopleRead | Failure> {
  const result = await graph.readPresences(tenantId, personIds);
  if (result.kind === 'ok') return sortOut(personIds, result.value);
  if (result.kind !== 'gone' && result.kind !== 'refused') return result;
  if (personIds.length === 1) return { readings: [], missing: personIds, calls: 1 };
  return readHalves(graph, tenantId, personIds);
}

export function isFailure(read: PeopleRead | Failure): read is Failure {
  return 'kind' in read;
}

async function readHalves(
  graph: GraphClient,
  tenantId: string,
  personIds: readonly string[],
): Promise<PeopleRead | Failure> {
  const middle = Math.ceil(personIds.length / 2);
  const first = await readPeople(graph, tenantId, personIds.slice(0, middle));
  if (isFailure(first)) return first;
  const second = await readPeople(graph, tenantId, personIds.slice(middle));
  if (isFailure(second)) return second;
  return {
    readings: [...first.readings, ...second.readings],
    missing: [...first.missing, ...second.missing],
    calls: first.calls + second.calls + 1,
  };
}

function sortOut(asked: readonly string[], readings: readonly PresenceReading[]): PeopleRead {
  const found = new Set(readings.map((one) => one.personId));
  return { readings, missing: asked.filter((id) => !found.has(id)), calls: 1 };
}
