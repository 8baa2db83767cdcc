/** What we ask for (vcc.md 1); each call names the one it needs. */
export const SCOPES = ['users:read', 'users:write', 'admin:read', 'admin:write', 'stats'] as const;

export type Scope = (typeof SCOPES)[number];
