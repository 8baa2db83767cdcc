import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { isSecretsKey } from '../../src/config/secrets';
import { ROOT, Workplace } from './package-run';
import { packageTexts, placeholdersIn, read, readEnvFile, readProject } from './project-files';

/** Asked by the toolkit, or filled in by hand: the file says which. */
const GIVEN = {
  dev: ['AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP_NAME', 'RESOURCE_SUFFIX'],
  local: ['TAB_DOMAIN'],
} as const;

/** What no file of ours uses: the action that writes it, and why it has to. */
const KEPT: Readonly<Record<'dev' | 'local', Readonly<Record<string, readonly [string, string]>>>> =
  {
    dev: {
      TEAMS_APP_PUBLISHED_APP_ID: [
        'teamsApp/publishAppPackage',
        'the schema of teamsapp.yml refuses the action without it',
      ],
    },
    local: {
      BOT_OBJECT_ID: [
        'aadApp/create',
        'the action finds the registration by it to make the next secret when the first has ended',
      ],
    },
  };

/** Lines that the toolkit adds by itself to the file of a provisioned environment. */
const ADDED_BY_TOOLKIT = ['APP_NAME_SUFFIX', 'TEAMS_APP_UPDATE_TIME'];

/** What `make-secrets` makes for it. */
const OWN_SECRETS = {
  dev: ['SECRET_SECRETS_KEY', 'SECRET_DATABASE_PASSWORD'],
  local: ['SECRET_SECRETS_KEY'],
} as const;

const isSecret = (name: string): boolean => name.startsWith('SECRET_');

describe.each(['dev', 'local'] as const)('the environment %s', (name) => {
  const { steps, used, produced, env } = readProject(name);
  const defined = Object.keys(env).filter((one) => !ADDED_BY_TOOLKIT.includes(one));

  test('[AP4] every placeholder is given, or produced by a step', () => {
    const known = new Set<string>([
      ...GIVEN[name],
      ...OWN_SECRETS[name],
      ...produced,
      'TEAMSFX_ENV',
    ]);
    expect([...used].filter((one) => !known.has(one))).toEqual([]);
  });

  test('[AP4] the env file has a line for each that is no secret, and for nothing else', () => {
    const wanted = [...used, ...produced, 'TEAMSFX_ENV'].filter((one) => !isSecret(one));
    expect(defined.sort()).toEqual([...new Set(wanted)].sort());
  });

  test('[AP4] nothing is defined or produced in vain', () => {
    const needed = new Set([...used, ...Object.keys(KEPT[name])]);
    expect(
      [...defined, ...produced, ...OWN_SECRETS[name]].filter((one) => !needed.has(one)),
    ).toEqual([]);
  });

  test('[AP4] what no file uses is written by the action that wants it, and is still used by none', () => {
    for (const [kept, [action]] of Object.entries(KEPT[name])) {
      const writers = steps.filter(({ writeToEnvironmentFile = {} }) => {
        return Object.values(writeToEnvironmentFile).includes(kept);
      });
      expect(writers.map(({ uses }) => uses)).toEqual([action]);
      expect([...used]).not.toContain(kept);
    }
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
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  const make = (name: string): { code: number | null; said: string } => {
    const script = join(ROOT, 'scripts', 'package', 'make-secrets.mjs');
    const args = [script, '--env', name];
    const options = { cwd: place.folder, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
    return { code: status, said: stdout + stderr };
  };
  const made = (name: string): NodeJS.Dict<string> =>
    parseEnv(readFileSync(join(place.folder, 'env', `.env.${name}.user`), 'utf8'));

  test.each(['dev', 'local'] as const)(
    '[AP4] are made for %s where git does not look, are not printed, and fit SECRETS_KEY',
    (name) => {
      const { code, said } = make(name);
      const secrets = made(name);
      expect(code).toBe(0);
      expect(Object.keys(secrets).sort()).toEqual([...OWN_SECRETS[name]].sort());
      for (const secret of Object.values(secrets)) {
        expect(isSecretsKey(secret!)).toBe(true);
        expect(said).not.toContain(secret);
      }
    },
  );

  test('[AP4] are made once: what is there is left alone', () => {
    place.write(
      'env/.env.dev.user',
      'SECRET_AAD_APP_CLIENT_SECRET=theirs\nSECRET_SECRETS_KEY=kept',
    );
    expect(make('dev').said).toMatch(/: made SECRET_DATABASE_PASSWORD\.\n$/);
    const first = made('dev');
    expect(first).toMatchObject({
      SECRET_AAD_APP_CLIENT_SECRET: 'theirs',
      SECRET_SECRETS_KEY: 'kept',
    });
    expect(make('dev').said).toMatch(/: nothing is missing\.\n$/);
    expect(made('dev')).toEqual(first);
  });

  test('[AP4] are for their owner alone, also in a file that was there and open to all', () => {
    const modeOf = (name: string): number =>
      statSync(join(place.folder, 'env', `.env.${name}.user`)).mode & 0o777;
    make('local');
    place.write('env/.env.dev.user', 'SECRET_SECRETS_KEY=kept\n');
    chmodSync(join(place.folder, 'env/.env.dev.user'), 0o644);
    make('dev');
    expect([modeOf('local'), modeOf('dev')]).toEqual([0o600, 0o600]);
    chmodSync(join(place.folder, 'env/.env.dev.user'), 0o664);
    expect(make('dev').said).toMatch(/: nothing is missing\.\n$/);
    expect(modeOf('dev')).toBe(0o600);
  });

  test('[AP14] are refused in one sentence where the folder is not as it should be', () => {
    mkdirSync(join(place.folder, 'env/.env.dev.user'));
    expect(make('dev')).toEqual({
      code: 1,
      said: 'env/.env.dev.user is a folder and has to be a file.\n',
    });
    expect(make('../x').said).toBe(
      'env/.env.../x: the name of an environment has letters, digits, _ and - only.\n',
    );
  });

  test('[AP4] are not made for an environment that does not exist', () => {
    expect(make('nowhere')).toEqual({
      code: 1,
      said: 'env/.env.nowhere: there is no such environment; there are: demo, dev, local.\n',
    });
  });
});
