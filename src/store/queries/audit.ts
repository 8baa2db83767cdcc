import type { Database, Statement } from '../database';
import type { AuditLine, AuditStore } from '../store';
import { toJson } from './rows';

const APPEND: Statement = {
  name: 'audit.append',
  text: `
    INSERT INTO presence_link.audit (at, tenant_id, connection_id, who, what, before, after)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

/**
 * Part of a statement: stores the lines that `param` holds as a JSON array, where `from` has a row. So
 * what was done and its lines are both written or neither.
 */
export function noteLines(param: string, from: string): string {
  return `
      INSERT INTO presence_link.audit (at, tenant_id, connection_id, who, what, before, after)
      SELECT (line ->> 'at')::bigint, line ->> 'tenantId', line ->> 'connectionId',
        line ->> 'who', line ->> 'what', line -> 'before', line -> 'after'
      FROM ${from}, json_array_elements(${param}::json) line`;
}

const LIST: Statement = {
  name: 'audit.list',
  text: `
    SELECT at, tenant_id AS "tenantId", connection_id AS "connectionId", who, what, before, after
    FROM presence_link.audit WHERE tenant_id = $1 ORDER BY audit.id DESC LIMIT $2`,
};

const LIST_BY: Statement = {
  name: 'audit.listBy',
  text: `
    SELECT at, tenant_id AS "tenantId", connection_id AS "connectionId", who, what, before, after
    FROM presence_link.audit WHERE tenant_id = $1 AND who = $2 ORDER BY audit.id DESC LIMIT $3`,
};

export function createAudit(database: Database): AuditStore {
  return {
    append: async (line) => void (await database.count(APPEND, appendValues(line))),
    listBy: (tenantId, who, limit) => database.rows<AuditLine>(LIST_BY, [tenantId, who, limit]),
    list: (tenantId, limit) => database.rows<AuditLine>(LIST, [tenantId, limit]),
  };
}

function appendValues(line: AuditLine): readonly unknown[] {
  return [
    line.at,
    line.tenantId,
    line.connectionId,
    line.who,
    line.what,
    toJson(line.before),
    toJson(line.after),
  ];
}
