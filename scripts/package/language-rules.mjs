/** A language file says the same things as the manifest, key for key, and keeps the same rules. */
import { helpProblems } from './address-rules.mjs';
import { lettersOf, otherLanguage, SOME_OTHER } from './language-guess.mjs';
import { at, ENGLISH, MISSING, READS_AS, UNKNOWN } from './problems.mjs';
import { placeOf, textAt, textFields } from './text-fields.mjs';
import { repeated, textProblems } from './text-rules.mjs';

/** Besides English, in which the manifest itself is written. */
export const LANGUAGES = ['de', 'fr', 'es', 'ja'];

const FIELD = 'localizationInfo.additionalLanguages';

/** Languages the manifest does not name, or names twice. */
export function* namedLanguages({ localizationInfo }) {
  const named = localizationInfo.additionalLanguages.map((one) => one.languageTag);
  yield* repeated(named.map((tag, index) => [`${FIELD}[${index}].languageTag`, tag]));
  const missing = LANGUAGES.filter((tag) => !named.includes(tag));
  if (missing.length > 0) yield at(FIELD, `lacks ${missing.join(', ')}`);
}

/** Both have the right shape. `tag`: of the language; with wrong hosts nothing is said of where it leads. */
export function* languageProblems(language, { tag, manifest, areHostsRight }) {
  const wanted = textFields(manifest);
  const given = Object.keys(language).filter((key) => key !== '$schema');
  for (const field of wanted) {
    if (!given.includes(field)) yield at(field, MISSING);
  }
  for (const field of given) {
    if (!wanted.includes(field)) yield at(field, UNKNOWN);
  }
  const translated = translate(manifest, language);
  const found = [
    ...untranslated(translated, manifest),
    ...tongueProblems(translated, tag),
    ...textProblems(translated),
    ...(areHostsRight ? helpProblems(translated, tag) : []),
  ];
  yield* found.filter(({ field }) => given.includes(field));
}

/** A name may be the same in every language, and so may a word or two. */
function* untranslated(translated, manifest) {
  for (const field of textFields(manifest)) {
    const [ours, english] = [translated, manifest].map((one) => textAt(one, field));
    const isNameOrWord = field.startsWith('name.') || english.split(' ').length <= 2;
    if (!isNameOrWord && lettersOf(ours) === lettersOf(english)) yield at(field, ENGLISH);
  }
}

/** Texts in another language than `tag`. */
export function* tongueProblems(manifest, tag) {
  for (const field of textFields(manifest)) {
    const other = otherLanguage(textAt(manifest, field), tag);
    // Our own name stands in Latin letters everywhere.
    const isName = field.startsWith('name.') && other === SOME_OTHER;
    if (other !== null && !isName) yield at(field, `${READS_AS} ${other}, not as ${tag}`);
  }
}

/** The manifest with the texts of a language in their places. */
function translate(manifest, language) {
  const translated = JSON.parse(JSON.stringify(manifest));
  for (const field of textFields(manifest)) {
    const { parent, key } = placeOf(translated, field);
    if (language[field] !== undefined) parent[key] = language[field];
  }
  return translated;
}
