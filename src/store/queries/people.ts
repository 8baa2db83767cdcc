import type { Database, Statement } from '../database';
import type { LinkRequest, PersonStore, Proof, SealedPlace, SealedStore } from '../joining';
import { PROOF_COLUMNS, REQUEST_COLUMNS } from './proofs';

const PROOFS_OF: Statement = {
  name: 'people.proofs',
  text: `
    SELECT ${PROOF_COLUMNS} FROM presence_link.proofs
    WHERE tenant_id = $1 AND person_id = $2 ORDER BY started_at, id`,
};

const REQUESTS_OF: Statement = {
  name: 'people.requests',
  text: `
    SELECT ${REQUEST_COLUMNS} FROM presence_link.link_requests
    WHERE tenant_id = $1 AND person_id = $2 ORDER BY asked_at, id`,
};

const CONSENTS_OF: Statement = {
  name: 'people.consents',
  text: `
    SELECT state_hash FROM presence_link.consents WHERE tenant_id = $1 AND person_id = $2`,
};

const FORGET: Statement = {
  name: 'people.forget',
  text: `
    WITH proofs AS (
      DELETE FROM presence_link.proofs WHERE tenant_id = $1 AND person_id = $2
    ), requests AS (
      DELETE FROM presence_link.link_requests WHERE tenant_id = $1 AND person_id = $2
    ), consents AS (
      DELETE FROM presence_link.consents WHERE tenant_id = $1 AND person_id = $2
    )
    DELETE FROM presence_link.hints WHERE tenant_id = $1 AND person_id = $2`,
};

const PRUNE: Statement = {
  name: 'people.prune',
  text: `
    WITH proofs AS (
      DELETE FROM presence_link.proofs
      WHERE status IN ('linked', 'failed') AND expires_at < $1
    ), requests AS (
      DELETE FROM presence_link.link_requests WHERE status <> 'open' AND decided_at < $1
    ), consents AS (
      DELETE FROM presence_link.consents WHERE expires_at < $2
    )
    DELETE FROM presence_link.tries WHERE began_at < $1`,
};

export function createPeople(database: Database): PersonStore {
  return {
    read: async (tenantId, personId) => {
      const who = [tenantId, personId];
      const [proofs, requests, consents] = await Promise.all([
        database.rows<Proof>(PROOFS_OF, who),
        database.rows<LinkRequest>(REQUESTS_OF, who),
        database.rows<{ state_hash: string }>(CONSENTS_OF, who),
      ]);
      return { proofs, requests, consents: consents.length };
    },
    forget: async (tenantId, personId) => void (await database.count(FORGET, [tenantId, personId])),
    prune: async ({ doneBefore, now }) => void (await database.count(PRUNE, [doneBefore, now])),
  };
}

const LIST_SEALED: Statement = {
  name: 'sealed.list',
  text: `
    SELECT 'client-secret' AS place, id, vcc_client_secret AS sealed
      FROM presence_link.connections
    UNION ALL SELECT 'webhook', id, webhook ->> 'secret' FROM presence_link.connections
      WHERE webhook IS NOT NULL AND webhook ->> 'secret' IS NOT NULL
    UNION ALL SELECT 'previous-webhook', id, webhook ->> 'previousSecret'
      FROM presence_link.connections
      WHERE webhook IS NOT NULL AND webhook ->> 'previousSecret' IS NOT NULL
    UNION ALL SELECT 'refresh-token', tenant_id || '/' || person_id, refresh_token
      FROM presence_link.watchers
    UNION ALL SELECT 'client-state', subscription_id, client_state
      FROM presence_link.graph_subscriptions`,
};

function replaceInWebhook(name: string, field: 'secret' | 'previousSecret'): Statement {
  return {
    name,
    text: `
      UPDATE presence_link.connections
      SET webhook = jsonb_set(webhook::jsonb, '{${field}}', to_jsonb($3::text))::json,
        version = version + 1
      WHERE id = $1 AND webhook ->> '${field}' = $2`,
  };
}

const REPLACE: Readonly<Record<SealedPlace['place'], Statement>> = {
  'client-secret': {
    name: 'sealed.clientSecret',
    text: `
      UPDATE presence_link.connections SET vcc_client_secret = $3, version = version + 1
      WHERE id = $1 AND vcc_client_secret = $2`,
  },
  webhook: replaceInWebhook('sealed.webhook', 'secret'),
  'previous-webhook': replaceInWebhook('sealed.previousWebhook', 'previousSecret'),
  'refresh-token': {
    name: 'sealed.refreshToken',
    text: `
      UPDATE presence_link.watchers SET refresh_token = $3
      WHERE tenant_id || '/' || person_id = $1 AND refresh_token = $2`,
  },
  'client-state': {
    name: 'sealed.clientState',
    text: `
      UPDATE presence_link.graph_subscriptions SET client_state = $3
      WHERE subscription_id = $1 AND client_state = $2`,
  },
};

export function createSealed(database: Database): SealedStore {
  return {
    list: () => database.rows<SealedPlace & { sealed: string }>(LIST_SEALED, []),
    replace: async ({ place, id }, before, after) =>
      (await database.count(REPLACE[place], [id, before, after])) === 1,
  };
}
