import type { Fact } from '../../core/fact';
import type { Database, Statement } from '../database';
import type {
  Claim,
  ClaimedTurn,
  Connection,
  FactOutcome,
  Link,
  TurnEnd,
  TurnStore,
} from '../store';
import { RECORD_GATE } from './records';
import { CONNECTION_COLUMNS, LINK_COLUMNS, toJson } from './rows';

/** A claim that ends so much later than ours would was taken by a clock that has been set back since. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Takes the claim and reads everything in one round trip. `seen` is the link in the statement's
 * snapshot; `held` waits for whoever holds the row and compares `turn`, so that a turn settled in
 * the meantime, whose facts this snapshot still shows as unread, makes the claim fail (TN2).
 */
const CLAIM: Statement = {
  name: 'turns.claim',
  text: `
    WITH seen AS MATERIALIZED (
      SELECT * FROM presence_link.links WHERE id = $1
    ), held AS (
      UPDATE presence_link.links
      SET claim_token = $2, claim_until = $4, wake_at = $4, turn = links.turn + 1
      WHERE id = $1
        AND (claim_token IS NULL OR claim_until <= $3 OR claim_until > $4::bigint + ${CLOCKS_DIFFER_MS})
        AND turn = (SELECT turn FROM seen)
      RETURNING id
    )
    SELECT
      (SELECT row_to_json(link) FROM (SELECT ${LINK_COLUMNS} FROM seen) AS link) AS link,
      (SELECT row_to_json(connection) FROM (
        SELECT ${CONNECTION_COLUMNS} FROM presence_link.connections
        WHERE id = (SELECT connection_id FROM seen)
      ) AS connection) AS connection,
      (SELECT coalesce(json_agg(body ORDER BY seq), '[]'::json) FROM presence_link.facts
        WHERE link_id = $1 AND (outcome IS NULL OR outcome = 'waits')) AS facts
    FROM held`,
};

/** Waits for a settle that is being committed, then tells whether the link is free. */
const IS_FREE: Statement = {
  name: 'turns.isFree',
  text: `
    SELECT claim_token IS NULL OR claim_until <= $2 OR claim_until > $3::bigint + ${CLOCKS_DIFFER_MS}
      AS free FROM presence_link.links
    WHERE id = $1 FOR NO KEY UPDATE`,
};

/** The outcomes of `$4`, `$5`, `$6`, written only when `held` still holds the claim. */
const MARKED = `
  UPDATE presence_link.facts SET outcome = ended.outcome, code = ended.code
  FROM held, unnest($4::text[], $5::text[], $6::text[]) AS ended (fact_id, outcome, code)
  WHERE facts.link_id = held.id AND facts.fact_id = ended.fact_id`;

const INTEND: Statement = {
  name: 'turns.intend',
  text: `
    WITH held AS (
      UPDATE presence_link.links
      SET state = $7, claim_until = $8, wake_at = $8, turn = turn + 1
      WHERE id = $1 AND claim_token = $2 AND claim_until > $3
      RETURNING id
    ), marked AS (${MARKED})
    SELECT id FROM held`,
};

/** `more` reads the snapshot, in which the facts of this turn are not yet marked. */
const SETTLE: Statement = {
  name: 'turns.settle',
  text: `
    WITH held AS (
      UPDATE presence_link.links
      SET state = $7, wake_at = $8, teams_due_at = $9, claim_token = NULL, claim_until = NULL,
        turn = turn + 1
      WHERE id = $1 AND claim_token = $2 AND claim_until > $3
      RETURNING id
    ), marked AS (${MARKED}), gate AS MATERIALIZED (
      SELECT pg_advisory_xact_lock_shared(${RECORD_GATE})
    ), recorded AS (
      INSERT INTO presence_link.records (link_id, at, body)
      SELECT held.id, $10::bigint, $11::json FROM held, gate WHERE $11::json IS NOT NULL
    )
    SELECT EXISTS (
      SELECT FROM presence_link.facts
      WHERE link_id = $1 AND outcome IS NULL
        AND fact_id <> ALL ($4::text[])
    ) AS more FROM held`,
};

interface ClaimRow {
  readonly link: Link;
  readonly connection: Connection;
  readonly facts: readonly Fact[];
}

/** Losing the race for a link this often in a row means that others are at work on it. */
const CLAIM_TRIES = 5;

export function createTurns(database: Database): TurnStore {
  return {
    claim: (...asked) => claim(database, asked),
    intend: (...asked) => intend(database, asked),
    settle: async (claim, end, now) => {
      const [row] = await database.rows<{ more: boolean }>(SETTLE, settleValues(claim, end, now));
      if (!row) return 'lost';
      return row.more ? 'more' : 'done';
    },
  };
}

async function claim(
  database: Database,
  asked: Parameters<TurnStore['claim']>,
): Promise<ClaimedTurn | null> {
  const [linkId, token, now, until] = asked;
  for (let tries = 1; tries <= CLAIM_TRIES; tries += 1) {
    const [row] = await database.rows<ClaimRow>(CLAIM, asked);
    if (row) return toTurn(row, token);
    const [link] = await database.rows<{ free: boolean }>(IS_FREE, [linkId, now, until]);
    if (!link?.free) return null;
  }
  return null;
}

async function intend(
  database: Database,
  [held, { state, outcomes }, now, until]: Parameters<TurnStore['intend']>,
): Promise<boolean> {
  const values = [...heldValues(held, now, outcomes), toJson(state), until];
  return (await database.rows(INTEND, values)).length === 1;
}

function toTurn({ link, connection, facts }: ClaimRow, token: string): ClaimedTurn {
  return { claim: { linkId: link.id, token }, link, connection, facts };
}

function heldValues(
  claim: Claim,
  now: number,
  outcomes: readonly FactOutcome[],
): readonly unknown[] {
  return [
    claim.linkId,
    claim.token,
    now,
    outcomes.map(({ factId }) => factId),
    outcomes.map(({ outcome }) => outcome),
    outcomes.map(({ code }) => code),
  ];
}

function settleValues(claim: Claim, end: TurnEnd, now: number): readonly unknown[] {
  return [
    ...heldValues(claim, now, end.outcomes),
    toJson(end.state),
    end.wakeAt,
    end.teamsDueAt,
    end.record?.at ?? null,
    toJson(end.record),
  ];
}
