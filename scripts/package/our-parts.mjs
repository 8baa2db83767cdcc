/**
 * The manifest we make, and nothing else: its parts, and the values of those in which this app shows
 * itself or asks for something. Whatever other apps have besides (agents, message extensions, scenes,
 * connectors, rights of a team …) would name files, hosts and rights that this package has not.
 */
import { LANGUAGES } from './language-rules.mjs';
import { at, joinField } from './problems.mjs';
import { repeated } from './text-rules.mjs';

/** Pages of the tab, as it shows them. */
export const OWN_TABS = ['home', 'settings'];
/** Tabs that Teams itself fills. */
export const TEAMS_TABS = ['conversations', 'about'];
/** What the bot understands. */
export const COMMANDS = [
  'status',
  'set me Ready',
  'why',
  'pause',
  'resume',
  'find',
  'who is free',
  'tell me when',
  'link',
  'notify',
  'language',
  'help',
];

/** Any value the schema takes. */
const ANY = null;

/** Lists stand for their entries; a list here holds the values that a field may have. */
const PARTS = {
  $schema: ANY,
  manifestVersion: ANY,
  version: ANY,
  id: ANY,
  developer: { name: ANY, websiteUrl: ANY, privacyUrl: ANY, termsOfUseUrl: ANY },
  localizationInfo: {
    defaultLanguageTag: ['en'],
    additionalLanguages: { languageTag: LANGUAGES, file: ANY },
  },
  name: { short: ANY, full: ANY },
  description: { short: ANY, full: ANY },
  icons: { color: ANY, outline: ANY },
  accentColor: ANY,
  defaultInstallScope: ['personal'],
  showLoadingIndicator: ANY,
  staticTabs: {
    entityId: [...OWN_TABS, ...TEAMS_TABS],
    name: ANY,
    contentUrl: ANY,
    websiteUrl: ANY,
    scopes: ['personal'],
  },
  bots: {
    botId: ANY,
    scopes: ['personal'],
    isNotificationOnly: [false],
    supportsFiles: [false],
    supportsCalling: [false],
    supportsVideo: [false],
    commandLists: {
      scopes: ['personal'],
      commands: { type: ['basic'], title: ANY, description: ANY },
    },
  },
  permissions: ['identity'],
  validDomains: ANY,
  webApplicationInfo: { id: ANY, resource: ANY },
};

/** Of any JSON: where it has no shape the schema says so. */
export function* foreignParts(value, parts = PARTS, field = '') {
  if (Array.isArray(value)) {
    const texts = value.map((one, index) => [joinField(value, field, index), one]);
    yield* repeated(texts.filter(([, one]) => typeof one === 'string'));
    for (const [index, one] of value.entries()) {
      yield* foreignParts(one, parts, joinField(value, field, index));
    }
  } else if (Array.isArray(parts)) {
    if (!parts.includes(value)) yield at(field, sayAllowed(parts));
  } else if (parts !== ANY && typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      const path = joinField(value, field, key);
      if (Object.hasOwn(parts, key)) yield* foreignParts(one, parts[key], path);
      else yield at(path, 'is no part of this package');
    }
  }
}

function sayAllowed(values) {
  return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`;
}
