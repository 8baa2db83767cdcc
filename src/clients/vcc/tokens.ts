import type { Clock } from '../../runtime/clock';
import type { CallResult } from '../call-result';
import type { Caller } from '../pipeline/caller';
import type { TokenSource } from '../pipeline/exchange';
import { readJson } from '../pipeline/read-json';
import { createTokenCache } from '../pipeline/token-cache';
import type { FreshToken, TokenCache } from '../pipeline/token-cache';
import type { AccountAccess } from './client';
import { isScopeRefusal, toTokenFailure } from './errors';
import { baseUrl, paceKeyOf } from './requests';
import type { UrlTerms } from './requests';
import { SCOPES } from './scopes';
import type { Scope } from './scopes';
import { token as tokenShape } from './wire';

export interface VccTokens {
  /** Token for a call that needs the scope. */
  forScope(access: AccountAccess, scope: Scope): TokenSource;
  /** Asks afresh; the scopes the credentials were given. */
  tryAll(access: AccountAccess): Promise<CallResult<readonly Scope[]>>;
}

export interface VccTokenOptions {
  readonly call: Caller;
  readonly clock: Clock;
  readonly urls: UrlTerms;
}

/** Tokens of one account under one set of credentials. */
interface Purse {
  readonly access: AccountAccess;
  readonly joint: TokenCache;
  readonly single: ReadonlyMap<Scope, TokenCache>;
  /** Set once VCC refused several scopes in one token. */
  isSplit: boolean;
}

/**
 * One token with all scopes per account; where VCC refuses that (`invalid_scope`), one per scope
 * (vcc.md 10).
 */
export function createVccTokens(options: VccTokenOptions): VccTokens {
  const purses = new Map<string, Purse>();
  const purseOf = (access: AccountAccess): Purse => {
    const known = purses.get(access.key);
    if (known && isSameAccess(known.access, access)) return known;
    const purse = openPurse(options, access);
    purses.set(access.key, purse);
    return purse;
  };
  return {
    forScope: (access, scope) => sourceOf(purseOf(access), scope),
    tryAll: (access) => tryAll(openPurse(options, access)),
  };
}

function openPurse(options: VccTokenOptions, access: AccountAccess): Purse {
  const cacheFor = (scopes: readonly Scope[]): TokenCache =>
    createTokenCache({
      clock: options.clock,
      fetch: () => requestToken(options, access, scopes),
    });
  return {
    access,
    joint: cacheFor(SCOPES),
    single: new Map(SCOPES.map((scope) => [scope, cacheFor([scope])])),
    isSplit: false,
  };
}

function sourceOf(purse: Purse, scope: Scope): TokenSource {
  const single = purse.single.get(scope) ?? purse.joint;
  const ask = async (from: (cache: TokenCache) => Promise<CallResult<string>>) => {
    const wasSplit = purse.isSplit;
    const first = await from(wasSplit ? single : purse.joint);
    if (first.kind === 'ok') return first;
    // Another call may have split the purse meanwhile; what was refused here was the joint one.
    if (wasSplit || !isScopeRefusal(first)) return named(first, scope);
    purse.isSplit = true;
    return named(await single.get(), scope);
  };
  return {
    get: () => ask((cache) => cache.get()),
    replace: (refused) => ask((cache) => cache.replace(refused)),
    distrust: (token) => {
      purse.joint.distrust(token);
      single.distrust(token);
    },
  };
}

function named(result: CallResult<string>, scope: Scope): CallResult<string> {
  return result.kind === 'ok' ? result : toTokenFailure(result, scope);
}

async function tryAll(purse: Purse): Promise<CallResult<readonly Scope[]>> {
  const joint = await purse.joint.fresh();
  if (joint.kind === 'ok') return { ...joint, value: SCOPES };
  if (!isScopeRefusal(joint)) return toTokenFailure(joint, 'any');
  const granted: Scope[] = [];
  for (const [scope, cache] of purse.single) {
    const one = await cache.fresh();
    if (one.kind === 'ok') granted.push(scope);
    else if (!isScopeRefusal(one)) return toTokenFailure(one, scope);
  }
  return { kind: 'ok', value: granted, status: 200 };
}

function requestToken(
  { call, urls }: VccTokenOptions,
  access: AccountAccess,
  scopes: readonly Scope[],
): Promise<CallResult<FreshToken>> {
  return call(
    {
      side: 'vcc',
      name: 'token',
      effect: 'read',
      method: 'POST',
      url: `${baseUrl(urls.authUrl, access)}/Auth/connect/token`,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: access.clientId,
        client_secret: access.clientSecret,
        scope: scopes.join(' '),
      }).toString(),
      paceKey: paceKeyOf(access),
      priority: 'change',
      who: { accountKey: access.key },
    },
    readJson(tokenShape),
  );
}

function isSameAccess(one: AccountAccess, other: AccountAccess): boolean {
  return (
    one.region === other.region &&
    one.clientId === other.clientId &&
    one.clientSecret === other.clientSecret
  );
}
