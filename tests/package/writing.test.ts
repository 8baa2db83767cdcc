import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { edit, expectSentences, MANIFEST, names, put, translate } from './faults';
import type { Fault } from './faults';
import { APP_PACKAGE, Workplace } from './package-run';
import type { Json } from './package-run';
import { readJson } from './project-files';
import type { Manifest } from './project-files';

jest.setTimeout(120_000);

const read = (file: string): Buffer => readFileSync(join(APP_PACKAGE, file));
const rewrite = (file: string, change: (text: string) => string | Buffer) => (place: Workplace) => {
  place.write(`appPackage/${file}`, change(read(file).toString('utf8')));
};

/** A language file that cannot be read, each its own, so that all are told together. */
const UNREADABLE: readonly Fault[] = [
  {
    what: 'Latin-1',
    how: rewrite('de.json', (text) => Buffer.from(text, 'latin1')),
    says: 'appPackage/de.json is not UTF-8, for language de.',
  },
  {
    what: 'a byte order mark',
    how: rewrite('fr.json', (text) => `\uFEFF${text}`),
    says: 'appPackage/fr.json begins with a byte order mark, for language fr.',
  },
  {
    what: 'a key that stands twice',
    how: rewrite('es.json', (text) => text.replace('{', '{ "name.sh\\u006frt": "Presence",')),
    says: 'appPackage/es.json: name.short stands twice, for language es.',
  },
  {
    what: 'a hundred thousand lists in each other',
    how: rewrite('ja.json', () => '['.repeat(100_000) + ']'.repeat(100_000)),
    says: 'appPackage/ja.json is nested more than 20 levels deep, for language ja.',
  },
];

const MANIFESTS: readonly Fault[] = [
  {
    what: 'a manifest in UTF-16',
    how: rewrite('manifest.json', (text) => Buffer.from(text, 'utf16le')),
    says: `${MANIFEST} is not UTF-8.`,
  },
  {
    what: 'a manifest with a byte order mark',
    how: rewrite('manifest.json', (text) => `\uFEFF${text}`),
    says: `${MANIFEST} begins with a byte order mark.`,
  },
  {
    what: 'a manifest of twelve million signs',
    how: rewrite('manifest.json', () => JSON.stringify({ id: '\n"'.repeat(3_000_000) })),
    says: `${MANIFEST} is larger than 1 MB.`,
  },
  {
    what: 'a bot with two ids',
    how: rewrite('manifest.json', (text) => text.replace('"botId"', '"botId": "x", "botId"')),
    says: `${MANIFEST}: bots[0].botId stands twice.`,
  },
  {
    what: 'a placeholder over two lines',
    how: edit((manifest) => (manifest.developer.name = '${{A\nB}}')),
    says: `${MANIFEST}: developer.name holds \${{A\\u000aB}}, which is no placeholder.`,
  },
];

/** No reader sees them, or they turn the text that follows round. */
const STRANGE: readonly Fault[] = [
  {
    what: 'a line end in a name',
    how: edit((manifest) => (manifest.name.short = 'Presence\nLink')),
    says: `${MANIFEST}: name.short holds U+000A, which no text may.`,
  },
  {
    what: 'text turned round',
    how: put('developer.name', 'Presence \u202EkniL'),
    says: `${MANIFEST}: developer.name holds U+202E, which no text may.`,
  },
  {
    what: 'half a character',
    how: put('bots.0.commandLists.0.commands.0.description', 'Shows \uD83D'),
    says: `${MANIFEST}: bots[0].commandLists[0].commands[0].description holds U+D83D, which no text may.`,
  },
  {
    what: 'a zero byte in a long text',
    how: put('description.full', 'Presence \u0000Link'),
    says: `${MANIFEST}: description.full holds U+0000, which no text may.`,
  },
  {
    what: 'a name of a field that nobody sees',
    how: put('icons.col\u200Bor', 'color.png'),
    says: `${MANIFEST}: icons.col\\u200bor holds U+200B, which no text may.`,
  },
  {
    what: 'a letter that takes no room',
    how: translate('es', (words) => (words['name.full'] = 'Presence\u3164Link')),
    says: 'appPackage/es.json: name.full holds U+3164, which no text may.',
  },
  {
    what: 'a mark of direction in a translation',
    how: translate('de', (words) => (words['name.short'] = 'Presence\u200FLink')),
    says: 'appPackage/de.json: name.short holds U+200F, which no text may.',
  },
  {
    what: 'what a wrong decoding leaves behind',
    how: translate('fr', (words) => (words['staticTabs[0].name'] = 'D\uFFFDbut')),
    says: 'appPackage/fr.json: staticTabs[0].name holds U+FFFD, which no text may.',
  },
];

