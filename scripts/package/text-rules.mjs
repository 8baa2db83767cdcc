/** What people read, in the manifest and in each translation of it alike: the store's rules. */
import { lettersOf } from './language-guess.mjs';
import { at, TOO_LITTLE } from './problems.mjs';
import { commandsOf, textAt, textFields } from './text-fields.mjs';

/** Microsoft's products (certification policy 1140.1.1), wherever they stand in a name. */
const PRODUCTS =
  /microsoft|teams|office|outlook|sharepoint|onedrive|onenote|powerpoint|azure|xbox|\b(excel|word|surface)\b/i;
/** Parts of Teams that the same policy keeps for itself. */
const FEATURES = /\b(chat|contacts|calendar|calls|files|activity|apps|help)\b/i;
const MAX_WORDS = 500;

/** Left over by whoever wrote it, or meant for a web page. */
const NO_TEXT = /\b(TODO|TBD|FIXME)\b|\b[Ll]orem ipsum\b|<[/!]?[a-z]/;
/** In letters: no description of anything is shorter. */
const MIN_LETTERS = 6;

export function* textProblems(manifest) {
  yield* nameProblems(manifest);
  yield* descriptionProblems(manifest.description);
  yield* unfinished(manifest);
  const titles = commandsOf(manifest).map(({ field, command }) => [
    `${field}.title`,
    command.title,
  ]);
  yield* repeated(titles);
  yield* repeated(
    manifest.staticTabs.flatMap(({ name }, index) => {
      return name === undefined ? [] : [[`staticTabs[${index}].name`, name]];
    }),
  );
}

function* nameProblems({ name, developer }) {
  for (const [key, text] of Object.entries(name)) {
    const found = PRODUCTS.exec(text)?.[0] ?? FEATURES.exec(text)?.[0];
    if (found) yield at(`name.${key}`, `must not contain "${found}"`);
  }
  const found = PRODUCTS.exec(developer.name)?.[0];
  if (found) yield at('developer.name', `must not contain "${found}"`);
}

function* unfinished(manifest) {
  for (const field of textFields(manifest)) {
    const text = textAt(manifest, field);
    const found = NO_TEXT.exec(text)?.[0];
    if (found) yield at(field, `must not contain "${found}"`);
    const isDescription = field.includes('description');
    if (isDescription && lettersOf(text).length < MIN_LETTERS) yield at(field, TOO_LITTLE);
  }
}

function* descriptionProblems({ short, full }) {
  if (/\bapps?\b/i.test(short)) yield at('description.short', 'must not contain the word "app"');
  if (/[.!?。]\s*\S/.test(short)) yield at('description.short', 'must be one sentence');
  const words = full.trim().split(/\s+/).length;
  if (words > MAX_WORDS) {
    yield at('description.full', `has ${words} words; at most ${MAX_WORDS} fit`);
  }
}

/** Later ones of texts that are the same but for their case. */
export function* repeated(fields) {
  const seen = new Map();
  for (const [field, text] of fields) {
    const key = text.toLowerCase();
    if (seen.has(key)) yield at(field, `is "${text}", as ${seen.get(key)} is already`);
    else seen.set(key, field);
  }
}
