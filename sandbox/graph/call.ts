import type { GraphTokenClaims } from '../contract';
import type { Ask, Reply } from '../http/message';
import { forbidden } from './graph-error';
import type { GraphTenant } from './store';

/** A request whose token has been believed. */
export interface GraphCall {
  readonly ask: Ask;
  /** The access token itself: subscriptions live only as long as theirs. */
  readonly token: string;
  readonly claims: GraphTokenClaims;
  readonly tenant: GraphTenant;
}

export type GraphHandle = (call: GraphCall) => Reply | Promise<Reply>;

export interface Permissions {
  readonly application: readonly string[];
  readonly delegated: readonly string[];
}

/** True when the token carries one of the permissions of its kind. */
export function isAllowed({ roles, scopes }: GraphTokenClaims, needed: Permissions): boolean {
  return scopes
    ? needed.delegated.some((name) => scopes.includes(name))
    : needed.application.some((name) => roles.includes(name));
}

/** 403 unless one of the permissions is there. */
export function checkPermission(call: GraphCall, needed: Permissions): Reply | undefined {
  if (isAllowed(call.claims, needed)) return undefined;
  return forbidden(call.claims.scopes ? needed.delegated : needed.application);
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return GUID.test(text);
}
