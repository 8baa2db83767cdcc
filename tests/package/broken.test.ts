import {
  edit,
  expectSentences,
  languageFile,
  MANIFEST,
  nameLanguageFile,
  names,
  readIcon,
  translate,
} from './faults';
import type { Fault } from './faults';
import { Workplace } from './package-run';
import type { Json } from './package-run';

// Each run is a process of its own, slow where many run beside it.
jest.setTimeout(120_000);

/** Each package has one fault, and one sentence names its file and field. */
const TEN: readonly Fault[] = [
  {
    what: 'a missing icon',
    how: (place) => place.remove('appPackage/outline.png'),
    says: 'appPackage/outline.png: the icon of icons.outline is missing.',
  },
  {
    what: 'an icon of the wrong size',
    how: (place) => place.write('appPackage/outline.png', readIcon('color.png')),
    says: 'appPackage/outline.png: the icon of icons.outline is 192 x 192 pixels; it must be 32 x 32.',
  },
  {
    what: 'a name that is too long',
    how: edit((manifest) => (manifest.name.short = 'Presence Link for Vonage Contact Center')),
    says: `${MANIFEST}: name.short must NOT have more than 30 characters.`,
  },
  {
    what: 'an unknown placeholder',
    how: edit((manifest) => (manifest.developer.name = '${{COMPANY}}')),
    says: `${MANIFEST}: developer.name uses \${{COMPANY}}, which has no value in env/.env.demo.`,
  },
  {
    what: 'an http address',
    how: edit(
      (manifest) => (manifest.developer.privacyUrl = 'http://presence-link.example/privacy'),
    ),
    says: `${MANIFEST}: developer.privacyUrl must be an https address, not http://presence-link.example/privacy.`,
  },
  {
    what: 'a bot id that is no GUID',
    how: edit((manifest) => (manifest.bots[0]!.botId = 'presence-link-bot')),
    says: `${MANIFEST}: bots[0].botId must be a GUID, not presence-link-bot.`,
  },
  {
    what: 'a missing translation',
    how: (place) =>
      place.edit('appPackage/ja.json', (words) => {
        delete words['bots[0].commandLists[0].commands[3].title'];
      }),
    says: 'appPackage/ja.json: bots[0].commandLists[0].commands[3].title is missing.',
  },
  {
    what: 'a command that stands twice',
    how: edit((manifest) => (manifest.bots[0]!.commandLists[0]!.commands[4]!.title = 'Status')),
    says:
      `${MANIFEST}: bots[0].commandLists[0].commands[4].title is "Status", as ` +
      'bots[0].commandLists[0].commands[0].title is already.',
  },
  {
    what: 'an unknown permission',
    how: edit((manifest) => manifest.permissions.push('everything')),
    says: `${MANIFEST}: permissions[1] must be identity.`,
  },
  {
    what: 'another schema version',
    how: edit((manifest) => (manifest.manifestVersion = '1.16')),
    says: `${MANIFEST}: manifestVersion is 1.16; this package is made for 1.30.`,
  },
];

