import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, Workplace } from './package-run';

jest.setTimeout(300_000);

/** All languages are held to one rule, so one of them is tried. */
const LANGUAGE = 'de.json';
const GONE = 'gone';

interface Tried {
  /** File, path and change in one line, for the list of a failing test. */
  readonly what: string;
  readonly change: string;
  readonly said: string;
  readonly isMade: boolean;
}

/** What a manifest may go without, this product's included. */
const OPTIONAL = [
  'manifest.json defaultInstallScope',
  'manifest.json showLoadingIndicator',
  ...['isNotificationOnly', 'supportsFiles', 'supportsCalling', 'supportsVideo'].map(
    (key) => `manifest.json bots/0/${key}`,
  ),
  ...[0, 1, 2, 11].map((at) => `manifest.json bots/0/commandLists/0/commands/${at}/type`),
  'manifest.json staticTabs/2',
  'manifest.json staticTabs/3',
  `${LANGUAGE} $schema`,
];

describe('a malformed package', () => {
  let place: Workplace;
  let tried: readonly Tried[];
  beforeAll(() => {
    place = new Workplace();
    const script = join(ROOT, 'tests', 'package', 'fuzz-run.mjs');
    const args = [script, place.folder, 'manifest.json', LANGUAGE];
    const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
    const { stdout } = spawnSync(process.execPath, args, options);
    const rows = JSON.parse(stdout) as [string, string, string, string, boolean][];
    tried = rows.map(([file, path, change, said, isMade]) => {
      return { what: `${file} ${path} ${change}`, change, said, isMade };
    });
  });
  afterAll(() => place.dispose());

  test('[AP2] with a wrong value anywhere ends with one sentence that names the file, and no zip', () => {
    const wrong = tried.filter(({ change }) => change !== GONE);
    expect(wrong.length).toBeGreaterThan(200);
    const sentence = /^appPackage\/(manifest|de|es|fr|ja)\.json: \S[^\n]*\.$/;
    expect(wrong.filter(({ said, isMade }) => isMade || !sentence.test(said))).toEqual([]);
  });

  test('[AP2] with a part taken away is refused in one sentence, unless an app may go without it', () => {
    const gone = tried.filter(({ change }) => change === GONE);
    const made = gone.filter(({ isMade }) => isMade).map(({ what }) => what);
    expect(made.sort()).toEqual(OPTIONAL.map((one) => `${one} ${GONE}`).sort());
    const refused = gone.filter(({ isMade }) => !isMade);
    expect(refused.filter(({ said }) => !/^appPackage\/[^\n]+\.$/.test(said))).toEqual([]);
  });

  test('[AP2] without bots says just that', () => {
    expect(tried.find(({ what }) => what === `manifest.json bots ${GONE}`)?.said).toBe(
      'appPackage/manifest.json: bots is missing.',
    );
  });

  test('[AP11] a command that is gone is named', () => {
    const last = `manifest.json bots/0/commandLists/0/commands/11 ${GONE}`;
    expect(tried.find(({ what }) => what === last)?.said).toBe(
      'appPackage/manifest.json: bots[0].commandLists lacks help.',
    );
  });
});
