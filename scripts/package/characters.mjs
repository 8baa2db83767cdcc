/** Characters that nobody sees, that turn the text after them round, or that are halves of one. */
import { at, HOLDS, joinField } from './problems.mjs';

const STRANGE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{NChar}\p{DI}\uFFFD]/gu;
/** Has paragraphs. */
const LONG = 'description.full';

/** Of any JSON: names of fields too. */
export function* strangeCharacters(value, field = '') {
  if (typeof value === 'string') {
    const found = strangeIn(field === LONG ? value.replaceAll('\n', ' ') : value);
    if (found) yield at(field, found);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    const path = joinField(value, field, key);
    const found = strangeIn(key);
    if (found) yield at(path, found);
    else yield* strangeCharacters(one, path);
  }
}

function strangeIn(text) {
  const [found] = text.match(STRANGE) ?? [];
  return found && `${HOLDS}${hexOf(found).toUpperCase()}, which no text may`;
}

/** A text as one line in which each of them is seen. */
export function showStrange(text) {
  return text.replaceAll(STRANGE, (one) => `\\u${hexOf(one)}`);
}

const hexOf = (one) => one.codePointAt(0).toString(16).padStart(4, '0');
