import type { Sighting } from '../../core/proof';
import type { Database, Statement } from '../database';
import type { LinkRequest, Proof, ProofStore, RequestStore } from '../joining';
import { toJson } from './rows';

export const PROOF_COLUMNS = `
  id, connection_id AS "connectionId", tenant_id AS "tenantId", person_id AS "personId",
  person_name AS "personName", agent_user_id AS "agentUserId", agent_id AS "agentId",
  agent_name AS "agentName", first, second, since, started_at AS "startedAt",
  expires_at AS "expiresAt", step, status, code`;

export const REQUEST_COLUMNS = `
  id, connection_id AS "connectionId", tenant_id AS "tenantId", person_id AS "personId",
  person_name AS "personName", agent_user_id AS "agentUserId", agent_id AS "agentId",
  agent_name AS "agentName", asked_at AS "askedAt", status, decided_at AS "decidedAt"`;

const OPEN: Statement = {
  name: 'proofs.open',
  text: `
    INSERT INTO presence_link.proofs
      (id, connection_id, tenant_id, person_id, person_name, agent_user_id, agent_id, agent_name,
       first, second, since, started_at, expires_at, step, status, code)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT DO NOTHING`,
};

/** One whose time is over keeps nobody from beginning anew, whether its keeper has come by or not. */
const EXPIRE: Statement = {
  name: 'proofs.expire',
  text: `
    UPDATE presence_link.proofs SET status = 'failed', code = 'proof-expired'
    WHERE status = 'open' AND expires_at <= $1
      AND ((connection_id = $2 AND agent_user_id = $3) OR (tenant_id = $4 AND person_id = $5))`,
};

const GET: Statement = {
  name: 'proofs.get',
  text: `SELECT ${PROOF_COLUMNS} FROM presence_link.proofs WHERE id = $1`,
};

const NEWEST: Statement = {
  name: 'proofs.newest',
  text: `
    SELECT ${PROOF_COLUMNS} FROM presence_link.proofs
    WHERE tenant_id = $1 AND person_id = $2 ORDER BY started_at DESC, id LIMIT 1`,
};

/** Ids of users may come in another case. */
const WATCHING: Statement = {
  name: 'proofs.watching',
  text: `
    SELECT ${PROOF_COLUMNS} FROM presence_link.proofs
    WHERE connection_id = $1 AND status = 'open'
      AND (lower(agent_user_id) = lower($2::text) OR ($2::text IS NULL AND agent_id = $3::text))
    LIMIT 1`,
};

const UNDER_WAY: Statement = {
  name: 'proofs.underWay',
  text: `
    SELECT ${PROOF_COLUMNS} FROM presence_link.proofs
    WHERE status IN ('open', 'proved') ORDER BY started_at, id`,
};

const SIGHT: Statement = {
  name: 'proofs.sight',
  text: `
    INSERT INTO presence_link.proof_sightings (proof_id, at, presence_id)
    SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM presence_link.proofs WHERE id = $1 FOR KEY SHARE)
    ON CONFLICT DO NOTHING`,
};

const SIGHTINGS: Statement = {
  name: 'proofs.sightings',
  text: `
    SELECT at, presence_id AS "presenceId" FROM presence_link.proof_sightings
    WHERE proof_id = $1 ORDER BY at, presence_id`,
};

const MOVE: Statement = {
  name: 'proofs.move',
  text: `
    UPDATE presence_link.proofs SET status = $3, step = $4, code = $5
    WHERE id = $1 AND status = $2`,
};

export function createProofs(database: Database): ProofStore {
  const first = async (statement: Statement, values: readonly unknown[]) =>
    (await database.rows<Proof>(statement, values))[0] ?? null;
  return {
    open: async (proof) => {
      const { startedAt, connectionId, agentUserId, tenantId, personId } = proof;
      const keys = [startedAt, connectionId, agentUserId, tenantId, personId];
      await database.count(EXPIRE, keys);
      return (await database.count(OPEN, proofValues(proof))) === 1;
    },
    get: (id) => first(GET, [id]),
    newest: (tenantId, personId) => first(NEWEST, [tenantId, personId]),
    watching: (connectionId, { userId, agentId }) =>
      first(WATCHING, [connectionId, userId ?? null, agentId ?? null]),
    underWay: () => database.rows<Proof>(UNDER_WAY, []),
    sight: async (proofId, { at, presenceId }) =>
      void (await database.count(SIGHT, [proofId, at, presenceId])),
    sightings: (proofId) => database.rows<Sighting>(SIGHTINGS, [proofId]),
    move: async (id, from, { status, step, code }) =>
      (await database.count(MOVE, [id, from, status, step, code])) === 1,
  };
}

function proofValues(one: Proof): readonly unknown[] {
  return [
    one.id,
    one.connectionId,
    one.tenantId,
    one.personId,
    one.personName,
    one.agentUserId,
    one.agentId,
    one.agentName,
    toJson(one.first),
    toJson(one.second),
    one.since,
    one.startedAt,
    one.expiresAt,
    one.step,
    one.status,
    one.code,
  ];
}

const ASK: Statement = {
  name: 'requests.ask',
  text: `
    INSERT INTO presence_link.link_requests
      (id, connection_id, tenant_id, person_id, person_name, agent_user_id, agent_id, agent_name,
       asked_at, status, decided_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT DO NOTHING`,
};

const GET_REQUEST: Statement = {
  name: 'requests.get',
  text: `SELECT ${REQUEST_COLUMNS} FROM presence_link.link_requests WHERE id = $1`,
};

const OPEN_REQUESTS: Statement = {
  name: 'requests.open',
  text: `
    SELECT ${REQUEST_COLUMNS} FROM presence_link.link_requests
    WHERE connection_id = $1 AND status = 'open' ORDER BY asked_at, id LIMIT 1000`,
};

const NEWEST_REQUEST: Statement = {
  name: 'requests.newest',
  text: `
    SELECT ${REQUEST_COLUMNS} FROM presence_link.link_requests
    WHERE tenant_id = $1 AND person_id = $2 ORDER BY asked_at DESC, id LIMIT 1`,
};

const DECIDE: Statement = {
  name: 'requests.decide',
  text: `
    UPDATE presence_link.link_requests SET status = $2, decided_at = $3
    WHERE id = $1 AND status = 'open'`,
};

export function createRequests(database: Database): RequestStore {
  const first = async (statement: Statement, values: readonly unknown[]) =>
    (await database.rows<LinkRequest>(statement, values))[0] ?? null;
  return {
    ask: async (request) => (await database.count(ASK, requestValues(request))) === 1,
    get: (id) => first(GET_REQUEST, [id]),
    open: (connectionId) => database.rows<LinkRequest>(OPEN_REQUESTS, [connectionId]),
    newest: (tenantId, personId) => first(NEWEST_REQUEST, [tenantId, personId]),
    decide: async (id, status, now) => (await database.count(DECIDE, [id, status, now])) === 1,
  };
}

function requestValues(one: LinkRequest): readonly unknown[] {
  return [
    one.id,
    one.connectionId,
    one.tenantId,
    one.personId,
    one.personName,
    one.agentUserId,
    one.agentId,
    one.agentName,
    one.askedAt,
    one.status,
    one.decidedAt,
  ];
}
