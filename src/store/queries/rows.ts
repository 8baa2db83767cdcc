import type { Connection, Link } from '../store';

/** A connection as `CONNECTION_COLUMNS` reads it: the same shape, null where nothing is. */
export type ConnectionRow = Connection;

/** A link as `LINK_COLUMNS` reads it. */
export type LinkRow = Link;

/** Columns under the names of the port, so that a row is the answer. */
export const CONNECTION_COLUMNS = `
  id, tenant_id AS "tenantId", cloud, region, account_key AS "accountKey",
  vcc_client_id AS "vccClientId", vcc_client_secret AS "vccClientSecret", webhook, mapping,
  policies, definitions, definitions_at AS "definitionsAt", status, reason, trouble,
  created_at AS "createdAt", version`;

export const LINK_COLUMNS = `
  id, connection_id AS "connectionId", tenant_id AS "tenantId", person_id AS "personId",
  agent_user_id AS "agentUserId", agent_id AS "agentId", agent_name AS "agentName",
  person_name AS "personName", groups, trouble, state, wake_at AS "wakeAt", created_at AS "createdAt"`;

/** `pg` would write an array as a PostgreSQL array and null as SQL's null: JSON is written here. */
export function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
