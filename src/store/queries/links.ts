import type { LinkState } from '../../core/link-state';
import type { Database, Statement } from '../database';
import { gather } from '../gather';
import type { Joined, LinkStore, NewLink, OwnStanding } from '../store';
import { noteLines } from './audit';
import { nameOfPerson, peopleOf } from './people-asked';
import { CONNECTION_COLUMNS, LINK_COLUMNS, toJson } from './rows';
import type { LinkRow } from './rows';

const INSERTED = `
    INSERT INTO presence_link.links
      (id, connection_id, tenant_id, person_id, agent_user_id, agent_id, agent_name, person_name,
       created_at, state, groups, beside)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
    WHERE ($12 OR NOT EXISTS (
      SELECT FROM presence_link.links WHERE tenant_id = $3 AND person_id = $4))`;

const INSERT: Statement = {
  name: 'links.insert',
  text: `${INSERTED} ON CONFLICT DO NOTHING`,
};

/**
 * `$13` the order, `$14` the lines of the audit, `$15` and `$16` the proof or request. What is settled
 * is locked first: of two that settle it at once the second finds it settled. Before it the
 * connection is, in the order in which its removal locks them.
 */
const JOIN: Statement = {
  name: 'links.join',
  text: `
    WITH account AS (
      SELECT id FROM presence_link.connections WHERE id = $2 FOR KEY SHARE
    ), proof AS (
      SELECT id FROM presence_link.proofs
      WHERE id = $15 AND status = 'proved' AND EXISTS (SELECT FROM account) FOR UPDATE
    ), request AS (
      SELECT id FROM presence_link.link_requests
      WHERE id = $16 AND status = 'open' AND EXISTS (SELECT FROM account) FOR UPDATE
    ), joined AS (
      ${INSERTED}
        AND EXISTS (SELECT FROM account)
        AND ($15::text IS NULL OR EXISTS (SELECT FROM proof))
        AND ($16::text IS NULL OR EXISTS (SELECT FROM request))
      ON CONFLICT DO NOTHING RETURNING id
    ), ordered AS (
      INSERT INTO presence_link.facts (link_id, fact_id, seen_at, body)
      SELECT id, $13::json ->> 'id', ($13::json ->> 'seenAt')::bigint, $13::json FROM joined
    ), noted AS (${noteLines('$14', 'joined')}
    ), proved AS (
      UPDATE presence_link.proofs SET status = 'linked', step = 2, code = NULL
      WHERE id = $15 AND EXISTS (SELECT FROM joined)
    ), approved AS (
      UPDATE presence_link.link_requests SET status = 'approved', decided_at = $9
      WHERE id = $16 AND EXISTS (SELECT FROM joined)
    )
    SELECT id FROM joined`,
};

const GET: Statement = {
  name: 'links.get',
  text: `SELECT ${LINK_COLUMNS} FROM presence_link.links WHERE id = $1`,
};

const LIST: Statement = {
  name: 'links.list',
  text: `
    SELECT ${LINK_COLUMNS} FROM presence_link.links
    WHERE connection_id = $1 ORDER BY created_at, id`,
};

