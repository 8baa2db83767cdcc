import type { Database, Statement } from '../database';
import type { Connection, ConnectionEdit, ConnectionStore } from '../store';
import { noteLines } from './audit';
import { CONNECTION_COLUMNS, toJson } from './rows';
import type { ConnectionRow } from './rows';

const INSERT: Statement = {
  name: 'connections.insert',
  text: `
    INSERT INTO presence_link.connections
      (id, tenant_id, cloud, region, account_key, vcc_client_id, vcc_client_secret, webhook,
       mapping, policies, definitions, definitions_at, status, reason, created_at, version,
       trouble)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
};

const GET: Statement = {
  name: 'connections.get',
  text: `SELECT ${CONNECTION_COLUMNS} FROM presence_link.connections WHERE id = $1`,
};

const LIST: Statement = {
  name: 'connections.list',
  text: `
    SELECT ${CONNECTION_COLUMNS} FROM presence_link.connections
    WHERE tenant_id = $1 ORDER BY created_at, id`,
};

const ALL: Statement = {
  name: 'connections.all',
  text: `SELECT ${CONNECTION_COLUMNS} FROM presence_link.connections ORDER BY created_at, id`,
};

const FIND_BY_ACCOUNT: Statement = {
  name: 'connections.findByAccount',
  text: `
    SELECT ${CONNECTION_COLUMNS} FROM presence_link.connections
    WHERE tenant_id = $1 AND region = $2 AND account_key = $3`,
};

/** `$3` holds the edited fields by name; a field that is not in it keeps what it was. */
const EDITED = `
    UPDATE presence_link.connections SET
      vcc_client_id = coalesce($3::json ->> 'vccClientId', vcc_client_id),
      vcc_client_secret = coalesce($3::json ->> 'vccClientSecret', vcc_client_secret),
      webhook = CASE WHEN $4 THEN $5::json ELSE webhook END,
      mapping = coalesce($3::json -> 'mapping', mapping),
      policies = coalesce($3::json -> 'policies', policies),
      definitions = coalesce($3::json -> 'definitions', definitions),
      definitions_at = coalesce(($3::json ->> 'definitionsAt')::bigint, definitions_at),
      status = coalesce($3::json ->> 'status', status),
      reason = CASE WHEN $6 THEN $7 ELSE reason END,
      trouble = coalesce($3::jsonb -> 'trouble', trouble),
      version = version + 1
    WHERE id = $1 AND ($2::integer IS NULL OR version = $2)
    RETURNING ${CONNECTION_COLUMNS}`;

const EDIT: Statement = { name: 'connections.edit', text: EDITED };

/** `$8` holds the line of the audit. */
const EDIT_AUDITED: Statement = {
  name: 'connections.editAudited',
  text: `
    WITH edited AS (${EDITED}), noted AS (${noteLines('$8', 'edited')}
    )
    SELECT * FROM edited`,
};

const REMOVE: Statement = {
  name: 'connections.remove',
  text: `DELETE FROM presence_link.connections WHERE id = $1`,
};

const REMOVE_DRAFT: Statement = {
  name: 'connections.removeDraft',
  text: `DELETE FROM presence_link.connections WHERE id = $1 AND status = 'draft'`,
};

const REMOVE_UNLINKED: Statement = {
  name: 'connections.removeUnlinked',
  text: `SELECT presence_link.remove_unlinked($1) AS "isGone"`,
};

/** All are locked in one order, so of those that take it at once each sees what the one before did. */
const TAKE_ACCOUNT: Statement = {
  name: 'connections.takeAccount',
  text: `
    WITH involved AS (
      SELECT id, status FROM presence_link.connections
      WHERE id = $1 OR id = ANY($2) ORDER BY id FOR UPDATE
    ), taken AS (
      UPDATE presence_link.connections
      SET status = $3, reason = $4, trouble = $5::jsonb, version = version + 1
      WHERE id = $1 AND EXISTS (SELECT FROM involved WHERE id = $1 AND status = 'draft')
        AND NOT EXISTS (SELECT FROM involved WHERE id <> $1 AND status <> 'draft')
      RETURNING ${CONNECTION_COLUMNS}
    ), gone AS (
      DELETE FROM presence_link.connections
      WHERE id = ANY($2) AND id <> $1 AND EXISTS (SELECT FROM taken)
    ), noted AS (${noteLines('$6', 'taken')}
    )
    SELECT * FROM taken`,
};

export function createConnections(database: Database): ConnectionStore {
  const rows = (statement: Statement, values: readonly unknown[]) =>
    database.rows<ConnectionRow>(statement, values);
  const first = async (statement: Statement, values: readonly unknown[]) =>
    (await rows(statement, values))[0] ?? null;
  return {
    insert: async (connection) => void (await database.count(INSERT, insertValues(connection))),
    get: (id) => first(GET, [id]),
    list: (tenantId) => rows(LIST, [tenantId]),
    all: () => rows(ALL, []),
    findByAccount: ({ tenantId, region, accountKey }) =>
      first(FIND_BY_ACCOUNT, [tenantId, region, accountKey]),
    edit: (id, edit, version) => first(EDIT, editValues(id, edit, version)),
    editAudited: (id, edit, { version, line }) =>
      first(EDIT_AUDITED, [...editValues(id, edit, version), JSON.stringify([line])]),
    remove: async (id) => void (await database.count(REMOVE, [id])),
    removeDraft: async (id) => (await database.count(REMOVE_DRAFT, [id])) === 1,
    removeUnlinked: async (id) =>
      (await database.rows<{ isGone: boolean }>(REMOVE_UNLINKED, [id]))[0]?.isGone ?? false,
    takeAccount: (id, others, { edit: { status, reason, trouble }, line }) =>
      first(TAKE_ACCOUNT, [id, others, status, reason, toJson(trouble), JSON.stringify([line])]),
  };
}

function insertValues(one: Connection): readonly unknown[] {
  return [
    one.id,
    one.tenantId,
    one.cloud,
    one.region,
    one.accountKey,
    one.vccClientId,
    one.vccClientSecret,
    toJson(one.webhook),
    toJson(one.mapping),
    toJson(one.policies),
    toJson(one.definitions),
    one.definitionsAt,
    one.status,
    one.reason,
    one.createdAt,
    one.version,
    toJson(one.trouble),
  ];
}

/** `webhook` and `reason` can become null, so whether they are edited is said apart. */
function editValues(id: string, edit: ConnectionEdit, version?: number): readonly unknown[] {
  const { webhook, reason, ...rest } = edit;
  return [
    id,
    version ?? null,
    JSON.stringify(rest),
    webhook !== undefined,
    toJson(webhook),
    reason !== undefined,
    reason ?? null,
  ];
}
