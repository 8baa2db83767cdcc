/** A language's words as they are looked for, made ready once. */
import { normalise } from './normalise';
import { makeFillers, makeFinder } from './phrases';
import type { Fillers, PhraseFinder } from './phrases';
import { makeSlipIndex } from './slips';
import type { SlipIndex } from './slips';
import { CONCEPTS } from './word-pack';
import type { Concept, Simple, WordPack } from './word-pack';

type Words = ReadonlySet<string>;

export interface PreparedPack extends Pick<WordPack, 'find' | 'tell'> {
  /** Where several fit, the first of these counts. */
  readonly simples: readonly Simple[];
  readonly simpleOf: ReadonlyMap<string, Simple>;
  readonly nearSimples: SlipIndex<Simple>;
  readonly conceptOf: ReadonlyMap<string, Concept>;
  readonly conceptsOf: ReadonlyMap<string, readonly Concept[]>;
  readonly nearConcepts: SlipIndex<Concept>;
  readonly mentions: PhraseFinder;
  /** Longer texts are no word of a state and not of pausing. */
  readonly longest: number;
  readonly fillers: Fillers;
  readonly negations: PhraseFinder;
  readonly negationWords: Words;
  readonly questions: readonly string[];
  readonly requests: PhraseFinder;
  readonly statusQuestions: Words;
  readonly nouns: RegExp | undefined;
  readonly logOut: Words;
  readonly show: Words;
  readonly findWhom: Words;
  readonly pause: Words;
  readonly pauses: PhraseFinder;
  readonly notifyWords: Readonly<Record<keyof WordPack['notifyWords'], Words>>;
  /** Heads, longer ones first. */
  readonly tellWhom: readonly string[];
  readonly notify: readonly string[];
  readonly quiet: readonly string[];
  readonly language: readonly string[];
}

export function preparePack(pack: WordPack, isSpaced: boolean): PreparedPack {
  const fillers = normaliseAll(pack.fillers);
  const negations = normaliseAll(pack.negations);
  const pause = normaliseAll(pack.pause);
  const { nothing, problems, changes } = pack.notifyWords;
  return {
    find: pack.find,
    tell: pack.tell,
    ...prepareSimples(pack),
    ...prepareConcepts(pack, isSpaced),
    longest: longestOf([...Object.values(pack.concepts), pack.pause].flat()),
    fillers: makeFillers(fillers, isSpaced),
    negations: makeFinder(negations, isSpaced),
    negationWords: new Set(negations),
    questions: normaliseAll(pack.questions),
    requests: makeFinder(normaliseAll(pack.requests), isSpaced),
    statusQuestions: toSet(pack.statusQuestions ?? []),
    nouns: pack.nouns,
    logOut: toSet(pack.logOut),
    show: toSet(pack.show),
    findWhom: toSet(pack.findWhom),
    pause: new Set(pause),
    pauses: makeFinder(pause, isSpaced),
    notifyWords: { nothing: toSet(nothing), problems: toSet(problems), changes: toSet(changes) },
    tellWhom: normaliseAll(pack.tellWhom),
    notify: normaliseAll(pack.notify),
    quiet: normaliseAll(pack.quiet),
    language: normaliseAll(pack.language),
  };
}

function prepareSimples({ phrases }: WordPack) {
  const simples = Object.keys(phrases) as readonly Simple[];
  const pairs = simples.flatMap((simple) =>
    normaliseAll(phrases[simple] ?? []).map((phrase) => [phrase, simple] as const),
  );
  return { simples, simpleOf: firstOf(pairs), nearSimples: makeSlipIndex(pairs) };
}

function prepareConcepts({ concepts }: WordPack, isSpaced: boolean) {
  const pairs = CONCEPTS.flatMap((concept) =>
    normaliseAll(concepts[concept]).map((word) => [word, concept] as const),
  );
  const conceptsOf = new Map<string, readonly Concept[]>();
  for (const [word, concept] of pairs)
    conceptsOf.set(word, [...(conceptsOf.get(word) ?? []), concept]);
  // A single sign is in many words.
  const longer = [...conceptsOf.keys()].filter(({ length }) => length > 1);
  return {
    conceptOf: firstOf(pairs),
    conceptsOf,
    nearConcepts: makeSlipIndex(pairs),
    mentions: makeFinder(longer, isSpaced),
  };
}

function longestOf(words: readonly string[]): number {
  return Math.max(...normaliseAll(words).map(({ length }) => length));
}

function firstOf<Value>(pairs: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  return new Map([...pairs].reverse());
}

function toSet(words: readonly string[]): Words {
  return new Set(normaliseAll(words));
}

/** Longer phrases before shorter ones. */
function normaliseAll(words: readonly string[]): readonly string[] {
  return [...new Set(words.map(normalise))].sort((one, other) => other.length - one.length);
}
