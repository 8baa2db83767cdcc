import type { Database, Statement } from '../database';
import { gather } from '../gather';
import type { SweepStore } from '../store';

const READ_AT: Statement = {
  name: 'sweeps.readAt',
  text: `
    SELECT tenant_id AS "tenantId", read_at AS "readAt" FROM presence_link.sweeps
    WHERE tenant_id = ANY($1::text[])`,
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
    readAt: gather({
      nameOf: (tenantId: string) => tenantId,
      run: async (tenantIds) => {
        const rows = await database.rows<{ tenantId: string; readAt: number }>(READ_AT, [
          tenantIds,
        ]);
        return new Map(rows.map(({ tenantId, readAt }) => [tenantId, readAt]));
      },
    }),
    note: async (tenantId, at) => void (await database.count(NOTE, [tenantId, at])),
  };
}
