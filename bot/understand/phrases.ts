/** Looks for phrases within a text, and takes them off its ends, without trying one after the other. */

/** Words are told apart by spaces, or by nothing: then a phrase may stand anywhere. */
export interface PhraseFinder {
  readonly isSpaced: boolean;
  /** By the first word, or the first sign. */
  readonly byHead: ReadonlyMap<string, readonly string[]>;
}

export function makeFinder(phrases: readonly string[], isSpaced: boolean): PhraseFinder {
  const byHead = new Map<string, readonly string[]>();
  for (const phrase of phrases) {
    const head = (isSpaced ? phrase.split(' ')[0] : phrase[0]) ?? '';
    if (head !== '') byHead.set(head, [...(byHead.get(head) ?? []), phrase]);
  }
  return { isSpaced, byHead };
}

export function hasPhrase(finder: PhraseFinder, text: string): boolean {
  for (const _ of findPhrases(finder, text)) return true;
  return false;
}

export function* findPhrases({ isSpaced, byHead }: PhraseFinder, text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    const end = isSpaced ? endOfWord(text, at) : at + 1;
    for (const phrase of byHead.get(text.slice(at, end)) ?? []) {
      const isWhole = !isSpaced || isEdge(text, at + phrase.length);
      if (isWhole && text.startsWith(phrase, at)) yield phrase;
    }
    at = isSpaced ? end + 1 : end;
  }
}

function endOfWord(text: string, from: number): number {
  const at = text.indexOf(' ', from);
  return at === -1 ? text.length : at;
}

function isEdge(text: string, at: number): boolean {
  return at < 0 || at >= text.length || text[at] === ' ';
}

/** Phrases that say nothing at either end. */
export interface Fillers {
  readonly isSpaced: boolean;
  readonly phrases: ReadonlySet<string>;
  /** The longest first. */
  readonly lengths: readonly number[];
}

export function makeFillers(phrases: readonly string[], isSpaced: boolean): Fillers {
  const lengths = [...new Set(phrases.map(({ length }) => length))];
  return { isSpaced, phrases: new Set(phrases), lengths: lengths.sort((a, b) => b - a) };
}

/** The text without the longest one at its begin. */
export function dropHead({ isSpaced, phrases, lengths }: Fillers, text: string): string {
  const found = lengths.find(
    (length) =>
      length <= text.length &&
      (!isSpaced || isEdge(text, length)) &&
      phrases.has(text.slice(0, length)),
  );
  return found === undefined ? text : text.slice(found).trim();
}

export function dropTail({ isSpaced, phrases, lengths }: Fillers, text: string): string {
  const found = lengths.find(
    (length) =>
      length <= text.length &&
      (!isSpaced || isEdge(text, text.length - length - 1)) &&
      phrases.has(text.slice(text.length - length)),
  );
  return found === undefined ? text : text.slice(0, text.length - found).trim();
}
