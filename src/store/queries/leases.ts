import type { Database, Statement } from '../database';
import type { LeaseStore } from '../store';

/** One that ends later was taken by a clock that has been set back since: nobody holds it for so long. */
const LONGEST_MS = 10 * 60_000;

/** Who held it before: should that change between snapshot and update, the lease is not to be had. */
const TAKE: Statement = {
  name: 'leases.take',
  text: `
    WITH before AS MATERIALIZED (
      SELECT owner FROM presence_link.leases WHERE name = $1
    ), taken AS (
      INSERT INTO presence_link.leases AS held (name, owner, until) VALUES ($1, $2, $4)
      ON CONFLICT (name) DO UPDATE SET owner = $2, until = $4
        WHERE held.owner = $2 OR held.until <= $3 OR held.until > $3::bigint + ${LONGEST_MS}
      RETURNING owner
    )
    SELECT EXISTS (SELECT FROM before JOIN taken USING (owner)) AS kept FROM taken`,
};

const RELEASE: Statement = {
  name: 'leases.release',
  text: `DELETE FROM presence_link.leases WHERE name = $1 AND owner = $2`,
};

export function createLeases(database: Database): LeaseStore {
  const take: LeaseStore['take'] = async (...asked) => {
    const [row] = await database.rows<{ kept: boolean }>(TAKE, asked);
    if (!row) return null;
    return row.kept ? 'kept' : 'new';
  };
  return {
    take,
    hold: async (...asked) => (await take(...asked)) !== null,
    release: async (name, owner) => void (await database.count(RELEASE, [name, owner])),
  };
}
