import type { Database, Statement } from '../database';
import type { Link } from '../store';
import type { FreeWatchStore } from '../talking';
import { LINK_COLUMNS } from './rows';

const PUT: Statement = {
  name: 'freeWatches.put',
  text: `
    INSERT INTO presence_link.free_watches (tenant_id, person_id, link_id, asked_at, until)
    SELECT $1, $2, $3, $4, $5 WHERE EXISTS (
      SELECT FROM presence_link.conversations WHERE tenant_id = $1 AND person_id = $2)
    ON CONFLICT (tenant_id, person_id, link_id) DO UPDATE SET asked_at = $4, until = $5`,
};

const LIVE: Statement = {
  name: 'freeWatches.live',
  text: `
    SELECT w.tenant_id AS "watcherTenantId", w.person_id AS "watcherId",
      w.asked_at AS "askedAt", l.*
    FROM presence_link.free_watches w
    JOIN (SELECT ${LINK_COLUMNS} FROM presence_link.links) l ON l.id = w.link_id
    WHERE w.until > $1`,
};

const TAKE: Statement = {
  name: 'freeWatches.take',
  text: `
    DELETE FROM presence_link.free_watches
    WHERE tenant_id = $1 AND person_id = $2 AND link_id = $3`,
};

const PRUNE: Statement = {
  name: 'freeWatches.prune',
  text: `DELETE FROM presence_link.free_watches WHERE until <= $1`,
};

type LiveRow = Link & {
  readonly watcherTenantId: string;
  readonly watcherId: string;
  readonly askedAt: number;
};

export function createFreeWatches(database: Database): FreeWatchStore {
  return {
    put: async ({ tenantId, personId, linkId, until }, now) =>
      (await database.count(PUT, [tenantId, personId, linkId, now, until])) === 1,
    live: async (now) =>
      (await database.rows<LiveRow>(LIVE, [now])).map((row) => {
        const { watcherTenantId, watcherId, askedAt, ...link } = row;
        return { tenantId: watcherTenantId, personId: watcherId, askedAt, link };
      }),
    take: async ({ tenantId, personId, linkId }) =>
      (await database.count(TAKE, [tenantId, personId, linkId])) === 1,
    prune: (now) => database.count(PRUNE, [now]),
  };
}
