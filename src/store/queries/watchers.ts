import type { Database, Statement } from '../database';
import type { HeldSubscription, Watcher, WatcherStore } from '../watching';

const WATCHER = `
  tenant_id AS "tenantId", person_id AS "personId", name, refresh_token AS "refreshToken",
  added_at AS "addedAt", trouble, retry_at AS "retryAt"`;

const HELD = `
  subscription_id AS "subscriptionId", tenant_id AS "tenantId", watcher_id AS "watcherId",
  client_state AS "clientState", resource_hash AS "resourceHash", people,
  certificate_id AS "certificateId", expires_at AS "expiresAt", renew_at AS "renewAt",
  reauthorize`;

const PUT: Statement = {
  name: 'watchers.put',
  text: `
    INSERT INTO presence_link.watchers
      (tenant_id, person_id, name, refresh_token, added_at, trouble, retry_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (tenant_id, person_id)
      DO UPDATE SET name = $3, refresh_token = $4, trouble = $6, retry_at = $7`,
};

const GET: Statement = {
  name: 'watchers.get',
  text: `SELECT ${WATCHER} FROM presence_link.watchers WHERE tenant_id = $1 AND person_id = $2`,
};

const LIST: Statement = {
  name: 'watchers.list',
  text: `
    SELECT ${WATCHER} FROM presence_link.watchers
    WHERE tenant_id = $1 ORDER BY added_at, person_id`,
};

const ALL: Statement = {
  name: 'watchers.all',
  text: `SELECT ${WATCHER} FROM presence_link.watchers ORDER BY tenant_id, added_at, person_id`,
};

/** Not where the person has signed in anew meanwhile: their newer token stays. */
const KEEP_TOKEN: Statement = {
  name: 'watchers.keepToken',
  text: `
    UPDATE presence_link.watchers SET refresh_token = $4
    WHERE tenant_id = $1 AND person_id = $2 AND refresh_token = $3`,
};

const MARK: Statement = {
  name: 'watchers.mark',
  text: `
    UPDATE presence_link.watchers SET trouble = $3, retry_at = $4
    WHERE tenant_id = $1 AND person_id = $2`,
};

const REMOVE: Statement = {
  name: 'watchers.remove',
  text: `DELETE FROM presence_link.watchers WHERE tenant_id = $1 AND person_id = $2`,
};

const HOLD: Statement = {
  name: 'watchers.hold',
  text: `
    INSERT INTO presence_link.graph_subscriptions
      (subscription_id, tenant_id, watcher_id, client_state, resource_hash, people,
       certificate_id, expires_at, renew_at, reauthorize)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
    WHERE EXISTS (
      SELECT FROM presence_link.watchers WHERE tenant_id = $2 AND person_id = $3 FOR KEY SHARE)
    ON CONFLICT (subscription_id)
      DO UPDATE SET certificate_id = $7, expires_at = $8, renew_at = $9, reauthorize = $10`,
};

const LIST_HELD: Statement = {
  name: 'watchers.held',
  text: `
    SELECT ${HELD} FROM presence_link.graph_subscriptions
    WHERE tenant_id = $1 ORDER BY expires_at, subscription_id`,
};

const FIND: Statement = {
  name: 'watchers.find',
  text: `SELECT ${HELD} FROM presence_link.graph_subscriptions WHERE subscription_id = $1`,
};

const ASK_REAUTHORIZE: Statement = {
  name: 'watchers.askReauthorize',
  text: `UPDATE presence_link.graph_subscriptions SET reauthorize = true WHERE subscription_id = $1`,
};

const LET_GO: Statement = {
  name: 'watchers.letGo',
  text: `DELETE FROM presence_link.graph_subscriptions WHERE subscription_id = $1`,
};

export function createWatchers(database: Database): WatcherStore {
  const run = async (statement: Statement, values: readonly unknown[]): Promise<void> =>
    void (await database.count(statement, values));
  const first = async <Row extends Watcher | HeldSubscription>(
    statement: Statement,
    values: readonly unknown[],
  ): Promise<Row | null> => (await database.rows<Row>(statement, values))[0] ?? null;
  return {
    put: (one) => run(PUT, watcherValues(one)),
    get: (tenantId, personId) => first<Watcher>(GET, [tenantId, personId]),
    list: (tenantId) => database.rows<Watcher>(LIST, [tenantId]),
    all: () => database.rows<Watcher>(ALL, []),
    keepToken: (one, newer) =>
      run(KEEP_TOKEN, [one.tenantId, one.personId, one.refreshToken, newer]),
    mark: ({ tenantId, personId }, trouble, retryAt) =>
      run(MARK, [tenantId, personId, trouble, retryAt]),
    remove: async (tenantId, personId) =>
      (await database.count(REMOVE, [tenantId, personId])) === 1,
    hold: async (one) => (await database.count(HOLD, heldValues(one))) === 1,
    held: (tenantId) => database.rows<HeldSubscription>(LIST_HELD, [tenantId]),
    find: (subscriptionId) => first<HeldSubscription>(FIND, [subscriptionId]),
    askReauthorize: (subscriptionId) => run(ASK_REAUTHORIZE, [subscriptionId]),
    letGo: (subscriptionId) => run(LET_GO, [subscriptionId]),
  };
}

function watcherValues(one: Watcher): readonly unknown[] {
  const { tenantId, personId, name, refreshToken, addedAt, trouble, retryAt } = one;
  return [tenantId, personId, name, refreshToken, addedAt, trouble, retryAt];
}

function heldValues(one: HeldSubscription): readonly unknown[] {
  return [
    one.subscriptionId,
    one.tenantId,
    one.watcherId,
    one.clientState,
    one.resourceHash,
    one.people,
    one.certificateId,
    one.expiresAt,
    one.renewAt,
    one.reauthorize,
  ];
}
