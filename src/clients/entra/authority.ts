import type { Configuration } from '@azure/msal-node';

/**
 * A tenant's authority, its endpoints told instead of looked up: one request less per tenant, and
 * an unknown tenant is refused by the token endpoint, with its code (graph.md 7.4, 7.6).
 */
export function toMsalAuthority(
  entraUrl: string,
  tenantId: string,
): Pick<Configuration['auth'], 'authority' | 'knownAuthorities' | 'authorityMetadata'> {
  const base = `${toHttps(trimSlash(entraUrl))}/${encodeURIComponent(tenantId)}`;
  return {
    authority: base,
    knownAuthorities: [new URL(entraUrl).host],
    authorityMetadata: JSON.stringify({
      issuer: `${base}/v2.0`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }),
  };
}

/** MSAL takes no authority without https; what it then asks for goes where the authority really is. */
function toHttps(url: string): string {
  return url.replace(/^http:/, 'https:');
}

/** The address of a request of MSAL's. */
export function fromMsalUrl(entraUrl: string, url: string): string {
  return entraUrl.startsWith('http:') ? url.replace(/^https:/, 'http:') : url;
}

export function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
