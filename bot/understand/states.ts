/** Finds the state of the account that words mean. */
import type { Choice, Language } from './command';
import { compareWords, normaliseName } from './normalise';
import { PACKS, wordsOfConcept } from './packs';
import { CONCEPTS } from './word-pack';
import type { Concept } from './word-pack';

export type FoundState =
  | { readonly kind: 'one'; readonly choice: Choice }
  | { readonly kind: 'several'; readonly choices: readonly Choice[] }
  /** A state everybody knows, which this account lacks. */
  | { readonly kind: 'lacking' }
  | { readonly kind: 'none' };

const NONE: FoundState = { kind: 'none' };
const CATEGORY: Readonly<Partial<Record<Concept, string>>> = {
  ready: 'Ready',
  away: 'Away',
  extended: 'ExtendedAway',
};

/** The whole of the words names a state, without a slip. */
export function findState(
  words: string,
  choices: readonly Choice[],
  language: Language,
): FoundState {
  const exact = choices.filter(({ name }) => normaliseName(name) === words);
  if (exact.length > 0) return toFound(exact);
  const concept = CONCEPTS.find((one) => PACKS[language].concepts[one].includes(words));
  if (concept) return byConcept(concept, choices);
  const parts = byPartOfName(words, choices);
  return parts.some(({ name }) => leavesOutNo(words, name)) ? toAsked(parts) : toFound(parts);
}

const NEGATIONS: ReadonlySet<string> = new Set(
  Object.values(PACKS).flatMap(({ negations }) => negations),
);

/** "calls" is not "No calls", and neither is "no". */
function leavesOutNo(words: string, name: string): boolean {
  const said = words.split(' ');
  const isNo = (part: string): boolean => NEGATIONS.has(part);
  const isBare = said.every(isNo);
  return normaliseName(name)
    .split(' ')
    .some((part) => isNo(part) && (isBare || !said.includes(part)));
}

/** The whole of the words is a slip away from a state; short words are only asked about. */
export function findNearState(
  words: string,
  choices: readonly Choice[],
  language: Language,
): FoundState & { readonly isSure?: boolean } {
  if (words.length < 3) return NONE;
  const named = choices.map((choice) => ({
    choice,
    near: compareWords(words, normaliseName(choice.name)),
  }));
  const close = named.filter(({ near }) => near !== 'far');
  if (close.length > 0) {
    return {
      ...toFound(close.map(({ choice }) => choice)),
      isSure: close.every(({ near }) => near === 'near'),
    };
  }
  for (const concept of CONCEPTS) {
    const nearness = PACKS[language].concepts[concept].map((word) => compareWords(words, word));
    if (nearness.some((near) => near === 'near' || near === 'doubtful')) {
      return { ...byConcept(concept, choices), isSure: nearness.includes('near') };
    }
  }
  return NONE;
}

/** States that are mentioned among words that are not understood. */
export function findMentioned(
  words: string,
  choices: readonly Choice[],
  language: Language,
): readonly Choice[] {
  const isSpaced = language !== 'ja';
  const holds = (part: string): boolean =>
    part.length > 1 && (isSpaced ? ` ${words} `.includes(` ${part} `) : words.includes(part));
  const named = choices.filter(({ name }) => holds(normaliseName(name)));
  const meant = CONCEPTS.filter((concept) => PACKS[language].concepts[concept].some(holds)).flatMap(
    (concept) => {
      const found = byConcept(concept, choices);
      return found.kind === 'one' ? [found.choice] : found.kind === 'several' ? found.choices : [];
    },
  );
  return [...new Set([...named, ...meant])];
}

function byConcept(concept: Concept, choices: readonly Choice[]): FoundState {
  const category = CATEGORY[concept];
  const words = wordsOfConcept(concept);
  const plain = choices.filter(
    ({ name }) => normaliseName(name) === normaliseName(plainName(category)),
  );
  if (category !== undefined && plain.length > 0) return toFound(plain);
  const named = choices.filter(({ name }) => hasWord(normaliseName(name), words));
  if (category === undefined) return named.length === 0 ? { kind: 'lacking' } : toFound(named);
  const isFitting = (one: Choice): boolean => one.category === category;
  const fitting = named.filter(isFitting);
  if (fitting.length > 0) return toFound(fitting);
  const others = choices.filter(isFitting);
  // "Not Ready" has the word, and is not what is meant by it.
  if (named.length > 0) return toAsked([...named, ...others]);
  return others.length === 0 ? { kind: 'lacking' } : toFound(others);
}

function plainName(category: string | undefined): string {
  return category === 'ExtendedAway' ? 'Extended Away' : (category ?? '');
}

function hasWord(name: string, words: ReadonlySet<string>): boolean {
  return words.has(name) || name.split(' ').some((part) => words.has(part));
}

/** "comfort" is enough where one state only has the word. */
function byPartOfName(words: string, choices: readonly Choice[]): readonly Choice[] {
  const parts = words.split(' ').filter((part) => part.length > 2);
  if (parts.length === 0 || parts.length !== words.split(' ').length) return [];
  return choices.filter(({ name }) => {
    const has = normaliseName(name).split(' ');
    return parts.every((part) => has.includes(part));
  });
}

/** To be asked about, be it one only. */
function toAsked(choices: readonly Choice[]): FoundState {
  return { kind: 'several', choices };
}

function toFound(choices: readonly Choice[]): FoundState {
  const [first, second] = choices;
  if (!first) return NONE;
  return second ? { kind: 'several', choices } : { kind: 'one', choice: first };
}
