/** Finds the state of the account that words mean. */
import type { Choice } from './command';
import type { NamedChoice } from './names';
import { PACKS, wordsOfConcept } from './packs';
import { findPhrases } from './phrases';
import type { PreparedPack } from './prepare';
import { compareWords, findNear, toWord } from './slips';
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

/** Among what words are looked for. */
export interface States {
  readonly choices: readonly NamedChoice[];
  readonly pack: PreparedPack;
}

/** The whole of the words names a state, without a slip. */
export function findState(words: string, { choices, pack }: States): FoundState {
  const exact = choices.filter(({ name }) => name.text === words);
  if (exact.length > 0) return toFound(exact);
  const concept = pack.conceptOf.get(words);
  if (concept) return byConcept(concept, choices);
  const parts = byPartOfName(words, choices);
  return parts.some(({ name }) => leavesOutNo(words, name.parts)) ? toAsked(parts) : toFound(parts);
}

const NEGATIONS: ReadonlySet<string> = new Set(
  Object.values(PACKS).flatMap(({ negationWords }) => [...negationWords]),
);

/** "calls" is not "No calls", and neither is "no". */
function leavesOutNo(words: string, name: readonly string[]): boolean {
  const said = words.split(' ');
  const isNo = (part: string): boolean => NEGATIONS.has(part);
  const isBare = said.every(isNo);
  return name.some((part) => isNo(part) && (isBare || !said.includes(part)));
}

/** The whole of the words is a slip away from a state; short words are only asked about. */
export function findNearState(
  words: string,
  { choices, pack }: States,
): FoundState & { readonly isSure?: boolean } {
  if (words.length < 3) return NONE;
  const typed = toWord(words);
  const named = choices.map((one) => ({ one, near: compareWords(typed, one.name) }));
  const close = named.filter(({ near }) => near !== 'far');
  if (close.length > 0) {
    return {
      ...toFound(close.map(({ one }) => one)),
      isSure: close.every(({ near }) => near === 'near'),
    };
  }
  const meant = findNear(pack.nearConcepts, words);
  const concept = CONCEPTS.find((one) => meant.some(({ value }) => value === one));
  if (!concept) return NONE;
  const isSure = meant.some((one) => one.value === concept && one.isSure);
  return { ...byConcept(concept, choices), isSure };
}

/** States that are mentioned among words that are not understood. */
export function findMentioned(words: string, { choices, pack }: States): readonly Choice[] {
  const { mentions, conceptsOf } = pack;
  const padded = ` ${words} `;
  const holds = (part: string): boolean =>
    part.length > 1 && (mentions.isSpaced ? padded.includes(` ${part} `) : words.includes(part));
  const named = choices.filter(({ name }) => holds(name.text)).map(({ choice }) => choice);
  const meant = new Set<Concept>();
  for (const word of findPhrases(mentions, words)) {
    for (const concept of conceptsOf.get(word) ?? []) meant.add(concept);
  }
  const others = CONCEPTS.filter((one) => meant.has(one)).flatMap((concept) =>
    choicesOf(byConcept(concept, choices)),
  );
  return [...new Set([...named, ...others])];
}

export function choicesOf(found: FoundState): readonly Choice[] {
  if (found.kind === 'one') return [found.choice];
  return found.kind === 'several' ? found.choices : [];
}

const PLAIN_NAMES: Readonly<Record<string, string>> = {
  Ready: 'ready',
  Away: 'away',
  ExtendedAway: 'extended away',
};

function byConcept(concept: Concept, choices: readonly NamedChoice[]): FoundState {
  const category = CATEGORY[concept];
  const words = wordsOfConcept(concept);
  const named = choices.filter(
    ({ name }) => words.has(name.text) || name.parts.some((part) => words.has(part)),
  );
  if (category === undefined) return named.length === 0 ? { kind: 'lacking' } : toFound(named);
  const plain = choices.filter(({ name }) => name.text === PLAIN_NAMES[category]);
  if (plain.length > 0) return toFound(plain);
  const isFitting = ({ choice }: NamedChoice): boolean => choice.category === category;
  const fitting = named.filter(isFitting);
  if (fitting.length > 0) return toFound(fitting);
  const others = choices.filter(isFitting);
  // "Not Ready" has the word, and is not what is meant by it.
  if (named.length > 0) return toAsked([...named, ...others]);
  return others.length === 0 ? { kind: 'lacking' } : toFound(others);
}

/** "comfort" is enough where one state only has the word. */
function byPartOfName(words: string, choices: readonly NamedChoice[]): readonly NamedChoice[] {
  let left = choices;
  for (const part of words.split(' ')) {
    left = part.length > 2 ? left.filter(({ name }) => name.parts.includes(part)) : [];
    if (left.length === 0) return [];
  }
  return left;
}

/** To be asked about, be it one only. */
function toAsked(choices: readonly NamedChoice[]): FoundState {
  return { kind: 'several', choices: choices.map(({ choice }) => choice) };
}

function toFound(choices: readonly NamedChoice[]): FoundState {
  const [first, second] = choices;
  if (!first) return NONE;
  return second ? toAsked(choices) : { kind: 'one', choice: first.choice };
}