const PAGE: Statement = {
  name: 'links.page',
  text: `
    SELECT ${LINK_COLUMNS} FROM presence_link.links
    WHERE connection_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
};

const RENAME: Statement = {
  name: 'links.rename',
  text: `
    UPDATE presence_link.links SET agent_id = $2, agent_name = $3, person_name = $4
    WHERE id = $1 AND (agent_id, agent_name, person_name) IS DISTINCT FROM ($2, $3, $4)`,
};

const LIST_BY_PERSON: Statement = {
  name: 'links.listByPerson',
  text: `
    SELECT ${LINK_COLUMNS} FROM presence_link.links
    WHERE tenant_id = $1 AND person_id = $2 ORDER BY created_at, id`,
};

/**
 * Of the people named by `$1` and `$2`, tenant and person of each. As JSON, since a link and a
 * connection have columns of the same names. A connection comes with the first of its links alone:
 * it is large, and many people share one.
 */
const STANDING: Statement = {
  name: 'links.standing',
  text: `
    SELECT row_to_json(own) AS link,
      CASE WHEN row_number() OVER (PARTITION BY its.id) = 1 THEN row_to_json(its) END AS connection,
      (SELECT read_at FROM presence_link.sweeps WHERE tenant_id = asked.tenant) AS "sweptAt"
    FROM unnest($1::text[], $2::text[]) AS asked (tenant, person)
    CROSS JOIN LATERAL (
      SELECT ${LINK_COLUMNS} FROM presence_link.links
      WHERE tenant_id = asked.tenant AND person_id = asked.person
      ORDER BY created_at, id LIMIT 1
    ) own
    JOIN (SELECT ${CONNECTION_COLUMNS} FROM presence_link.connections) its
      ON its.id = own."connectionId"`,
};

const FIND_BY_USER_ID: Statement = {
  name: 'links.findByUserId',
  text: `SELECT id FROM presence_link.links 
    WHERE connection_id = $1 AND agent_user_id IN ($2, lower($2), upper($2))`,
};

const FIND_BY_AGENT_ID: Statement = {
  name: 'links.findByAgentId',
  text: `
    SELECT id FROM presence_link.links
    WHERE connection_id = $1 AND agent_id = $2 ORDER BY created_at, id LIMIT 1`,
};

const GROUPS_DUE: Statement = {
  name: 'links.groupsDue',
  text: `
    SELECT id, agent_user_id AS "agentUserId" FROM presence_link.links
    WHERE connection_id = $1 AND groups_at <= $2 ORDER BY groups_at, id LIMIT $3`,
};

const KEEP_GROUPS: Statement = {
  name: 'links.keepGroups',
  text: `
    UPDATE presence_link.links SET groups = coalesce($2::json, groups), groups_at = $3
    WHERE id = $1`,
};

const REMOVE: Statement = {
  name: 'links.remove',
  text: `DELETE FROM presence_link.links WHERE id = $1`,
};

/** KP4: nobody is read in Teams whom nobody may write. */
const IN_REACH = `(links.trouble -> 'teams') IS NULL AND (connections.trouble -> 'teams') IS NULL`;

/** Only a mark that changes something counts, so that of many processes one tells of it. */
const MARK: Statement = {
  name: 'links.mark',
  text: `
    UPDATE presence_link.links
    SET trouble = CASE WHEN $3::jsonb IS NULL THEN trouble - $2::text
      ELSE jsonb_set(trouble, ARRAY[$2::text], $3::jsonb) END
    WHERE id = $1 AND (trouble -> $2::text ->> 'code') IS DISTINCT FROM ($3::jsonb ->> 'code')`,
};

const TROUBLED: Statement = {
  name: 'links.troubled',
  text: `SELECT ${LINK_COLUMNS} FROM presence_link.links WHERE trouble <> '{}' ORDER BY id`,
};

const WATCHED: Statement = {
  name: 'links.watched',
  text: `
    SELECT links.id AS "linkId", person_id AS "personId"
    FROM presence_link.links JOIN presence_link.connections ON connections.id = connection_id
    WHERE links.tenant_id = $1 AND ${IN_REACH} ORDER BY person_id`,
};

const WATCHED_AMONG: Statement = {
  name: 'links.watchedAmong',
  text: `
    SELECT links.id AS "linkId", person_id AS "personId"
    FROM presence_link.links JOIN presence_link.connections ON connections.id = connection_id
    WHERE links.tenant_id = $1 AND person_id = ANY ($2::text[]) AND ${IN_REACH}`,
};

const WATCHED_TENANTS: Statement = {
  name: 'links.watchedTenants',
  text: `
    SELECT DISTINCT links.tenant_id AS "tenantId"
    FROM presence_link.links JOIN presence_link.connections ON connections.id = connection_id
    WHERE ${IN_REACH} ORDER BY 1`,
};

const TEAMS_DUE: Statement = {
  name: 'links.teamsDue',
  text: `
    SELECT id FROM presence_link.links
    WHERE tenant_id = $1 AND teams_due_at <= $2 ORDER BY teams_due_at`,
};

/** While a claim lives, `wake_at` is its end, so the first half needs no look at the claim. */
const DUE: Statement = {
  name: 'links.due',
  text: `
    WITH timers AS (
      SELECT id, wake_at AS since FROM presence_link.links
      WHERE wake_at <= $1 ORDER BY wake_at LIMIT $3
    ), unread AS (
      SELECT facts.link_id AS id, min(facts.seen_at) AS since
      FROM presence_link.facts JOIN presence_link.links ON links.id = facts.link_id
      WHERE facts.outcome IS NULL AND facts.seen_at <= $1::bigint - $2::bigint
        AND (links.claim_token IS NULL OR links.claim_until <= $1)
      GROUP BY facts.link_id
    )
    SELECT id FROM (SELECT * FROM timers UNION ALL SELECT * FROM unread) AS wanted
    GROUP BY id ORDER BY min(since) LIMIT $3`,
};

type Whose = Pick<LinkRow, 'tenantId' | 'personId'>;

export function createLinks(database: Database): LinkStore {
  const rows = (statement: Statement, values: readonly unknown[]) =>
    database.rows<LinkRow>(statement, values);
  const ids = async (statement: Statement, values: readonly unknown[]) =>
    (await database.rows<{ id: string }>(statement, values)).map(({ id }) => id);
  const firstId = async (statement: Statement, values: readonly unknown[]) =>
    (await ids(statement, values))[0] ?? null;
  const standing = gatherStandings(database);
  return {
    insert: async (link, state) => (await database.count(INSERT, insertValues(link, state))) === 1,
    join: async (joined) => (await ids(JOIN, joinValues(joined))).length === 1,
    get: async (id) => (await rows(GET, [id]))[0] ?? null,
    list: (connectionId) => rows(LIST, [connectionId]),
    page: (connectionId, { after = '', limit }) => rows(PAGE, [connectionId, after, limit]),
    rename: async (id, { agentId, agentName, personName }) =>
      (await database.count(RENAME, [id, agentId, agentName, personName])) === 1,
    listByPerson: (tenantId, personId) => rows(LIST_BY_PERSON, [tenantId, personId]),
    standing: (tenantId, personId) => standing({ tenantId, personId }),
    findByAgent: async (connectionId, { userId, agentId }) => {
      if (userId) return firstId(FIND_BY_USER_ID, [connectionId, userId]);
      return agentId ? firstId(FIND_BY_AGENT_ID, [connectionId, agentId]) : null;
    },
    groupsDue: (connectionId, before, limit) =>
      database.rows(GROUPS_DUE, [connectionId, before, limit]),
    keepGroups: async (id, groups, now) =>
      void (await database.count(KEEP_GROUPS, [id, toJson(groups), now])),
    remove: async (id) => void (await database.count(REMOVE, [id])),
    mark: async (id, side, trouble) =>
      (await database.count(MARK, [id, side, toJson(trouble)])) === 1,
    troubled: () => rows(TROUBLED, []),
    watched: (tenantId) => database.rows(WATCHED, [tenantId]),
    watchedAmong: (tenantId, personIds) => database.rows(WATCHED_AMONG, [tenantId, personIds]),
    watchedTenants: async () =>
      (await database.rows<{ tenantId: string }>(WATCHED_TENANTS)).map(({ tenantId }) => tenantId),
    teamsDue: (tenantId, now) => ids(TEAMS_DUE, [tenantId, now]),
    due: (now, graceMs, limit) => ids(DUE, [now, graceMs, limit]),
  };
}

function joinValues({ link, state, order, lines, of }: Joined): readonly unknown[] {
  return [
    ...insertValues(link, state),
    JSON.stringify(order),
    JSON.stringify(lines),
    of?.kind === 'proof' ? of.id : null,
    of?.kind === 'request' ? of.id : null,
  ];
}

function insertValues(link: NewLink, state: LinkState): readonly unknown[] {
  return [
    link.id,
    link.connectionId,
    link.tenantId,
    link.personId,
    link.agentUserId,
    link.agentId,
    link.agentName,
    link.personName,
    link.createdAt,
    toJson(state),
    toJson(link.groups ?? []),
    link.beside ?? false,
  ];
}

type StandingRow = Omit<OwnStanding, 'connection'> & {
  readonly connection: OwnStanding['connection'] | null;
};

function gatherStandings(database: Database) {
  return gather<Whose, OwnStanding>({
    nameOf: nameOfPerson,
    run: async (asked) => {
      const rows = await database.rows<StandingRow>(STANDING, peopleOf(asked));
      const told = rows.map(({ connection }) => connection).filter((one) => one !== null);
      const connections = new Map(told.map((one) => [one.id, one]));
      return new Map(
        rows.flatMap((row) => {
          const connection = connections.get(row.link.connectionId);
          return connection ? [[nameOfPerson(row.link), { ...row, connection }] as const] : [];
        }),
      );
    },
  });
}
