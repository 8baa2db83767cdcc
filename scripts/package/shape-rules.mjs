/**
 * What has to hold before the rules on values can look at a manifest: its schema, the parts this
 * product is made of and no others, nothing left empty, no blank around a text, no character that
 * nobody sees. So no other rule ever meets a `null` or a number.
 */
import { strangeCharacters } from './characters.mjs';
import { COMMANDS, foreignParts, OWN_TABS, TEAMS_TABS } from './our-parts.mjs';
import { at, EMPTY, joinField, MISSING } from './problems.mjs';
import { checkSchema, SCHEMA_VERSION, schemaUrl } from './schema-check.mjs';
import { commandsOf } from './text-fields.mjs';

/** The schema lets an app do without these; this one is made of them. */
const PARTS = [
  'localizationInfo',
  'localizationInfo.additionalLanguages',
  'name.full',
  'staticTabs',
  'bots',
  'permissions',
  'validDomains',
  'webApplicationInfo',
  'webApplicationInfo.id',
  'webApplicationInfo.resource',
];

/** Resolves to problems; with any, nothing more can be said of the manifest. */
export async function shapeProblems(manifest) {
  if (!isObject(manifest)) return [at('what it holds', 'must be an object')];
  const strange = [...strangeCharacters(manifest)];
  if (strange.length > 0) return strange;
  const other = [...otherVersion(manifest)];
  if (other.length > 0) return other;
  const foreign = [...foreignParts(manifest)];
  // Of a part that is refused as a whole nothing else is said.
  const found = (await checkSchema(manifest, 'manifest')).filter(
    ({ field }) => !foreign.some((one) => isWithin(field, one.field)),
  );
  if (foreign.length + found.length > 0) return [...foreign, ...found];
  const empty = [...blankFields(manifest)];
  return empty.length > 0 ? empty : [...missingParts(manifest)];
}

/** The same of a language file. */
export async function languageShapeProblems(language) {
  if (!isObject(language)) return [at('what it holds', 'must be an object')];
  if (language.$schema !== undefined && language.$schema !== schemaUrl('language')) {
    return [at('$schema', `must be ${schemaUrl('language')}`)];
  }
  const strange = [...strangeCharacters(language)];
  if (strange.length > 0) return strange;
  const found = await checkSchema(language, 'language');
  return found.length > 0 ? found : [...blankFields(language)];
}

const isWithin = (field, part) =>
  field === part || field.startsWith(`${part}.`) || field.startsWith(`${part}[`);

export const isObject = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* otherVersion({ manifestVersion, $schema }) {
  if (manifestVersion !== SCHEMA_VERSION) {
    const given =
      typeof manifestVersion === 'string' ? manifestVersion : JSON.stringify(manifestVersion);
    const is = given ? `is ${given}` : manifestVersion === '' ? EMPTY : MISSING;
    yield at('manifestVersion', `${is}; this package is made for ${SCHEMA_VERSION}`);
  } else if ($schema !== schemaUrl('manifest')) {
    yield at('$schema', `must be ${schemaUrl('manifest')}`);
  }
}

function* blankFields(value, field = '') {
  if (typeof value === 'string' && value.trim() === '') yield at(field, EMPTY);
  else if (typeof value === 'string' && value.trim() !== value) {
    yield at(field, 'begins or ends with a blank');
  }
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  if (entries.length === 0) yield at(field, EMPTY);
  for (const [key, one] of entries) yield* blankFields(one, joinField(value, field, key));
}

function* missingParts(manifest) {
  for (const field of PARTS) {
    const keys = field.split('.');
    const parent = keys.slice(0, -1).reduce((value, key) => value?.[key], manifest);
    if (parent !== undefined && parent[keys.at(-1)] === undefined) yield at(field, MISSING);
  }
  const { staticTabs = [], bots = [] } = manifest;
  const lost = OWN_TABS.filter((page) => !staticTabs.some(({ entityId }) => entityId === page));
  if (lost.length > 0 && staticTabs.length > 0) {
    yield at('staticTabs', `lacks ${lost.join(', ')}`);
  }
  for (const [index, tab] of staticTabs.entries()) {
    if (TEAMS_TABS.includes(tab.entityId)) continue;
    for (const key of ['name', 'contentUrl', 'websiteUrl']) {
      if (tab[key] === undefined) yield at(`staticTabs[${index}].${key}`, MISSING);
    }
  }
  yield* missingOfBots(bots);
}

function* missingOfBots(bots) {
  for (const [index, bot] of bots.entries()) {
    if (bot.commandLists === undefined) yield at(`bots[${index}].commandLists`, MISSING);
  }
  const listed = commandsOf({ bots });
  const titles = listed.map(({ command }) => command.title.toLowerCase());
  const lost = COMMANDS.filter((title) => !titles.includes(title.toLowerCase()));
  // As many as there should be: then another is wrong, and it is told which.
  if (titles.length > 0 && titles.length < COMMANDS.length) {
    yield at('bots[0].commandLists', `lacks ${lost.join(', ')}`);
  }
  for (const { field, command } of listed) {
    if (command.description === undefined) yield at(`${field}.description`, MISSING);
  }
}