/** Faults that do not meet, tried together: each has its sentence. */
const MORE: readonly (readonly Fault[])[] = [
  [
    {
      what: 'a manifest that is no JSON',
      how: (place) => place.write(MANIFEST, '{ "id": '),
      says: `${MANIFEST} is not JSON: Unexpected end of JSON input.`,
    },
  ],
  [
    {
      what: 'braces that are no placeholder',
      how: edit((manifest) => (manifest.developer.name = '${{COMPANY-NAME}}')),
      says: `${MANIFEST}: developer.name holds \${{COMPANY-NAME}}, which is no placeholder.`,
    },
  ],
  [
    {
      what: 'a key nobody knows',
      how: edit((manifest) => (manifest.bots[0]!.colour = 'green')),
      says: `${MANIFEST}: bots[0].colour is no part of this package.`,
    },
    {
      what: 'a field that has to be there',
      how: edit((manifest) => delete manifest.developer.name),
      says: `${MANIFEST}: developer.name is missing.`,
    },
    {
      what: 'a language file that is gone',
      how: (place) => place.remove('appPackage/fr.json'),
      says: 'appPackage/fr.json is missing, for language fr.',
    },
    {
      what: 'a language file that is no JSON',
      how: (place) => place.write('appPackage/es.json', '{'),
      says: expect.stringMatching(
        /^appPackage\/es\.json is not JSON: .+, for language es\.$/,
      ) as string,
    },
    {
      what: 'an icon that is cut off',
      how: (place) => place.write('appPackage/color.png', readIcon('color.png').subarray(0, 900)),
      says: 'appPackage/color.png: the icon of icons.color ends in the middle.',
    },
  ],
  [
    {
      what: 'an address outside the valid domains',
      how: edit(
        (manifest) => (manifest.staticTabs[0]!.contentUrl = 'https://elsewhere.example/tab/'),
      ),
      says: `${MANIFEST}: staticTabs[0].contentUrl leads to elsewhere.example, which validDomains does not name.`,
    },
    {
      what: 'a foreign product in the name',
      how: edit((manifest) => (manifest.name.short = 'Presence for Teams')),
      says: `${MANIFEST}: name.short must not contain "Teams".`,
    },
    {
      what: 'the word app in the short description',
      how: edit((manifest) => (manifest.description.short = 'An app that joins two presences.')),
      says: `${MANIFEST}: description.short must not contain the word "app".`,
    },
    {
      what: 'a version that is no version',
      how: edit((manifest) => (manifest.version = '1.0')),
      says: `${MANIFEST}: version must be three numbers such as 1.0.0, not 1.0.`,
    },
    {
      what: 'a language nobody translates to any more',
      how: edit((manifest) => manifest.localizationInfo.additionalLanguages.pop()),
      says: `${MANIFEST}: localizationInfo.additionalLanguages lacks ja.`,
    },
    {
      what: 'a resource that is not the registration’s',
      how: edit(
        (manifest) => (manifest.webApplicationInfo.resource = 'api://presence-link.example'),
      ),
      says:
        `${MANIFEST}: webApplicationInfo.resource must be ` +
        'api://presence-link.example/2f7d9a10-64c3-4e58-9b02-c1d5e8f3a703, not api://presence-link.example.',
    },
  ],
  [
    {
      what: 'a translation of nothing',
      how: translate('de', (words) => (words['staticTabs[7].name'] = 'Nirgends')),
      says: 'appPackage/de.json: staticTabs[7].name is in no field of manifest.json.',
    },
    {
      what: 'a translated description that is too long',
      how: translate(
        'es',
        (words) => (words['description.short'] = 'Sincroniza su estado, '.repeat(4)),
      ),
      says: 'appPackage/es.json: description.short must NOT have more than 80 characters.',
    },
    {
      what: 'a translated name that is too long',
      how: translate(
        'fr',
        (words) => (words['name.short'] = 'Presence Link pour Vonage Contact Center'),
      ),
      says: 'appPackage/fr.json: name.short must NOT have more than 30 characters.',
    },
    {
      what: 'two translated commands that are the same',
      how: translate('ja', (words) => {
        words['bots[0].commandLists[0].commands[4].title'] =
          words['bots[0].commandLists[0].commands[0].title'];
      }),
      says:
        'appPackage/ja.json: bots[0].commandLists[0].commands[4].title is "ステータス", as ' +
        'bots[0].commandLists[0].commands[0].title is already.',
    },
  ],
  [
    {
      what: 'a foreign product in a translated name',
      how: translate('de', (words) => (words['name.short'] = 'Microsoft Teams Status')),
      says: 'appPackage/de.json: name.short must not contain "Microsoft".',
    },
    {
      what: 'a foreign product in a translated full name',
      how: translate('es', (words) => (words['name.full'] = 'Estado de Outlook')),
      says: 'appPackage/es.json: name.full must not contain "Outlook".',
    },
    {
      what: 'a part of Teams in a translated name',
      how: translate('fr', (words) => (words['name.full'] = 'Presence Link Chat')),
      says: 'appPackage/fr.json: name.full must not contain "Chat".',
    },
    {
      what: 'two sentences where one has to do',
      how: translate(
        'ja',
        (words) => (words['description.short'] = '状態をそろえます。便利です。'),
      ),
      says: 'appPackage/ja.json: description.short must be one sentence.',
    },
  ],
  [
    {
      what: 'an icon from outside the folder',
      how: edit((manifest) => (manifest.icons.color = '../env/.env.demo')),
      says: `${MANIFEST}: icons.color must be the plain name of a file in appPackage, not ../env/.env.demo.`,
    },
    {
      what: 'an icon by its whole path',
      how: edit((manifest) => (manifest.icons.outline = '/etc/hostname')),
      says: `${MANIFEST}: icons.outline must be the plain name of a file in appPackage, not /etc/hostname.`,
    },
    {
      what: 'a language file by a way round',
      how: nameLanguageFile(0, 'x/../de.json'),
      says: `${languageFile(0)} must be the plain name of a file in appPackage, not x/../de.json.`,
    },
    {
      what: 'a language file by a way round as Windows writes it',
      how: nameLanguageFile(1, 'x\\..\\fr.json'),
      says: `${languageFile(1)} must be the plain name of a file in appPackage, not x\\..\\fr.json.`,
    },
    {
      what: 'a language file on a drive',
      how: nameLanguageFile(2, 'C:es.json'),
      says: `${languageFile(2)} must be the plain name of a file in appPackage, not C:es.json.`,
    },
    {
      what: 'a language file that would take the place of the manifest',
      how: nameLanguageFile(3, 'manifest.json'),
      says: `${languageFile(3)} must be the plain name of a file in appPackage, not manifest.json.`,
    },
  ],
  [
    {
      what: 'a language file for two languages',
      how: nameLanguageFile(1, 'de.json'),
      says:
        `${languageFile(1)} is "de.json", as ` +
        'localizationInfo.additionalLanguages[0].file is already.',
    },
  ],
];

describe('a broken package', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  test.each(TEN)('[AP2] $what ends with one sentence and no zip', ({ how, says }) => {
    how(place);
    expect(place.run()).toEqual({ code: 1, said: `${says}\n`, made: [], entries: {} });
  });

  test.each(MORE.map((faults) => ({ what: names(faults), faults })))(
    '[AP2] each has its sentence: $what',
    ({ faults }) => expectSentences(place, faults),
  );

  test('[AP2] every fault is named, and an older zip does not stay behind', () => {
    expect(place.run().made).toEqual(['appPackage.demo.zip']);
    place.remove('appPackage/outline.png');
    place.edit(MANIFEST, (manifest: Json) => (manifest['accentColor'] = 'green'));
    const { code, said, made } = place.runProcess();
    expect(said.split('\n')).toEqual([
      `${MANIFEST}: accentColor must be a colour such as #124E60, not green.`,
      'appPackage/outline.png: the icon of icons.outline is missing.',
      '',
    ]);
    expect({ code, made }).toEqual({ code: 1, made: [] });
  });

  test('[AP2] an environment that does not exist is named beside those that do', () => {
    expect(place.run('nowhere')).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /^env\/\.env\.nowhere: there is no such environment; there are: /,
      ),
    });
  });
});
