import { createLog } from './users/change-log';
import type { ChangeLog } from './users/change-log';
import type { GraphPerson } from './person';

/** One tenant's people and what happened to their directory entries. */
export interface GraphTenant {
  readonly id: string;
  readonly people: Map<string, GraphPerson>;
  readonly removed: Map<string, GraphPerson>;
  readonly log: ChangeLog;
}

export interface GraphStore {
  addTenant(tenantId: string): GraphTenant;
  tenant(tenantId: string): GraphTenant | undefined;
  person(tenantId: string, personId: string): GraphPerson | undefined;
}

export function createStore(): GraphStore {
  const tenants = new Map<string, GraphTenant>();
  return {
    addTenant(tenantId) {
      const id = tenantId.toLowerCase();
      const known = tenants.get(id);
      if (known) return known;
      const tenant = { id, people: new Map(), removed: new Map(), log: createLog() };
      tenants.set(id, tenant);
      return tenant;
    },
    tenant: (tenantId) => tenants.get(tenantId.toLowerCase()),
    person: (tenantId, personId) =>
      tenants.get(tenantId.toLowerCase())?.people.get(personId.toLowerCase()),
  };
}
