import type { Database, Statement } from '../database';
import type { PreferenceStore, StoredPreferences } from '../store';

const GET: Statement = {
  name: 'preferences.get',
  text: `
    SELECT posts, language FROM presence_link.preferences
    WHERE tenant_id = $1 AND person_id = $2`,
};

const PUT: Statement = {
  name: 'preferences.put',
  text: `
    INSERT INTO presence_link.preferences AS kept (tenant_id, person_id, posts, language)
    SELECT $1, $2, $3, $4
    WHERE EXISTS (SELECT FROM presence_link.links WHERE tenant_id = $1 AND person_id = $2)
    ON CONFLICT (tenant_id, person_id) DO UPDATE SET posts = $3, language = $4`,
};

/** What is not named stays: `$3` null, or `$5` false for the language. */
const CHANGE: Statement = {
  name: 'preferences.change',
  text: `
    INSERT INTO presence_link.preferences AS kept (tenant_id, person_id, posts, language)
    SELECT $1, $2, coalesce($3, $6), CASE WHEN $5 THEN $4 END
    WHERE EXISTS (SELECT FROM presence_link.links WHERE tenant_id = $1 AND person_id = $2)
    ON CONFLICT (tenant_id, person_id) DO UPDATE SET
      posts = coalesce($3, kept.posts),
      language = CASE WHEN $5 THEN $4 ELSE kept.language END
    RETURNING posts, language`,
};

/** The row itself is the lock: of several at once the first is taken. */
const REPLACE: Statement = {
  name: 'preferences.replace',
  text: `${PUT.text}
    WHERE kept.posts = $5 AND kept.language IS NOT DISTINCT FROM $6`,
};

export function createPreferences(database: Database): PreferenceStore {
  return {
    get: async (tenantId, personId) =>
      (await database.rows<StoredPreferences>(GET, [tenantId, personId]))[0] ?? null,
    put: async (tenantId, personId, { posts, language }) =>
      (await database.count(PUT, [tenantId, personId, posts, language])) > 0,
    change: async ({ tenantId, personId }, { posts, language }, usual) => {
      const values = [posts ?? null, language ?? null, language !== undefined, usual.posts];
      const kept = await database.rows<StoredPreferences>(CHANGE, [tenantId, personId, ...values]);
      return kept[0] ?? null;
    },
    replace: async (tenantId, personId, { current, value }) => {
      const values = [value.posts, value.language, current.posts, current.language];
      return (await database.count(REPLACE, [tenantId, personId, ...values])) > 0;
    },
  };
}
