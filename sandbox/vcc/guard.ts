import { bearerToken, replyJson } from '../http/message';
import type { Ask, Handle, Reply } from '../http/message';
import type { Account } from './account';

/** What the APIs answer differently before they come to the matter itself. */
export interface ApiRules {
  readonly unauthorized: (isTokenMissing: boolean) => Reply;
  readonly forbidden: () => Reply;
  /** A refusal when the Accept header names no version or a wrong one. */
  readonly checkVersion: (ask: Ask) => Reply | undefined;
}

export interface Guarded {
  readonly rules: ApiRules;
  /** One of them is needed; none when any token will do. */
  readonly scopes: readonly string[];
  readonly handle: (ask: Ask, account: Account) => Reply;
}

export interface Access {
  readonly account: Account;
  readonly scopes: ReadonlySet<string>;
}

export type FindAccess = (token: string) => Access | undefined;

export const DENIED = { message: 'Authorization has been denied for this request.' };

/** Wraps an endpoint: token, then fair usage, version and scope, then the endpoint (a guessed order). */
export function guard(find: FindAccess, { rules, scopes, handle }: Guarded): Handle {
  return (ask) => {
    const token = bearerToken(ask);
    const access = token === undefined ? undefined : find(token);
    if (!access) return rules.unauthorized(token === undefined);
    const { account } = access;
    if (account.budget.isOver(account.clock.now(), account.knobs.budget)) return tooMany();
    const isAllowed = scopes.length === 0 || scopes.some((scope) => access.scopes.has(scope));
    return rules.checkVersion(ask) ?? (isAllowed ? handle(ask, account) : rules.forbidden());
  };
}

function tooMany(): Reply {
  return replyJson(429, { message: 'Too Many Requests' });
}
