import type { Database, Statement } from '../database';
import type { BegunConsent, ConsentStore, TenantConsent, TenantStore, TryStore } from '../joining';
import { toJson } from './rows';

const GET_TENANT: Statement = {
  name: 'tenants.get',
  text: `
    SELECT tenant_id AS "tenantId", cloud, consented_at AS "consentedAt",
      consented_by AS "consentedBy", roles
    FROM presence_link.tenants WHERE tenant_id = $1`,
};

const PUT_TENANT: Statement = {
  name: 'tenants.put',
  text: `
    INSERT INTO presence_link.tenants (tenant_id, cloud, consented_at, consented_by, roles)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (tenant_id)
      DO UPDATE SET cloud = $2, consented_at = $3, consented_by = $4, roles = $5`,
};

const IS_KNOWN: Statement = {
  name: 'tenants.isKnown',
  text: `
    SELECT EXISTS (SELECT FROM presence_link.tenants WHERE tenant_id = $1)
      OR EXISTS (SELECT FROM presence_link.connections WHERE tenant_id = $1) AS known`,
};

const BEGIN: Statement = {
  name: 'consents.begin',
  text: `
    INSERT INTO presence_link.consents (state_hash, tenant_id, person_id, expires_at)
    VALUES ($1, $2, $3, $4)`,
};

/** An expired one goes as well, and is answered as if it had never been. */
const TAKE: Statement = {
  name: 'consents.take',
  text: `
    DELETE FROM presence_link.consents WHERE state_hash = $1
    RETURNING state_hash AS "stateHash", tenant_id AS "tenantId", person_id AS "personId",
      expires_at AS "expiresAt"`,
};

const NOTE_TRY: Statement = {
  name: 'tries.note',
  text: `
    INSERT INTO presence_link.tries (key, began_at, count) VALUES ($1, $3, 1)
    ON CONFLICT (key) DO UPDATE SET
      began_at = CASE WHEN tries.began_at > $3 - $2::bigint THEN tries.began_at ELSE $3 END,
      count = CASE WHEN tries.began_at > $3 - $2::bigint THEN tries.count + 1 ELSE 1 END
    RETURNING began_at AS "beganAt", count`,
};

export function createTenants(database: Database): TenantStore {
  return {
    get: async (tenantId) =>
      (await database.rows<TenantConsent>(GET_TENANT, [tenantId]))[0] ?? null,
    put: async ({ tenantId, cloud, consentedAt, consentedBy, roles }) =>
      void (await database.count(PUT_TENANT, [
        tenantId,
        cloud,
        consentedAt,
        consentedBy,
        toJson(roles),
      ])),
    isKnown: async (tenantId) =>
      (await database.rows<{ known: boolean }>(IS_KNOWN, [tenantId]))[0]?.known ?? false,
  };
}

export function createConsents(database: Database): ConsentStore {
  return {
    begin: async ({ stateHash, tenantId, personId, expiresAt }) =>
      void (await database.count(BEGIN, [stateHash, tenantId, personId, expiresAt])),
    take: async (stateHash, now) => {
      const [taken] = await database.rows<BegunConsent>(TAKE, [stateHash]);
      return taken && taken.expiresAt > now ? taken : null;
    },
  };
}

export function createTries(database: Database): TryStore {
  return {
    note: async (key, windowMs, now) => {
      const rows = await database.rows<{ beganAt: number; count: number }>(NOTE_TRY, [
        key,
        windowMs,
        now,
      ]);
      const { beganAt = now, count = 1 } = rows[0] ?? {};
      return { count, until: beganAt + windowMs };
    },
  };
}
