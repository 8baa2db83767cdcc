import type { Database, Statement } from '../database';
import type { SweepStore } from '../store';

const READ_AT: Statement = {
  name: 'sweeps.readAt',
  text: `SELECT read_at AS "readAt" FROM presence_link.sweeps WHERE tenant_id = $1`,
};

/** A process that wakes up late does not turn it back; a clock that was set back does. */
const SET_BACK_MS = 60_000;
const NOTE: Statement = {
  name: 'sweeps.note',
  text: `
    INSERT INTO presence_link.sweeps AS known (tenant_id, read_at) VALUES ($1, $2)
    ON CONFLICT (tenant_id) DO UPDATE SET read_at = $2 
      WHERE known.read_at < $2 OR known.read_at > $2::bigint + ${SET_BACK_MS}`,
};

export function createSweeps(database: Database): SweepStore {
  return {
    readAt: async (tenantId) =>
      (await database.rows<{ readAt: number }>(READ_AT, [tenantId]))[0]?.readAt ?? null,
    note: async (tenantId, at) => void (await database.count(NOTE, [tenantId, at])),
  };
}
