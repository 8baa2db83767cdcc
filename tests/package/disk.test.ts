import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, Workplace } from './package-run';

jest.setTimeout(120_000);

interface MixedUp {
  readonly what: string;
  readonly how: (at: (path: string) => string) => void;
  readonly says: string;
}

const MIXED_UP: readonly MixedUp[] = [
  {
    what: 'a file in the place of dist',
    how: (at) => cpSync(at('env/.env.demo'), at('dist')),
    says: 'dist is a file and has to be a folder.',
  },
  {
    what: 'a folder in the place of the zip',
    how: (at) => mkdirSync(at('dist/appPackage.demo.zip'), { recursive: true }),
    says: 'dist/appPackage.demo.zip is a folder and has to be a file.',
  },
  {
    what: 'a folder in the place of the env file',
    how: (at) => {
      rmSync(at('env/.env.demo'));
      mkdirSync(at('env/.env.demo'));
    },
    says: 'env/.env.demo is a folder and has to be a file.',
  },
  {
    what: 'a folder in the place of the user file',
    how: (at) => mkdirSync(at('env/.env.demo.user')),
    says: 'env/.env.demo.user is a folder and has to be a file.',
  },
  {
    what: 'an env file that leads back to itself',
    how: (at) => {
      rmSync(at('env/.env.demo'));
      symlinkSync('.env.demo', at('env/.env.demo'));
    },
    says: 'env/.env.demo is a link that leads back to itself.',
  },
  {
    what: 'a file in the place of env',
    how: (at) => {
      rmSync(at('env'), { recursive: true });
      cpSync(at('appPackage/de.json'), at('env'));
    },
    says: 'env/.env.demo: there is no such environment; there are: none.',
  },
  {
    what: 'an env file in Latin-1',
    how: (at) => cpSync(join(ROOT, 'appPackage', 'color.png'), at('env/.env.demo')),
    says: 'env/.env.demo is not UTF-8.',
  },
  {
    what: 'a folder in the place of an icon',
    how: (at) => {
      rmSync(at('appPackage/color.png'));
      mkdirSync(at('appPackage/color.png'));
    },
    says: 'appPackage/color.png: the icon of icons.color is a folder and has to be a file.',
  },
  {
    what: 'a translation that leads back to itself',
    how: (at) => {
      rmSync(at('appPackage/de.json'));
      symlinkSync('de.json', at('appPackage/de.json'));
    },
    says: 'appPackage/de.json is a link that leads back to itself, for language de.',
  },
  {
    what: 'a folder in the place of the manifest',
    how: (at) => {
      rmSync(at('appPackage/manifest.json'));
      mkdirSync(at('appPackage/manifest.json'));
    },
    says: 'appPackage/manifest.json is a folder and has to be a file.',
  },
  {
    what: 'a file in the place of appPackage',
    how: (at) => {
      rmSync(at('appPackage'), { recursive: true });
      cpSync(at('env/.env.demo'), at('appPackage'));
    },
    says: 'appPackage/manifest.json is missing.',
  },
];

describe('a folder that is not as it should be', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test.each(MIXED_UP)('[AP14] is told in one plain sentence: $what', ({ how, says }) => {
    how((path) => join(place.folder, path));
    // A file in the place of dist is left alone.
    const { code, said } = place.run();
    expect({ code, said }).toEqual({ code: 1, said: `${says}\n` });
  });
});

describe('a clone as it comes', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bare-clone-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]): { code: number | null; said: string } => {
    for (const name of ['scripts', 'appPackage', 'env']) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    }
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/package/main.mjs', ...args],
      { cwd: folder, encoding: 'utf8' },
    );
    return { code: status, said: stdout + stderr };
  };

  test('[AP14] says that its packages are not installed', () => {
    expect(run()).toEqual({
      code: 1,
      said: 'The packages are not installed here: run npm ci, or npm run package, which does it.\n',
    });
  });

  test('[AP14] says the same where the one with the schemas is missing', () => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    cpSync(join(ROOT, 'node_modules/fflate'), join(folder, 'node_modules/fflate'), {
      recursive: true,
    });
    expect(run('--env', 'demo').said).toMatch(/^The packages are not installed here: [^\n]+\n$/);
  });

  test('[AP14] says how it is called to who calls it otherwise', () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const args of [['--environment', 'demo'], ['demo'], ['--env']]) {
      expect(run(...args)).toEqual({
        code: 1,
        said: 'npm run package takes -- --env <environment> and nothing else.\n',
      });
    }
  });
});
