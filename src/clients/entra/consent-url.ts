import { trimSlash } from './authority';

export interface ConsentTerms {
  readonly entraUrl: string;
  readonly clientId: string;
  /** `https://graph.microsoft.com/.default` or another cloud's. */
  readonly scope: string;
  /** Exactly as registered. */
  readonly redirectUri: string;
}

/** The page on which an admin of the tenant gives consent (graph.md 7.5). Never `common`. */
export function consentUrl(terms: ConsentTerms, tenantId: string, state: string): string {
  const url = new URL(
    `${trimSlash(terms.entraUrl)}/${encodeURIComponent(tenantId)}/v2.0/adminconsent`,
  );
  url.searchParams.set('client_id', terms.clientId);
  url.searchParams.set('scope', terms.scope);
  url.searchParams.set('redirect_uri', terms.redirectUri);
  url.searchParams.set('state', state);
  return url.href;
}
