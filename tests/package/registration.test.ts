import { Constants } from '@azure/msal-common';
import { createTabRoutes } from '../../bot/tab-files';
import { createPublicPages } from '../../src/doors/pages/public-pages';
import { TEAMS_CLIENT_IDS } from '../../src/clients/entra/jwks';
import { createConfig } from '../../src/config/config';
import { isAdmin } from '../../src/desk/access';
import { REQUIRED_ROLES } from '../../src/desk/permissions';
import { graphScope } from '../../src/clouds';
import { read, readEnvFile, readJson } from './project-files';
import type { Manifest, Registration } from './project-files';

const GRAPH = '00000003-0000-0000-c000-000000000000';

/** Of Microsoft Graph (graph.md 2.1). */
const PERMISSIONS: Readonly<Record<string, string>> = {
  '83cded22-8297-4ff6-a7fa-e97e9545a259': 'Role Presence.ReadWrite.All',
  'df021288-bdef-4463-88db-98f22de89214': 'Role User.Read.All',
  '9c7a330d-35b3-4aa1-963d-cb2b9f927841': 'Scope Presence.Read.All',
  '37f7f235-527c-4136-accd-4a02d197296e': 'Scope openid',
  '14dad69e-099b-42c9-810b-d002981feec1': 'Scope profile',
  '7427e0e9-2fba-42fe-b0c0-848c9e6a8182': 'Scope offline_access',
};

const registration = readJson('aad.manifest.json') as Registration;
const manifest = readJson('appPackage/manifest.json') as Manifest;

const asked = (): string[] =>
  registration.requiredResourceAccess.flatMap((one) =>
    one.resourceAccess.map(({ id, type }) => {
      const name = one.resourceAppId === GRAPH ? PERMISSIONS[id] : undefined;
      return name?.startsWith(`${type} `) ? name : `unknown ${type} ${id}`;
    }),
  );

test('[AP7] asks for the permissions that the code uses, and for no other', () => {
  const delegated = graphScope('global', 'Presence.Read.All').split('/').at(-1);
  const used = [
    ...REQUIRED_ROLES.map((name) => `Role ${name}`),
    `Scope ${delegated}`,
    // The sign-in library asks for these with every exchange of a token.
    ...Constants.OIDC_DEFAULT_SCOPES.map((name: string) => `Scope ${name}`),
  ];
  expect(asked().sort()).toEqual(used.sort());
});

test('[AP7] the package asks Teams for who is signed in, and for nothing else', () => {
  expect(manifest.permissions).toEqual(['identity']);
});

test('[AP7] the README gives a reason for each permission', () => {
  const part = /\n## Permissions\n([\s\S]*?)\n## /.exec(read('README.md'))?.[1] ?? '';
  const reasoned = [...part.matchAll(/^\| ((?:`[\w.]+`(?:, )?)+) +\| /gm)].flatMap(([, names]) => {
    return names!.match(/[\w.]+/g) ?? [];
  });
  expect(reasoned.sort()).toEqual(
    asked()
      .map((one) => one.split(' ')[1])
      .sort(),
  );
});

test('[AP7] the roles are Admin, as the desk reads it, and Supervisor', () => {
  const values = registration.appRoles.map((role) => role.value);
  expect(values).toEqual(['Admin', 'Supervisor']);
  const person = { tenantId: 't', personId: 'p', wids: [] };
  expect(values.map((role: string) => isAdmin({ ...person, roles: [role] }))).toEqual([
    true,
    false,
  ]);
  // Directory roles count too, and come only if the registration asks for them.
  expect(registration.groupMembershipClaims).toBe('DirectoryRole');
});

test('[AP7] exposes access_as_user to the Teams clients whose tokens we take, and to no other', () => {
  const [scope, ...others] = registration.api.oauth2PermissionScopes;
  expect([scope!.value, others]).toEqual(['access_as_user', []]);
  expect(
    registration.api.preAuthorizedApplications.map((one) => [
      one.appId,
      one.delegatedPermissionIds,
    ]),
  ).toEqual(TEAMS_CLIENT_IDS.map((id) => [id, [scope!.id]]));
  expect(registration.api.requestedAccessTokenVersion).toBe(2);
});

test('[AP8] manifest, registration and service agree on the resource that tokens are for', () => {
  const { TAB_DOMAIN, AAD_APP_CLIENT_ID, BOT_ID } = readEnvFile('demo') as Record<string, string>;
  const fill = (text: string): string =>
    text
      .replaceAll('${{TAB_DOMAIN}}', TAB_DOMAIN!)
      .replaceAll('${{AAD_APP_CLIENT_ID}}', AAD_APP_CLIENT_ID!);
  const { entra } = createConfig({
    PUBLIC_URL: `https://${TAB_DOMAIN}`,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    ENTRA_CLIENT_ID: AAD_APP_CLIENT_ID!,
    ENTRA_CLIENT_SECRET: 'x',
    BOT_ID: BOT_ID!,
    BOT_TYPE: 'UserAssignedMsi',
    BOT_TENANT_ID: 'a-tenant',
  });
  expect(fill(manifest.webApplicationInfo.resource)).toBe(entra.applicationIdUri);
  expect(registration.identifierUris.map(fill)).toEqual([entra.applicationIdUri]);
});

test('[AP6] every address of the listing and of the consent screen is a page of the service', () => {
  const { websiteUrl, privacyUrl, termsOfUseUrl } = manifest.developer;
  const pages = createPublicPages({ explainDays: 1 }).map(({ path }) => path);
  const paths = [websiteUrl, privacyUrl, termsOfUseUrl, ...Object.values(registration.info)].map(
    (address) => new URL(String(address).replace('${{TAB_DOMAIN}}', 'tab.example')).pathname,
  );
  expect(new Set(paths)).toEqual(new Set(pages));
});

test('[AP13] every page of the tab is where the service serves the tab', () => {
  const served = createTabRoutes(null).map(({ path }) => path);
  const paths = manifest.staticTabs
    .flatMap(({ contentUrl, websiteUrl }) => [contentUrl, websiteUrl])
    .filter((address) => address !== undefined)
    .map((address) => new URL(address.replace('${{TAB_DOMAIN}}', 'tab.example')).pathname);
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !served.includes(path))).toEqual([]);
});

test('[AP9] the bot has one name wherever it is registered', () => {
  const { short } = manifest.name;
  expect(read('infra/azure.bicep')).toContain(`displayName: '${short}'`);
  for (const file of ['teamsapp.yml', 'teamsapp.local.yml']) {
    expect(read(file)).toContain(`name: ${short}\n`);
  }
  expect(registration.displayName).toBe(short);
});