/** The manifest's own words, by the keys of a language file. */
function englishWords(keys: readonly string[]): Json {
  const manifest = readJson('appPackage/manifest.json') as Json;
  const wordsAt = (key: string): unknown =>
    key.split(/[.[\]]+/).reduce<unknown>((value, step) => (value as Json)[step], manifest);
  return Object.fromEntries(keys.map((key) => [key, wordsAt(key)]));
}

const inEnglish = (language: string, isLeft: (key: string) => boolean) =>
  translate(language, (words) => {
    const keys = Object.keys(words).filter((key) => key !== '$schema' && isLeft(key));
    Object.assign(words, englishWords(keys));
  });

const FULL = 'description.full';
const fullOf = (language: string): unknown =>
  (readJson(`appPackage/${language}.json`) as Json)[FULL];

const UNTRANSLATED: readonly Fault[] = [
  {
    what: 'a translation wholly in English',
    how: inEnglish('de', () => true),
    says: 'appPackage/de.json: description.short, description.full and 15 more are still in English.',
  },
  {
    what: 'one text that nobody translated',
    how: inEnglish('fr', (key) => key === 'bots[0].commandLists[0].commands[11].description'),
    says: 'appPackage/fr.json: bots[0].commandLists[0].commands[11].description is still in English.',
  },
  {
    what: 'a text of another language',
    how: translate('es', (words) => (words[FULL] = fullOf('fr'))),
    says: 'appPackage/es.json: description.full reads as fr, not as es.',
  },
  {
    what: 'English that is not the manifest’s',
    how: translate('ja', (words) => (words[FULL] = `You and the help: ${helpOf(words)}`)),
    says: 'appPackage/ja.json: description.full reads as en, not as ja.',
  },
];

function helpOf(words: Json): string {
  return /https:\S+/.exec(String(words[FULL]))![0];
}

describe('what is written in the package', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test.each([...MANIFESTS])('[AP12] is read as it is meant, or not at all: $what', (fault) => {
    expectSentences(place, [fault]);
  });

  test(`[AP12] is read as it is meant, or not at all: ${names(UNREADABLE)}`, () => {
    expectSentences(place, UNREADABLE);
  });

  test(`[AP12] is seen by who reads it: not ${names(STRANGE)}`, () => {
    expectSentences(place, STRANGE);
  });

  test(`[AP12] is in the language it is said to be in: not ${names(UNTRANSLATED)}`, () => {
    expectSentences(place, UNTRANSLATED);
  });

  test('[AP12] a value of the environment that holds one is told once, with its fields', () => {
    const ids = 'TEAMS_APP_ID=x\nAAD_APP_CLIENT_ID=y\nBOT_ID=z\n';
    place.write('env/.env.demo', `TAB_DOMAIN="a\nb.example"\n${ids}`);
    const holds = 'hold U+000A, which no text may.';
    expect(place.run().said.split('\n')).toEqual([
      `${MANIFEST}: developer.websiteUrl, developer.privacyUrl and 7 more ${holds}`,
      '',
    ]);
  });

  test('[AP12] the manifest is in English', () => {
    const manifest = (words: string): ((place: Workplace) => void) =>
      edit((one: Manifest) => (one.description.short = words));
    expectSentences(place, [
      {
        what: 'German',
        how: manifest('Hält Ihren Status in VCC und in Teams im Gleichschritt.'),
        says: `${MANIFEST}: description.short reads as de, not as en.`,
      },
    ]);
  });
});
