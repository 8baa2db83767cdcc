import { createConfig } from '../../src/config/config';
import { SETTING_NAMES } from '../../src/config/env';
import type { SettingName } from '../../src/config/env';
import { read, readJson, readProject } from './project-files';

const bicep = read('infra/azure.bicep');
const { parameters } = readJson('infra/azure.parameters.json') as {
  readonly parameters: Readonly<Record<string, { readonly value: unknown }>>;
};
const optional = parameters['settings']?.value as Readonly<Record<string, string>>;

/** Settings that the template sets, with the text of their values. */
const fixed: Readonly<Record<string, string>> = Object.fromEntries(
  [...(/union\(settings, \{([\s\S]*?)\}\)/.exec(bicep)?.[1] ?? '').matchAll(/^ +(\w+): (.+)$/gm)]
    .map(([, name, value]) => [name!, value!] as const)
    .filter(([name]) => !/^(WEBSITE|SCM)_/.test(name)),
);

/** Settings it leaves alone, and why. */
const LEFT_OUT: Readonly<Partial<Record<SettingName, string>>> = {
  PORT: 'App Service gives it',
  DATA_DIR: 'there is a DATABASE_URL',
  SECRETS_KEY_PREVIOUS: 'only while a key is replaced',
  ENTRA_CLIENT_CERTIFICATE: 'there is an ENTRA_CLIENT_SECRET',
  BOT_PASSWORD: 'a managed identity has none',
  ENTRA_URL: 'for the sandbox',
  GRAPH_URL: 'for the sandbox',
  VCC_AUTH_URL: 'for the sandbox',
  VCC_API_URL: 'for the sandbox',
  GRAPH_NOTIFY_CERTIFICATE: 'a shortcut that may be added later',
  GRAPH_NOTIFY_KEY: 'a shortcut that may be added later',
  GRAPH_NOTIFY_CERTIFICATE_PREVIOUS: 'only while a key is replaced',
  GRAPH_NOTIFY_KEY_PREVIOUS: 'only while a key is replaced',
};

/** Settings of the copy on one's own machine, as deploy writes them. */
const written =
  readProject('local').steps.find(({ uses }) => uses === 'file/createOrUpdateEnvironmentFile')
    ?.with ?? {};
const local = written['envs'] as Readonly<Record<string, string>>;

const SAMPLES: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://plink.example',
  SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  ENTRA_CLIENT_ID: 'an-id',
  ENTRA_CLIENT_SECRET: 'a-secret',
  DATABASE_URL: 'postgres://presencelink:x@db.example:5432/presence_link?sslmode=verify-full',
  BOT_ID: 'a-bot',
  BOT_TYPE: 'UserAssignedMsi',
  BOT_TENANT_ID: 'a-tenant',
  TEAMS_APP_ID: '11111111-1111-4111-8111-111111111111',
};

test('[AP10] every setting of the service is set, or left out for a reason', () => {
  const decided = [...Object.keys(fixed), ...Object.keys(optional), ...Object.keys(LEFT_OUT)];
  expect(decided.sort()).toEqual([...SETTING_NAMES].sort());
});

test('[AP10] the service starts with what is set, and the optional settings are its own defaults', () => {
  const required = Object.fromEntries(Object.keys(fixed).map((name) => [name, SAMPLES[name]!]));
  expect(fixed['BOT_TYPE']).toBe(`'${SAMPLES['BOT_TYPE']}'`);
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== ''));
  expect(JSON.stringify(createConfig({ ...required, ...given }))).toBe(
    JSON.stringify(createConfig(required)),
  );
});

test('[AP10] on one’s own machine the same settings are written, but for the database, which is embedded', () => {
  const here = Object.keys(fixed).filter((name) => name !== 'DATABASE_URL');
  expect(Object.keys(local).sort()).toEqual([...here, 'BOT_PASSWORD'].sort());
});

test('[AP10] on one’s own machine the service starts with them, and its cards lead into the tab', () => {
  const samples: typeof SAMPLES = {
    ...SAMPLES,
    BOT_PASSWORD: 'a-password',
    BOT_TYPE: local['BOT_TYPE']!,
  };
  const given = Object.fromEntries(Object.keys(local).map((name) => [name, samples[name]!]));
  expect(createConfig(given).teamsAppId).toBe(SAMPLES['TEAMS_APP_ID']);
  expect(local['TEAMS_APP_ID']).toBe('${{TEAMS_APP_ID}}');
});

test('[AP10] what is secret is a secure parameter, lives in Key Vault and is no output', () => {
  const secure = [...bicep.matchAll(/@secure\(\)\n(?:@.*\n)*param (\w+)/g)].map(
    ([, name]) => name!,
  );
  const secret = Object.entries(parameters)
    .filter(([, { value }]) => typeof value === 'string' && value.includes('SECRET_'))
    .map(([name]) => name);
  expect(secure.sort()).toEqual(secret.sort());
  for (const name of ['SECRETS_KEY', 'ENTRA_CLIENT_SECRET', 'DATABASE_URL']) {
    const [, stored = ''] = /SecretName=([\w-]+)\)'$/.exec(fixed[name]!) ?? [];
    expect(bicep).toContain(`name: '${stored}'\n`);
  }
  const outputs = bicep.split('\n').filter((line) => line.startsWith('output '));
  for (const name of secure) expect(outputs.join('\n')).not.toContain(name);
});

test('[AP10] the template asks for the parameters that are given, and for no other', () => {
  const params = [...bicep.matchAll(/^param (\w+) \w+$/gm)].map(([, name]) => name!);
  expect(params.sort()).toEqual(Object.keys(parameters).sort());
});

test('[AP10] one host stands wherever the service is named: a domain of your own, or the one Azure gives', () => {
  expect(bicep).toContain(
    'var host = empty(customDomain) ? service.properties.defaultHostName : toLower(customDomain)\n',
  );
  expect(fixed['PUBLIC_URL']).toBe("'https://${host}'");
  expect(bicep).toContain('output TAB_DOMAIN string = host\n');
  expect(bicep.match(/defaultHostName/g)).toHaveLength(1);
  expect(parameters['customDomain']?.value).toBe('');
});

test('[AP10] health is asked at the readiness door, and the bot is reached at its own', () => {
  expect(bicep).toContain("healthCheckPath: '/health/ready'");
  expect(bicep).toContain("endpoint: 'https://${host}/api/messages'");
  expect(read('src/doors/doors.ts')).toContain("'/health/ready'");
});

test('[AP10] the build that is deployed holds what the start command runs', () => {
  const [, entry = ''] =
    /appCommandLine: 'node --enable-source-maps dist\/(.+)\.js'/.exec(bicep) ?? [];
  expect(read(`${entry}.ts`)).toContain('startService');
  const ignored = read('.webappignore')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  expect(ignored.every((line) => line.startsWith('/'))).toBe(true);
  for (const needed of ['/dist', '/node_modules', '/package.json']) {
    expect(ignored).not.toContain(needed);
  }
});
