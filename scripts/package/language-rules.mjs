/** A language file says the same things as the manifest, key for key. */
import { descriptionProblems, repeated } from './manifest-rules.mjs';

/** Besides English, in which the manifest itself is written. */
export const LANGUAGES = ['de', 'fr', 'es', 'ja'];

/** Languages the manifest does not name, as `{ field, problem }`. */
export function* namedLanguages({ localizationInfo }) {
  if (localizationInfo?.defaultLanguageTag !== 'en') {
    yield { field: 'localizationInfo.defaultLanguageTag', problem: 'must be en' };
  }
  const named = (localizationInfo?.additionalLanguages ?? []).map((one) => one.languageTag);
  const missing = LANGUAGES.filter((tag) => !named.includes(tag));
  if (missing.length === 0) return;
  const field = 'localizationInfo.additionalLanguages';
  yield { field, problem: `lacks ${missing.join(', ')}` };
}

export function* languageProblems(language, manifest) {
  const wanted = translatedFields(manifest);
  const given = Object.keys(language).filter((key) => key !== '$schema');
  for (const field of wanted) {
    if (!given.includes(field)) yield { field, problem: 'is missing' };
  }
  for (const field of given) {
    if (!wanted.includes(field)) yield { field, problem: 'is in no field of manifest.json' };
  }
  yield* repeated(
    Object.entries(language).filter(([field]) => /\.commands\[\d+\]\.title$/.test(field)),
  );
  yield* descriptionProblems({
    short: String(language['description.short'] ?? ''),
    full: String(language['description.full'] ?? 'https://'),
  });
}

/** What people read, as the keys of a language file. */
function translatedFields(manifest) {
  const tabs = (manifest.staticTabs ?? []).flatMap((tab, index) => {
    return tab.name === undefined ? [] : [`staticTabs[${index}].name`];
  });
  const commands = (manifest.bots ?? []).flatMap((bot, botIndex) => {
    return (bot.commandLists ?? []).flatMap((list, listIndex) => {
      const parent = `bots[${botIndex}].commandLists[${listIndex}]`;
      return (list.commands ?? []).flatMap((_, index) => [
        `${parent}.commands[${index}].title`,
        `${parent}.commands[${index}].description`,
      ]);
    });
  });
  const texts = ['name', 'description'].flatMap((key) => [`${key}.short`, `${key}.full`]);
  return [...texts, ...tabs, ...commands];
}
