import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storedRows } from './png-file';
import { APP_PACKAGE, ROOT, Workplace } from './package-run';
import type { Manifest } from './project-files';

// Each run is a process of its own, slow where many run beside it.
jest.setTimeout(120_000);

const LANGUAGES = ['de', 'es', 'fr', 'ja'];

test('[AP5] the colour icon stands on the accent colour, as Teams shows both side by side', () => {
  const { accentColor } = JSON.parse(
    readFileSync(join(APP_PACKAGE, 'manifest.json'), 'utf8'),
  ) as Manifest;
  const rows = storedRows(readFileSync(join(APP_PACKAGE, 'color.png')));
  expect(`#${rows.toString('hex', 1, 4)}`).toBe(accentColor.toLowerCase());
});

describe('the app package', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  const manifestOf = (entries: Readonly<Record<string, Buffer>>): Manifest =>
    JSON.parse(entries['manifest.json']!.toString('utf8')) as Manifest;

  test('[AP1] is a zip of the manifest, both icons and the languages at its root, all filled in', () => {
    const { code, said, entries } = place.runProcess();
    expect({ code, said }).toEqual({
      code: 0,
      said:
        'env/.env.demo is for the sandbox: good for a look only.\n' +
        'dist/appPackage.demo.zip is valid and ready.\n',
    });
    const languages = LANGUAGES.map((one) => `${one}.json`);
    expect(Object.keys(entries).sort()).toEqual(
      ['color.png', 'manifest.json', 'outline.png', ...languages].sort(),
    );
    for (const [name, bytes] of Object.entries(entries)) {
      if (name.endsWith('.json')) expect(bytes.toString('utf8')).not.toContain('${{');
      else expect(bytes.equals(readFileSync(join(APP_PACKAGE, name)))).toBe(true);
    }
  });

  test('[AP1] the same files make the same bytes', () => {
    const bytes = (): Buffer => {
      place.run();
      return readFileSync(join(place.folder, 'dist', 'appPackage.demo.zip'));
    };
    expect(bytes().equals(bytes())).toBe(true);
  });

  const borrowing = (names: string): string =>
    `env/.env.local is not provisioned and borrows ${names} from env/.env.demo, ` +
    'which is for the sandbox: good for a look only.\n' +
    'dist/appPackage.local.zip is valid and ready.\n';

  test('[AP3] an unprovisioned local environment borrows from the sandbox’s and says so', () => {
    place.write('env/.env.local', 'TEAMS_APP_ID=\nBOT_ID=\n');
    const { code, said, entries } = place.run('local');
    expect({ code, said }).toEqual({
      code: 0,
      said: borrowing('TEAMS_APP_ID, TAB_DOMAIN, BOT_ID, AAD_APP_CLIENT_ID'),
    });
    expect(manifestOf(entries).id).toBe(manifestOf(place.run('demo').entries).id);
  });

  test('[AP3] only what is borrowed is told as borrowed', () => {
    place.write('env/.env.local', 'TAB_DOMAIN=meadow.example\nBOT_ID=\n');
    const bot = 'bbbbbbbb-0000-4000-8000-000000000000';
    expect(place.run('local', { BOT_ID: bot }).said).toBe(
      `From the process, not from env/.env.local: BOT_ID.\n${borrowing(
        'TEAMS_APP_ID, AAD_APP_CLIENT_ID',
      )}`,
    );
  });

  test('[AP3] what stands in the user file of the sandbox’s environment is lent to nobody', () => {
    const lines = [
      'TAB_DOMAIN=meadow.example',
      'TEAMS_APP_ID=7d1c5a52-0b7e-4c1f-9a36-52f0c8e4b9d1',
    ];
    place.write('env/.env.local', '');
    place.write('env/.env.demo', lines.join('\n'));
    const ids = ['BOT_ID', 'AAD_APP_CLIENT_ID'].map(
      (name, at) => `${name}=${`${at + 1}`.repeat(8)}-0000-4000-8000-000000000000`,
    );
    place.write('env/.env.demo.user', ids.join('\n'));
    expect(place.run('local')).toMatchObject({ code: 1, made: [] });
  });

  test('[AP3] what the process gives is told, where the file has another value or none', () => {
    const bot = 'bbbbbbbb-0000-4000-8000-000000000000';
    const app = '7d1c5a52-0b7e-4c1f-9a36-52f0c8e4b9d1';
    const own = { BOT_ID: bot, TEAMS_APP_ID: app, UNUSED: 'x' };
    expect(place.run('demo', own)).toMatchObject({
      code: 0,
      said:
        'From the process, not from env/.env.demo: BOT_ID.\n' +
        'env/.env.demo is for the sandbox: good for a look only.\n' +
        'dist/appPackage.demo.zip is valid and ready.\n',
    });
    expect(place.runProcess('demo', { TAB_DOMAIN: 'github.io' })).toMatchObject({
      code: 1,
      said:
        'From the process, not from env/.env.demo: TAB_DOMAIN.\n' +
        'appPackage/manifest.json: validDomains[0] must be your own host, not github.io, which many share.\n',
    });
  });

  test('[AP3] a provisioned one borrows nothing: what is missing is named', () => {
    place.write('env/.env.local', 'TEAMS_APP_ID=1b0f6f5c-30a5-44a0-9f0f-8a4c1de0b0aa\n');
    const { code, said } = place.run('local');
    expect(code).toBe(1);
    const noValue = 'which has no value in env/.env.local.';
    expect(said.trim().split('\n')).toEqual([
      `appPackage/manifest.json: developer.websiteUrl uses \${{TAB_DOMAIN}}, ${noValue}`,
      `appPackage/manifest.json: bots[0].botId uses \${{BOT_ID}}, ${noValue}`,
      `appPackage/manifest.json: webApplicationInfo.id uses \${{AAD_APP_CLIENT_ID}}, ${noValue}`,
    ]);
  });

  test('[AP3] values come from the process, the env file and its user file, in this order', () => {
    const ids = ['a', 'b', 'c'].map((one) => `${one.repeat(8)}-0000-4000-8000-000000000000`);
    const [own, file, user] = ids;
    const rest = 'TAB_DOMAIN=plink7.azurewebsites.net\nAAD_APP_CLIENT_ID=';
    place.write('env/.env.meadow', `TEAMS_APP_ID=${file}\nBOT_ID=${file}\n${rest}\n`);
    place.write('env/.env.meadow.user', `BOT_ID=${user}\nAAD_APP_CLIENT_ID=${user}\n`);
    const { said, entries } = place.run('meadow', { TEAMS_APP_ID: own });
    expect(said).toBe(
      'From the process, not from env/.env.meadow: TEAMS_APP_ID.\n' +
        'dist/appPackage.meadow.zip is valid and ready.\n',
    );
    const { id, bots, webApplicationInfo } = manifestOf(entries);
    expect([id, bots[0]!.botId, webApplicationInfo]).toEqual([
      own,
      file,
      { id: user, resource: `api://plink7.azurewebsites.net/${user}` },
    ]);
  });

  test('[AP3] the name of an environment is a name: it leads to no other folder', () => {
    place.write('precious.zip', 'precious');
    for (const name of ['../../precious', 'a/b', '']) {
      const { code, said } = place.run(name);
      expect({ code, said }).toEqual({
        code: 1,
        said: `env/.env.${name}: the name of an environment has letters, digits, _ and - only.\n`,
      });
    }
    expect(readFileSync(join(place.folder, 'precious.zip'), 'utf8')).toBe('precious');
  });

  test('[AP5] the icons in the repository are the ones the script draws', () => {
    mkdirSync(join(place.folder, 'drawn', 'appPackage'), { recursive: true });
    const script = join(ROOT, 'scripts', 'package', 'draw-icons.mjs');
    spawnSync(process.execPath, [script], { cwd: join(place.folder, 'drawn') });
    for (const name of ['color.png', 'outline.png']) {
      const drawn = readFileSync(join(place.folder, 'drawn', 'appPackage', name));
      expect(storedRows(drawn).equals(storedRows(readFileSync(join(APP_PACKAGE, name))))).toBe(
        true,
      );
    }
  });
});
