/** What people read, in the manifest and in each translation of it alike: the store's rules. */
import { at } from './problems.mjs';

/** Microsoft's products (certification policy 1140.1.1), wherever they stand in a name. */
const PRODUCTS =
  /microsoft|teams|office|outlook|sharepoint|onedrive|onenote|powerpoint|azure|xbox|\b(excel|word|surface)\b/i;
/** Parts of Teams that the same policy keeps for itself. */
const FEATURES = /\b(chat|contacts|calendar|calls|files|activity|apps|help)\b/i;
const MAX_WORDS = 500;

export function* textProblems(manifest) {
  yield* nameProblems(manifest.name);
  yield* descriptionProblems(manifest.description);
  yield* repeated(
    commandsOf(manifest).map(({ field, command }) => [`${field}.title`, command.title]),
  );
}

function* nameProblems(name) {
  for (const [key, text] of Object.entries(name)) {
    const found = PRODUCTS.exec(text)?.[0] ?? FEATURES.exec(text)?.[0];
    if (found) yield at(`name.${key}`, `must not contain "${found}"`);
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

/** Every command with its place. */
export function commandsOf({ bots }) {
  return bots.flatMap(({ commandLists = [] }, bot) =>
    commandLists.flatMap(({ commands }, list) =>
      commands.map((command, index) => ({
        field: `bots[${bot}].commandLists[${list}].commands[${index}]`,
        command,
      })),
    ),
  );
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
