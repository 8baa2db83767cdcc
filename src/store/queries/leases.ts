import type { Database, Statement } from '../database';
import type { LeaseStore } from '../store';

/** One that ends later was taken by a clock that has been set back since: nobody holds it for so long. */
const LONGEST_MS = 10 * 60_000;

const HOLD: Statement = {
  name: 'leases.hold',
  text: `
    INSERT INTO presence_link.leases AS held (name, owner, until) VALUES ($1, $2, $4)
    ON CONFLICT (name) DO UPDATE SET owner = $2, until = $4
      WHERE held.owner = $2 OR held.until <= $3 OR held.until > $3::bigint + ${LONGEST_MS}`,
};

const RELEASE: Statement = {
  name: 'leases.release',
  text: `DELETE FROM presence_link.leases WHERE name = $1 AND owner = $2`,
};

export function createLeases(database: Database): LeaseStore {
  return {
    hold: async (...asked) => (await database.count(HOLD, asked)) === 1,
    release: async (name, owner) => void (await database.count(RELEASE, [name, owner])),
  };
}
