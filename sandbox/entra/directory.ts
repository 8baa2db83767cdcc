import type { EntraApp } from '../contract';

/** What one tenant granted to one app; application permissions freeze at consent. */
interface Grant {
  readonly roles: readonly string[] | undefined;
}

/** Apps, tenants and what these granted to those. */
export interface Directory {
  registerApp(app: EntraApp): void;
  app(clientId: string): EntraApp | undefined;
  addTenant(tenantId: string): void;
  hasTenant(tenantId: string): boolean;
  tenantIds(): readonly string[];
  consent(tenantId: string, clientId: string): void;
  withdrawConsent(tenantId: string, clientId: string): void;
  /** Application permissions granted; undefined without consent. */
  grantedRoles(tenantId: string, clientId: string): readonly string[] | undefined;
}

export function createDirectory(): Directory {
  const apps = new Map<string, EntraApp>();
  const tenants = new Set<string>();
  const grants = new Map<string, Grant>();
  const grantKey = (tenantId: string, clientId: string) => `${tenantId} ${clientId}`.toLowerCase();
  return {
    registerApp: (app) => void apps.set(app.clientId.toLowerCase(), app),
    app: (clientId) => apps.get(clientId.toLowerCase()),
    addTenant: (tenantId) => void tenants.add(tenantId.toLowerCase()),
    hasTenant: (tenantId) => tenants.has(tenantId.toLowerCase()),
    tenantIds: () => [...tenants],
    consent(tenantId, clientId) {
      const roles = apps.get(clientId.toLowerCase())?.applicationPermissions;
      grants.set(grantKey(tenantId, clientId), { roles });
    },
    withdrawConsent: (tenantId, clientId) => void grants.delete(grantKey(tenantId, clientId)),
    grantedRoles(tenantId, clientId) {
      const grant = grants.get(grantKey(tenantId, clientId));
      // An app registered after the consent was noted brings its permissions along.
      return (
        grant && (grant.roles ?? apps.get(clientId.toLowerCase())?.applicationPermissions ?? [])
      );
    },
  };
}
