import { SHOWN_PAGES } from '../../tab/pages/routes';
import { edit, expectSentences, MANIFEST, put } from './faults';
import type { Fault } from './faults';
import { Workplace } from './package-run';
import { readJson } from './project-files';

jest.setTimeout(120_000);

const NIL = '00000000-0000-0000-0000-000000000000';
const CLIENT_ID = '2f7d9a10-64c3-4e58-9b02-c1d5e8f3a703';
const OTHER_ID = 'aaaaaaaa-1111-4111-8111-111111111111';

/** Parts that other apps have: they name files, hosts and rights that this one has not. */
const FOREIGN: Readonly<Record<string, unknown>> = {
  copilotAgents: { declarativeAgents: [{ id: 'agent', file: 'agent.json' }] },
  composeExtensions: [
    { composeExtensionType: 'apiBased', apiSpecificationFile: 'openapi.yaml', commands: [] },
  ],
  meetingExtensionDefinition: { scenes: [{ id: NIL, file: 'scene.zip', preview: 'scene.png' }] },
  authorization: {
    permissions: { resourceSpecific: [{ name: 'Everything.Do.All', type: 'Application' }] },
  },
  devicePermissions: ['geolocation'],
  graphConnector: { notificationUrl: 'http://elsewhere.example/hook' },
  configurableTabs: [{ configurationUrl: 'https://elsewhere.example/', scopes: ['team'] }],
  connectors: [{ connectorId: 'x', configurationUrl: 'https://elsewhere.example/' }],
  extensions: [],
  agentSkills: null,
};

const NESTED: Readonly<Record<string, unknown>> = {
  'icons.color32x32': 'small.png',
  'localizationInfo.defaultLanguageFile': 'en.json',
  'bots.0.configuration': { team: { fetchTask: true } },
  'bots.0.commandLists.0.commands.2.prompt': 'why',
  'staticTabs.0.searchUrl': 'https://elsewhere.example/',
  'webApplicationInfo.nestedAppAuthInfo': [],
};

const VALUES: readonly (readonly [string, unknown, string])[] = [
  ['permissions', ['messageTeamMembers'], 'permissions[0] must be identity'],
  ['bots.0.scopes', ['personal', 'team'], 'bots[0].scopes[1] must be personal'],
  ['bots.0.supportsFiles', true, 'bots[0].supportsFiles must be false'],
  ['bots.0.supportsCalling', true, 'bots[0].supportsCalling must be false'],
  [
    'bots.0.commandLists.0.scopes.0',
    'groupChat',
    'bots[0].commandLists[0].scopes[0] must be personal',
  ],
  [
    'bots.0.commandLists.0.commands.1.type',
    'prompt',
    'bots[0].commandLists[0].commands[1].type must be basic',
  ],
  ['staticTabs.1.scopes', ['team'], 'staticTabs[1].scopes[0] must be personal'],
  ['defaultInstallScope', 'team', 'defaultInstallScope must be personal'],
  [
    'localizationInfo.additionalLanguages.1.languageTag',
    'it',
    'localizationInfo.additionalLanguages[1].languageTag must be one of de, fr, es, ja',
  ],
  ['localizationInfo.defaultLanguageTag', 'de', 'localizationInfo.defaultLanguageTag must be en'],
  [
    'staticTabs.0.entityId',
    'house',
    'staticTabs[0].entityId must be one of home, settings, conversations, about',
  ],
];

const field = (path: string): string => path.replaceAll(/\.(\d+)/g, '[$1]');

const noPart = ([path, value]: readonly [string, unknown]): Fault => ({
  what: path,
  how: put(path, value),
  says: `${MANIFEST}: ${field(path)} is no part of this package.`,
});

/** Each alone: they are about the same three fields. */
const IDS: readonly Fault[] = [
  {
    what: 'a bot whose id is the sign-in’s',
    how: edit((manifest) => (manifest.bots[0]!.botId = CLIENT_ID)),
    says: `${MANIFEST}: bots[0].botId must be the BOT_ID of the environment, not ${CLIENT_ID}.`,
  },
  {
    what: 'an app by the id of another environment',
    how: edit((manifest) => (manifest.id = OTHER_ID)),
    says: `${MANIFEST}: id must be the TEAMS_APP_ID of the environment, not ${OTHER_ID}.`,
  },
  {
    what: 'a sign-in by another id',
    how: edit(({ webApplicationInfo }) => {
      webApplicationInfo.id = OTHER_ID;
      webApplicationInfo.resource = `api://presence-link.example/${OTHER_ID}`;
    }),
    says: `${MANIFEST}: webApplicationInfo.id must be the AAD_APP_CLIENT_ID of the environment, not ${OTHER_ID}.`,
  },
];

describe('a manifest with more than ours', () => {
  let place: Workplace;
  beforeEach(() => (place = new Workplace()));
  afterEach(() => place.dispose());

  const parts = [...Object.entries(FOREIGN), ...Object.entries(NESTED)].map(noPart);

  test('[AP11] has no part of other apps: each is refused by one sentence', () => {
    expectSentences(place, parts);
  });

  test('[AP11] asks for nothing and shows itself nowhere that this app does not', () => {
    expectSentences(
      place,
      VALUES.map(([path, value, says]) => ({
        what: path,
        how: put(path, value),
        says: `${MANIFEST}: ${says}.`,
      })),
    );
  });

  test('[AP11] has the pages that the tab shows, and no others', () => {
    const { staticTabs } = readJson(MANIFEST) as {
      readonly staticTabs: readonly { readonly entityId: string }[];
    };
    const own = staticTabs.map(({ entityId }) => entityId).slice(0, -2);
    expect(own).toEqual(SHOWN_PAGES);
  });

  test.each(IDS)('[AP11] has the ids of its environment, not $what', (fault) => {
    expectSentences(place, [fault]);
  });

  const withIds = (ids: readonly [string, string, string]): string => {
    const [app, client, bot] = ids;
    place.write(
      'env/.env.demo',
      `TAB_DOMAIN=presence-link.example\nTEAMS_APP_ID=${app}\nAAD_APP_CLIENT_ID=${client}\nBOT_ID=${bot}\n`,
    );
    return place.run().said;
  };

  test('[AP11] has three ids that differ, and none of nothing but zeros', () => {
    expect(withIds([OTHER_ID, CLIENT_ID, CLIENT_ID])).toBe(
      `${MANIFEST}: webApplicationInfo.id is "${CLIENT_ID}", as bots[0].botId is already.\n`,
    );
    expect(withIds([OTHER_ID, CLIENT_ID, NIL])).toBe(
      `${MANIFEST}: bots[0].botId is a GUID of nothing but zeros.\n`,
    );
  });
});
