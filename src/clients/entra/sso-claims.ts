import { z } from 'zod';
import type { SigningKey } from './tenant-keys';

/** Who may call, as the token says (graph.md 7.2). Only `tenantId` and `personId` identify. */
export interface SsoPerson {
  readonly tenantId: string;
  /** Entra object id. */
  readonly personId: string;
  readonly name?: string;
  readonly upn?: string;
  readonly roles: readonly string[];
  /** Template ids of the person's directory roles. */
  readonly wids: readonly string[];
}

export type SsoRefusal =
  | 'malformed'
  | 'algorithm'
  | 'personal-account'
  | 'unknown-tenant'
  | 'unknown-key'
  | 'signature'
  | 'expired'
  | 'not-yet-valid'
  | 'issuer'
  | 'audience'
  | 'app-only'
  | 'scope'
  | 'client'
  | 'claims';

export interface SsoTerms {
  readonly issuers: readonly string[];
  readonly audiences: readonly string[];
  readonly allowedClients: readonly string[];
}

const shape = z.object({
  tid: z.string(),
  oid: z.string(),
  iss: z.string(),
  aud: z.string(),
  scp: z.string().optional(),
  idtyp: z.string().optional(),
  azp: z.string().optional(),
  appid: z.string().optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
  roles: z.array(z.string()).optional(),
  wids: z.array(z.string()).optional(),
});

type Claims = z.infer<typeof shape>;

const SCOPE = 'access_as_user';

/** The checks that follow the signature's. */
export function checkClaims(
  payload: unknown,
  key: SigningKey,
  terms: SsoTerms,
): SsoPerson | SsoRefusal {
  const parsed = shape.safeParse(payload);
  if (!parsed.success) return 'claims';
  const claims = parsed.data;
  if (!terms.issuers.includes(claims.iss) || !isIssuerOf(key, claims)) return 'issuer';
  if (!terms.audiences.includes(claims.aud)) return 'audience';
  if (claims.scp === undefined || claims.idtyp === 'app') return 'app-only';
  if (!claims.scp.split(' ').includes(SCOPE)) return 'scope';
  const client = claims.azp ?? claims.appid;
  if (client === undefined || !terms.allowedClients.includes(client)) return 'client';
  return toPerson(claims);
}

/** Only v2 issuers stand beside keys. */
function isIssuerOf(key: SigningKey, claims: Claims): boolean {
  const { issuer } = key;
  if (issuer === undefined || !claims.iss.endsWith('/v2.0')) return true;
  return issuer.replace('{tenantid}', claims.tid) === claims.iss;
}

function toPerson(claims: Claims): SsoPerson {
  const upn = claims.preferred_username ?? claims.upn ?? claims.unique_name;
  return {
    tenantId: claims.tid,
    personId: claims.oid,
    roles: claims.roles ?? [],
    wids: claims.wids ?? [],
    ...(claims.name === undefined ? {} : { name: claims.name }),
    ...(upn === undefined ? {} : { upn }),
  };
}
