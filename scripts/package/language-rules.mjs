/** A language file says the same things as the manifest, key for key, and keeps the same rules. */
import { at, MISSING, UNKNOWN } from './problems.mjs';
import { commandsOf, repeated, textProblems } from './text-rules.mjs';

/** Besides English, in which the manifest itself is written. */
export const LANGUAGES = ['de', 'fr', 'es', 'ja'];

const FIELD = 'localizationInfo.additionalLanguages';

/** Languages the manifest does not name, or names twice. */
export function* namedLanguages({ localizationInfo }) {
  if (localizationInfo.defaultLanguageTag !== 'en') {
    yield at('localizationInfo.defaultLanguageTag', 'must be en');
  }
  const named = localizationInfo.additionalLanguages.map((one) => one.languageTag);
  yield* repeated(named.map((tag, index) => [`${FIELD}[${index}].languageTag`, tag]));
  const missing = LANGUAGES.filter((tag) => !named.includes(tag));
  if (missing.length > 0) yield at(FIELD, `lacks ${missing.join(', ')}`);
}

/** Both have the right shape. */
export function* languageProblems(language, manifest) {
  const wanted = translatedFields(manifest);
  const given = Object.keys(language).filter((key) => key !== '$schema');
  for (const field of wanted) {
    if (!given.includes(field)) yield at(field, MISSING);
  }
  for (const field of given) {
    if (!wanted.includes(field)) yield at(field, UNKNOWN);
  }
  for (const found of textProblems(translate(manifest, language))) {
    if (given.includes(found.field)) yield found;
  }
}

/** What people read, as the keys of a language file. */
function translatedFields(manifest) {
  const texts = ['name', 'description'].flatMap((key) => [`${key}.short`, `${key}.full`]);
  const tabs = manifest.staticTabs.flatMap(({ name }, index) => {
    return name === undefined ? [] : [`staticTabs[${index}].name`];
  });
  const commands = commandsOf(manifest).flatMap(({ field }) => [
    `${field}.title`,
    `${field}.description`,
  ]);
  return [...texts, ...tabs, ...commands];
}

/** The manifest with the texts of a language in their places. */
function translate(manifest, language) {
  const translated = JSON.parse(JSON.stringify(manifest));
  for (const field of translatedFields(manifest)) {
    const keys = field.split(/[.[\]]+/);
    const parent = keys.slice(0, -1).reduce((value, key) => value[key], translated);
    if (language[field] !== undefined) parent[keys.at(-1)] = language[field];
  }
  return translated;
}
