import type { Fact } from '../../core/fact';
import type { Database, Statement } from '../database';
import { StoreError } from '../store-error';
import type { FactStore } from '../store';

interface LinkFact {
  readonly linkId: string;
  readonly fact: Fact;
}

/**
 * A link that is gone takes nothing. Sorted by link, so that two processes storing the same facts
 * wait for each other instead of blocking each other; within a link the given order stays.
 */
const APPEND: Statement = {
  name: 'facts.append',
  text: `
    INSERT INTO presence_link.facts (link_id, fact_id, seen_at, body)
    SELECT new.link_id, new.fact_id, new.seen_at, new.body
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::json[])
      WITH ORDINALITY AS new (link_id, fact_id, seen_at, body, place)
    WHERE EXISTS (SELECT FROM presence_link.links WHERE links.id = new.link_id)
    ORDER BY new.link_id, new.place
    ON CONFLICT (link_id, fact_id) DO NOTHING
    RETURNING link_id AS "linkId"`,
};

const UNREAD: Statement = {
  name: 'facts.unread',
  text: `
    SELECT body FROM presence_link.facts
    WHERE link_id = $1 AND outcome IS NULL ORDER BY seq`,
};

const COUNT: Statement = {
  name: 'facts.count',
  text: `
    SELECT outcome, code, count(*) AS count FROM presence_link.facts
    WHERE $1::text IS NULL OR link_id = $1 GROUP BY outcome, code ORDER BY outcome, code`,
};

const NEWEST_WEBHOOK: Statement = {
  name: 'facts.newestWebhook',
  text: `
    SELECT coalesce(max(facts.seen_at), 0) AS at
    FROM presence_link.facts JOIN presence_link.links ON links.id = facts.link_id
    WHERE links.connection_id = $1 AND facts.body ->> 'via' = 'webhook'`,
};

/** A fact that waits is wanted by the next turn and stays. */
const PRUNE: Statement = {
  name: 'facts.prune',
  text: `DELETE FROM presence_link.facts WHERE outcome IN ('taken', 'dropped') AND seen_at < $1`,
};

export function createFacts(database: Database): FactStore {
  const append = async (facts: readonly LinkFact[]): Promise<readonly string[]> => {
    if (facts.length === 0) return [];
    const rows = await appendOnce(database, appendValues(facts));
    return rows.map(({ linkId }) => linkId);
  };
  return {
    append: async (linkId, facts) => (await append(facts.map((fact) => ({ linkId, fact })))).length,
    appendMany: async (facts) => [...new Set(await append(facts))],
    newestWebhook: async (connectionId) =>
      (await database.rows<{ at: number }>(NEWEST_WEBHOOK, [connectionId]))[0]?.at ?? 0,
    unread: async (linkId) =>
      (await database.rows<{ body: Fact }>(UNREAD, [linkId])).map(({ body }) => body),
    count: (linkId) => database.rows(COUNT, [linkId ?? null]),
    prune: (before) => database.count(PRUNE, [before]),
  };
}

/** A link deleted in the same instant fails the foreign key; by the second look it is gone. */
async function appendOnce(
  database: Database,
  values: readonly unknown[],
): Promise<readonly { linkId: string }[]> {
  try {
    return await database.rows<{ linkId: string }>(APPEND, values);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'conflict') throw error;
    return database.rows<{ linkId: string }>(APPEND, values);
  }
}

function appendValues(facts: readonly LinkFact[]): readonly unknown[] {
  return [
    facts.map(({ linkId }) => linkId),
    facts.map(({ fact }) => fact.id),
    facts.map(({ fact }) => fact.seenAt),
    facts.map(({ fact }) => JSON.stringify(fact)),
  ];
}
