/** What a reviewer of the store or an administrator would object to, though each part has its shape. */
import { edit, expectSentences, MANIFEST, names, put, translate } from './faults';
import type { Fault } from './faults';
import { Workplace } from './package-run';
import type { Json } from './package-run';

jest.setTimeout(120_000);

const COMMANDS = 'bots[0].commandLists[0].commands';
const TONGUES = ['de', 'fr', 'es', 'ja'];
const NOT_HELP =
  'description.full must lead to our help page, https://presence-link.example/help, ' +
  'in its own language and nowhere else.';

const helpIn = (language: string, tag: string): Fault => ({
  what: `help of ${language} in ${tag}`,
  how: translate(language, (words) => {
    const full = String(words['description.full']);
    words['description.full'] = full.replace(/lang=..$/, `lang=${tag}`);
  }),
  says: `appPackage/${language}.json: ${NOT_HELP}`,
});

const leadingTo = (where: string): Fault => ({
  what: `a text that leads to ${where}`,
  how: edit(({ description }) => {
    description.full += `\n\nOr see ${where}, if you like.`;
  }),
  says: `${MANIFEST}: ${NOT_HELP}`,
});

const HELP: readonly Fault[] = [
  helpIn('de', 'fr'),
  helpIn('ja', 'zz'),
  ...['www.evil.test/login', 'evil.test', 'ftp://evil/x', 'mailto:evil', 'me@evil.test'].map(
    leadingTo,
  ),
];

/** Takes a part out of the manifest and its texts out of the translations. */
const without =
  (path: string, isLeft: (one: Json) => boolean, key: RegExp) => (place: Workplace) => {
    place.edit(MANIFEST, (manifest) => {
      const keys = path.split('.');
      const parent = keys.slice(0, -1).reduce((one, step) => one[step] as Json, manifest);
      parent[keys.at(-1)!] = (parent[keys.at(-1)!] as Json[]).filter(isLeft);
    });
    for (const one of TONGUES) {
      translate(one, (words) => {
        for (const gone of Object.keys(words).filter((name) => key.test(name))) delete words[gone];
      })(place);
    }
  };

/** Each alone: nothing else is said of a manifest without its parts. */
const PARTS: readonly Fault[] = [
  {
    what: 'no tab of its own',
    how: without('staticTabs', ({ name }) => name === undefined, /^staticTabs/),
    says: `${MANIFEST}: staticTabs lacks home, settings.`,
  },
  {
    what: 'one command only',
    how: without(
      'bots.0.commandLists.0.commands',
      ({ title }) => title === 'status',
      /commands\[([1-9]|1\d)\]/,
    ),
    says:
      `${MANIFEST}: bots[0].commandLists lacks set me Ready, why, pause, resume, find, ` +
      'who is free, tell me when, link, notify, language, help.',
  },
  {
    what: 'a tab for a page that the tab does not show',
    how: put('staticTabs.1.entityId', 'admin'),
    says: `${MANIFEST}: staticTabs[1].entityId must be one of home, settings, conversations, about.`,
  },
  {
    what: 'blanks around a name',
    how: put('name.short', ' Presence Link '),
    says: `${MANIFEST}: name.short begins or ends with a blank.`,
  },
  {
    what: 'a placeholder in a placeholder',
    how: put('developer.name', '${{${{BOT_ID}}}}'),
    says: `${MANIFEST}: developer.name holds \${{\${{BOT_ID}}, which is no placeholder.`,
  },
  {
    what: 'version 0.0.0',
    how: put('version', '0.0.0'),
    says: `${MANIFEST}: version must be three numbers such as 1.0.0, not 0.0.0.`,
  },
];

const TWICE: readonly Fault[] = (
  [
    ['staticTabs.0.scopes', 'personal'],
    ['bots.0.scopes', 'personal'],
    ['bots.0.commandLists.0.scopes', 'personal'],
    ['permissions', 'identity'],
    ['validDomains', 'presence-link.example'],
  ] as const
).map(([path, value]) => {
  const field = path.replaceAll(/\.(\d+)/g, '[$1]');
  return {
    what: path,
    how: put(path, [value, value]),
    says: `${MANIFEST}: ${field}[1] is "${value}", as ${field}[0] is already.`,
  };
});

const TOGETHER: readonly Fault[] = [
  {
    what: 'a version nobody counts to',
    how: put('version', '99999999999999999999.0.0'),
    says: `${MANIFEST}: version must be three numbers such as 1.0.0, not 99999999999999999999.0.0.`,
  },
  {
    what: 'a command that the bot does not know',
    how: put('bots.0.commandLists.0.commands.0.title', 'format my disk'),
    says: `${MANIFEST}: ${COMMANDS}[0].title is "format my disk", which the bot does not know.`,
  },
  {
    what: 'Microsoft as the developer',
    how: put('developer.name', 'Microsoft'),
    says: `${MANIFEST}: developer.name must not contain "Microsoft".`,
  },
  {
    what: 'two tabs by one name',
    how: put('staticTabs.1.name', 'home'),
    says: `${MANIFEST}: staticTabs[1].name is "home", as staticTabs[0].name is already.`,
  },
  {
    what: 'a text yet to be written',
    how: put('description.short', 'TODO write something about your presence'),
    says: `${MANIFEST}: description.short must not contain "TODO".`,
  },
  {
    what: 'text of a printer',
    how: translate('fr', (words) => (words['description.short'] = 'Lorem ipsum dolor sit')),
    says: 'appPackage/fr.json: description.short must not contain "Lorem ipsum".',
  },
  {
    what: 'marks of a web page',
    how: put('bots.0.commandLists.0.commands.2.description', 'Explains <b>why</b>'),
    says: `${MANIFEST}: ${COMMANDS}[2].description must not contain "<b".`,
  },
  {
    what: 'descriptions of one letter',
    how: translate('de', (words) => {
      for (const key of ['description.short', `${COMMANDS}[0].description`]) words[key] = 'x';
    }),
    says: `appPackage/de.json: description.short and ${COMMANDS}[0].description say too little.`,
  },
  {
    what: 'a Japanese text without a Japanese letter',
    how: translate('ja', (words) => (words['description.short'] = 'Gleichschritt Vonage Status')),
    says: 'appPackage/ja.json: description.short reads as another language, not as ja.',
  },
  {
    what: 'a page in another language than the listing',
    how: put('developer.termsOfUseUrl', 'https://presence-link.example/terms?lang=zz'),
    says: `${MANIFEST}: developer.termsOfUseUrl must lead to /terms, not to /terms?lang=zz.`,
  },
];

describe('a package that a reviewer would send back', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test.each(HELP)(
    '[AP13] leads to help in its own language and nowhere else: not $what',
    (fault) => {
      expectSentences(place, [fault]);
    },
  );

  test.each(PARTS)('[AP11] has the parts that the app has: not $what', (fault) => {
    expectSentences(place, [fault]);
  });

  test(`[AP11] says each thing once: ${names(TWICE)}`, () => {
    expectSentences(place, TWICE);
  });

  test(`[AP12] says what the app is: not ${names(TOGETHER)}`, () => {
    expectSentences(place, TOGETHER);
  });

  test('[AP2] a text that only the translations have is named once, with all their files', () => {
    for (const one of TONGUES) {
      translate(one, (words) => {
        Object.assign(words, { 'staticTabs[2].name': 'x', 'staticTabs[3].name': 'y' });
      })(place);
    }
    expect(place.run().said).toBe(
      'appPackage/de.json, fr.json, es.json, ja.json: staticTabs[2].name and staticTabs[3].name ' +
        'are in no field of manifest.json.\n',
    );
  });
});
