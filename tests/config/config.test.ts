import { createConfig, ConfigError } from '../../src/config/config';
import { readEnv } from '../../src/config/env';
import type { Env } from '../../src/config/env';

const KEY = Buffer.alloc(32, 7).toString('base64');
const PEM = (kind: string): string => `-----BEGIN ${kind}-----\nAA==\n-----END ${kind}-----`;

const LOCAL: Env = {
  PUBLIC_URL: 'http://127.0.0.1:3978',
  SECRETS_KEY: KEY,
  ENTRA_CLIENT_ID: 'aaaaaaaa-0000-4000-8000-000000000001',
  ENTRA_CLIENT_SECRET: 'meadow',
};
const PUBLIC: Env = {
  ...LOCAL,
  PUBLIC_URL: 'https://link.meadowbank.example/',
  BOT_ID: 'bot',
  BOT_PASSWORD: 'clover',
  BOT_TENANT_ID: 'tenant',
};

function problemsOf(env: Env): readonly string[] {
  try {
    createConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  test('takes the defaults of the documented settings', () => {
    const config = createConfig(LOCAL);
    expect(config).toMatchObject({
      server: { port: 3978, publicUrl: 'http://127.0.0.1:3978', isLocal: true, host: '127.0.0.1' },
      store: { databaseUrl: null, dataDir: '.data' },
      cloud: 'global',
      entra: { url: 'https://login.microsoftonline.com', isOwnAuthority: false },
      graph: { url: 'https://graph.microsoft.com', budget: { requests: 1500, windowMs: 30_000 } },
      vcc: {
        authUrl: 'https://{region}.cc.vonage.com',
        apiUrl: 'https://{region}.api.cc.vonage.com',
        budget: { requests: 150, windowMs: 60_000 },
        allowedAccounts: null,
      },
      bot: null,
      notifyKeys: null,
      sweep: { teamsMs: 2_000, vccMs: 120_000 },
      settleMs: 8_000,
      explainDays: 30,
      log: { level: 'info' },
    });
  });

  test('is frozen through and through', () => {
    const config = createConfig(LOCAL);
    expect(Object.isFrozen(config.vcc.budget)).toBe(true);
    expect(() => Object.assign(config.server, { port: 1 })).toThrow(TypeError);
  });

  test('names every missing setting together, one sentence each', () => {
    const problems = problemsOf({});
    for (const name of ['PUBLIC_URL', 'SECRETS_KEY', 'ENTRA_CLIENT_ID', 'ENTRA_CLIENT_SECRET']) {
      expect(problems.filter((sentence) => sentence.startsWith(`${name} `))).toHaveLength(1);
    }
    expect(problems).toHaveLength(4);
  });

  test('prints no secret, however it is shown', () => {
    const config = createConfig({ ...PUBLIC, DATABASE_URL: 'postgres://me:thistle@db/x' });
    const shown = `${JSON.stringify(config)} ${String(config.secrets.key)}`;
    expect(shown).not.toMatch(/meadow"|clover|thistle/);
    expect(shown).not.toContain(KEY);
    expect(config.store.databaseUrl?.reveal()).toBe('postgres://me:thistle@db/x');
  });

  test('binds all interfaces when the world reaches it, without a slash in the address', () => {
    const { server } = createConfig(PUBLIC);
    expect(server).toEqual({
      port: 3978,
      publicUrl: 'https://link.meadowbank.example',
      isLocal: false,
    });
  });

  test.each<[string, Env, string]>([
    ['a public address over http', { ...PUBLIC, PUBLIC_URL: 'http://link.example' }, 'PUBLIC_URL'],
    ['an address that is none', { ...LOCAL, PUBLIC_URL: 'meadow' }, 'PUBLIC_URL'],
    ['a key of the wrong length', { ...LOCAL, SECRETS_KEY: 'c2hvcnQ=' }, 'SECRETS_KEY'],
    ['a previous key that is no key', { ...LOCAL, SECRETS_KEY_PREVIOUS: 'x' }, 'SECRETS_KEY_PREV'],
    ['a previous key that is the key', { ...LOCAL, SECRETS_KEY_PREVIOUS: KEY }, 'SECRETS_KEY_PREV'],
    ['a port that is none', { ...LOCAL, PORT: '70000' }, 'PORT'],
    ['an unknown cloud', { ...LOCAL, CLOUD: 'sky' }, 'CLOUD'],
    ['a budget in another form', { ...LOCAL, GRAPH_BUDGET: '1500' }, 'GRAPH_BUDGET'],
    ['an empty budget', { ...LOCAL, VCC_BUDGET: '0/60s' }, 'VCC_BUDGET'],
    ['a log level that is none', { ...LOCAL, LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [
      'a key in the allow-list for a tenant that is none',
      { ...LOCAL, ALLOWED_ACCOUNTS: 'meadow,brook@contoso' },
      'ALLOWED_ACCOUNTS',
    ],
    ['no account in the allow-list', { ...LOCAL, ALLOWED_ACCOUNTS: ',' }, 'ALLOWED_ACCOUNTS'],
    ['another database', { ...LOCAL, DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    ['credentials over http', { ...LOCAL, VCC_AUTH_URL: 'http://vcc.example' }, 'VCC_AUTH_URL'],
    ['an http authority', { ...LOCAL, ENTRA_URL: 'http://entra.example' }, 'ENTRA_URL'],
    [
      'both kinds of credential',
      { ...LOCAL, ENTRA_CLIENT_CERTIFICATE: PEM('CERTIFICATE') + PEM('PRIVATE KEY') },
      'ENTRA_CLIENT_SECRET',
    ],
    ['a bot password without a bot', { ...LOCAL, BOT_PASSWORD: 'x' }, 'BOT_PASSWORD'],
    [
      'a bot without its tenant',
      { ...LOCAL, BOT_ID: 'b', BOT_PASSWORD: 'x', BOT_TYPE: 'SingleTenant' },
      'BOT_TENANT_ID',
    ],
    ['an unknown type of bot', { ...PUBLIC, BOT_TYPE: 'Loose' }, 'BOT_TYPE'],
    ['a managed identity with a password', { ...PUBLIC, BOT_TYPE: 'UserAssignedMsi' }, 'BOT_PASS'],
    [
      'half a pair of notification keys',
      { ...LOCAL, GRAPH_NOTIFY_CERTIFICATE: PEM('CERTIFICATE') },
      'GRAPH_NOTIFY_CERTIFICATE',
    ],
    [
      'only the previous notification keys',
      {
        ...LOCAL,
        GRAPH_NOTIFY_CERTIFICATE_PREVIOUS: PEM('CERTIFICATE'),
        GRAPH_NOTIFY_KEY_PREVIOUS: PEM('PRIVATE KEY'),
      },
      'GRAPH_NOTIFY_CERTIFICATE',
    ],
  ])('refuses %s with one sentence naming the setting', (_case, env, name) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).toMatch(/\.$/);
  });

  test('goes without a bot only on this machine', () => {
    const { BOT_ID, BOT_PASSWORD, BOT_TENANT_ID, ...env } = PUBLIC;
    expect([BOT_ID, BOT_PASSWORD, BOT_TENANT_ID]).not.toContain(undefined);
    expect(problemsOf(env)).toEqual([expect.stringContaining('BOT_ID is missing')]);
    expect(problemsOf(LOCAL)).toEqual([]);
  });

  test.each([
    ['gcch', 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
    ['dod', 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
  ])('knows the hosts of %s', (cloud, login, graph) => {
    const config = createConfig({ ...LOCAL, CLOUD: cloud });
    expect(config.entra.url).toBe(login);
    expect(config.graph.url).toBe(graph);
  });

  test('takes addresses of the sandbox and the accounts of an allow-list', () => {
    const config = createConfig({
      ...LOCAL,
      ENTRA_URL: 'https://127.0.0.1:4001/',
      VCC_API_URL: 'http://127.0.0.1:4002/{region}',
      VCC_BUDGET: '1000/60s',
      ALLOWED_ACCOUNTS: 'meadow, Brook@7B0E1C5A-0000-4000-8000-00000000000A',
    });
    expect(config.entra).toMatchObject({ url: 'https://127.0.0.1:4001', isOwnAuthority: true });
    expect(config.vcc).toMatchObject({
      apiUrl: 'http://127.0.0.1:4002/{region}',
      budget: { requests: 1_000, windowMs: 60_000 },
      allowedAccounts: ['meadow', 'Brook@7b0e1c5a-0000-4000-8000-00000000000a'],
    });
  });

  test('takes a certificate whose line ends are written out', () => {
    const { ENTRA_CLIENT_SECRET, ...rest } = LOCAL;
    const pem = `${PEM('CERTIFICATE')}\n${PEM('PRIVATE KEY')}`;
    const env = { ...rest, ENTRA_CLIENT_CERTIFICATE: pem.replaceAll('\n', '\\n') };
    const { credential } = createConfig(env).entra;
    expect(ENTRA_CLIENT_SECRET).toBeDefined();
    expect(credential.kind === 'certificate' && credential.pem.reveal()).toBe(pem);
  });
});

test('only names that are settings are read, and blank ones count as unset', () => {
  const env = readEnv({ PORT: ' 4000 ', DATA_DIR: '  ', PATH: '/bin', LOG_LEVEL: undefined });
  expect(env).toEqual({ PORT: '4000' });
});
