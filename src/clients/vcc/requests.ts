import type { Call, Priority, TokenSource, Waiting } from '../pipeline/exchange';
import type { AccountAccess } from './client';
import type { Scope } from './scopes';

export interface UrlTerms {
  /** `https://{region}.cc.vonage.com`; `{region}` is filled in. */
  readonly authUrl: string;
  /** `https://{region}.api.cc.vonage.com` */
  readonly apiUrl: string;
}

/** Root path of an API and the version its `Accept` must name (vcc.md 0). */
const APIS = {
  agents: { path: '/agents', version: 1 },
  webhooks: { path: '/webhooks', version: 1 },
  useradmin: { path: '/useradmin', version: 4 },
  stats: { path: '/stats', version: 3 },
} as const;

export interface Ask {
  readonly api: keyof typeof APIS;
  readonly name: string;
  readonly effect: Call['effect'];
  readonly method: Call['method'];
  /** Under the API's root; asked for when the call leaves. */
  readonly path: string | (() => string);
  readonly scope: Scope;
  readonly body?: object;
  readonly priority: Priority;
  readonly waiting?: Waiting;
  readonly maxBytes?: number;
}

/** A request of an account, ready for the pipeline. */
export function toCall(
  terms: UrlTerms & { readonly tokens: TokenSource },
  access: AccountAccess,
  ask: Ask,
): Call {
  const { path: root, version } = APIS[ask.api];
  const base = baseUrl(terms.apiUrl, access) + root;
  const { path } = ask;
  return {
    side: 'vcc',
    name: ask.name,
    effect: ask.effect,
    method: ask.method,
    url: typeof path === 'string' ? base + path : () => base + path(),
    headers: {
      accept: `application/vnd.newvoicemedia.v${version}+json`,
      ...(ask.body ? { 'content-type': 'application/json' } : {}),
    },
    ...(ask.body ? { body: JSON.stringify(ask.body) } : {}),
    paceKey: paceKeyOf(access),
    priority: ask.priority,
    ...(ask.waiting === undefined ? {} : { waiting: ask.waiting }),
    tokens: terms.tokens,
    who: { accountKey: access.key },
    ...(ask.maxBytes === undefined ? {} : { maxBytes: ask.maxBytes }),
  };
}

export function baseUrl(template: string, access: AccountAccess): string {
  return template.replaceAll('{region}', encodeURIComponent(access.region)).replace(/\/+$/, '');
}

/** All VCC APIs share one limit per account (vcc.md, rate limits). */
export function paceKeyOf(access: AccountAccess): string {
  return `vcc:${access.key}`;
}
