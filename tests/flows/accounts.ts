/** What became of the facts (TN2), read from the store itself. */
import { Client } from 'pg';
import type { Flow } from './flow';

export interface FactCount {
  readonly side: string;
  readonly kind: string;
  /** Null: unread. */
  readonly outcome: string | null;
  readonly code: string | null;
  readonly count: number;
}

const COUNT = `
  SELECT body->>'side' AS side, body->>'kind' AS kind, outcome, code, count(*)::int AS count
  FROM presence_link.facts WHERE $1::text IS NULL OR link_id = $1
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

export async function factCounts(
  flow: Pick<Flow, 'databaseUrl'>,
  linkId?: string,
): Promise<readonly FactCount[]> {
  return rowsOf<FactCount>(flow, COUNT, [linkId ?? null]);
}

/** Facts that ended neither as acted on nor as a drop with a reason code. */
export async function openFacts(flow: Pick<Flow, 'databaseUrl'>): Promise<readonly FactCount[]> {
  const counts = await factCounts(flow);
  return counts.filter(({ outcome, code }) => code === null || !isEnd(outcome));
}

export async function rowsOf<Row extends object>(
  { databaseUrl }: Pick<Flow, 'databaseUrl'>,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

function isEnd(outcome: string | null): boolean {
  return outcome === 'taken' || outcome === 'dropped';
}
