import { checkClaims } from '../../../src/clients/entra/sso-claims';
import type { SsoTerms } from '../../../src/clients/entra/sso-claims';
import type { SigningKey } from '../../../src/clients/entra/tenant-keys';

const terms: SsoTerms = {
  issuers: ['https://login.microsoftonline.com/t/v2.0', 'https://sts.windows.net/t/'],
  audiences: ['our-app', 'api://presence.example/our-app'],
  allowedClients: ['teams'],
};

const v2 = {
  tid: 't',
  oid: 'juniper',
  iss: 'https://login.microsoftonline.com/t/v2.0',
  aud: 'our-app',
  azp: 'teams',
  scp: 'openid access_as_user',
};

function keyFor(issuer?: string): SigningKey {
  return { kid: 'k', issuer, verifier: new Uint8Array() };
}

describe('the claims of a person', () => {
  it('may come from the cloud’s own issuers, in both versions', () => {
    const issuer = 'https://login.microsoftonline.com/{tenantid}/v2.0';
    const v1 = {
      ...v2,
      iss: 'https://sts.windows.net/t/',
      aud: 'api://presence.example/our-app',
      azp: undefined,
      appid: 'teams',
    };
    const person = { tenantId: 't', personId: 'juniper', roles: [], wids: [] };
    expect(checkClaims(v2, keyFor(issuer), terms)).toEqual(person);
    expect(checkClaims(v1, keyFor(issuer), terms)).toEqual(person);
    expect(checkClaims(v2, keyFor(), terms)).toEqual(person);
  });

  it('must come from the issuer the key stands for', () => {
    const other = 'https://login.microsoftonline.com/another/v2.0';
    expect(checkClaims(v2, keyFor(other), terms)).toBe('issuer');
  });

  it.each([
    ['audience', { aud: 'our-app2' }],
    ['claims', { aud: ['our-app'] }],
    ['scope', { scp: '' }],
    ['app-only', { scp: undefined }],
    ['client', { azp: 'teams2', appid: 'teams' }],
  ])('are refused for their %s: %j', (code, change) => {
    expect(checkClaims({ ...v2, ...change }, keyFor(), terms)).toBe(code);
  });
});
