import type { Database, Statement } from '../database';
import type { Hint, HintStore } from '../watching';

const EVERYBODY = '*';

const LEAVE: Statement = {
  name: 'hints.leave',
  text: `
    INSERT INTO presence_link.hints (tenant_id, person_id, words, at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (tenant_id, person_id) DO UPDATE SET words = $3, at = $4`,
};

/** The old ones of every tenant go with the others: nobody may be left to take them. */
const TAKE: Statement = {
  name: 'hints.take',
  text: `
    DELETE FROM presence_link.hints WHERE tenant_id = ANY ($1::text[]) OR at < $2
    RETURNING tenant_id AS "tenantId", person_id AS "personId", words, at`,
};

interface Row {
  readonly tenantId: string;
  readonly personId: string;
  readonly words: string;
  readonly at: number;
}

export function createHints(database: Database): HintStore {
  return {
    leave: async ({ tenantId, personId, words }, now) =>
      void (await database.count(LEAVE, [tenantId, personId ?? EVERYBODY, words ?? '', now])),
    take: async (tenantIds, since) => {
      const rows = await database.rows<Row>(TAKE, [tenantIds, since]);
      return rows.filter(({ at }) => at >= since).map(toHint);
    },
  };
}

function toHint({ tenantId, personId, words }: Row): Hint {
  return {
    tenantId,
    personId: personId === EVERYBODY ? null : personId,
    words: words === '' ? null : words,
  };
}
