import { spawnSync } from 'node:child_process';
import { isSecretsKey } from '../../src/config/secrets';
import { ROOT } from './package-run';
import { packageTexts, placeholdersIn, read, readEnvFile, readProject } from './project-files';

/** Asked by the toolkit, or filled in by hand: the file says which. */
const GIVEN = {
  dev: ['AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP_NAME', 'RESOURCE_SUFFIX'],
  local: ['TAB_DOMAIN'],
} as const;

/** The toolkit's own: it finds again by them what it has made. */
const KEPT_FOR_TOOLKIT = ['TEAMSFX_ENV', 'BOT_OBJECT_ID', 'TEAMS_APP_PUBLISHED_APP_ID'];

/** A line of its own, once the package has been sent to the developer portal. */
const ADDED_BY_TOOLKIT = 'TEAMS_APP_UPDATE_TIME';

const isSecret = (name: string): boolean => name.startsWith('SECRET_');

describe.each(['dev', 'local'] as const)('the environment %s', (name) => {
  const { used, produced, env } = readProject(name);
  const defined = Object.keys(env).filter((one) => one !== ADDED_BY_TOOLKIT);

  test('[AP4] every placeholder is given, or produced by a step', () => {
    const known = new Set<string>([...GIVEN[name], ...produced, 'TEAMSFX_ENV']);
    expect([...used].filter((one) => !known.has(one))).toEqual([]);
  });

  test('[AP4] the env file has a line for each that is no secret, and for nothing else', () => {
    const wanted = [...used, ...produced, 'TEAMSFX_ENV'].filter((one) => !isSecret(one));
    expect(defined.sort()).toEqual([...new Set(wanted)].sort());
  });

  test('[AP4] nothing is defined or produced in vain', () => {
    const needed = new Set([...used, ...KEPT_FOR_TOOLKIT]);
    expect([...defined, ...produced].filter((one) => !needed.has(one))).toEqual([]);
  });
});

test('[AP3] the demo environment holds just what the package needs', () => {
  const needed = [...packageTexts().flatMap(placeholdersIn), 'TEAMSFX_ENV'];
  const env = readEnvFile('demo');
  expect(Object.keys(env).sort()).toEqual([...new Set(needed)].sort());
  expect(read('sandbox/start.ts')).toContain(`'${env['AAD_APP_CLIENT_ID']}'`);
});

test('[AP4] git keeps no secret of an environment', () => {
  const paths = ['env/.env.dev.user', 'env/.env.local.user', '.localConfigs'];
  const { stdout } = spawnSync('git', ['check-ignore', ...paths], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout.trim().split('\n')).toEqual(paths);
});

describe('secrets of our own', () => {
  const make = (names: readonly string[], own: NodeJS.ProcessEnv = {}): string => {
    const args = ['scripts/package/make-secrets.mjs', ...names];
    return spawnSync(process.execPath, args, { cwd: ROOT, env: own, encoding: 'utf8' }).stdout;
  };

  test('[AP4] are made for the toolkit in its own form, and fit SECRETS_KEY', () => {
    const [, name, value = ''] =
      /^::set-teamsfx-env (\w+)="(.+)"\n$/.exec(make(['SECRET_SECRETS_KEY'])) ?? [];
    expect(name).toBe('SECRET_SECRETS_KEY');
    expect(isSecretsKey(value)).toBe(true);
  });

  test('[AP4] are made once: one that exists is left alone', () => {
    const said = make(['SECRET_A', 'SECRET_B'], { SECRET_A: 'kept' });
    expect(said).toMatch(/^::set-teamsfx-env SECRET_B="[^"]+"\n$/);
  });
});
