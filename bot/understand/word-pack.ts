import type { Command, Posts } from './command';
import { normalise } from './normalise';

/** What states are called in everyday words, whatever the account names them. */
export const CONCEPTS = [
  'ready',
  'away',
  'extended',
  'lunch',
  'break',
  'training',
  'meeting',
] as const;
export type Concept = (typeof CONCEPTS)[number];

export type Simple = Exclude<
  Command['do'],
  | 'set'
  | 'pause'
  | 'find'
  | 'tell'
  | 'notify'
  | 'quiet'
  | 'language'
  | 'show'
  | 'join'
  | 'prove'
  | 'request'
  | 'proof'
>;

/** The words of one language. Patterns meet normalised text; `(.+)` is what is asked for. */
export interface WordPack {
  /** Words that say nothing about what is wanted. */
  readonly fillers: readonly string[];
  readonly negations: readonly string[];
  /** How somebody begins who wants to know how they stand. */
  readonly questions: readonly string[];
  /** What makes an order of a question. */
  readonly requests: readonly string[];
  readonly phrases: Readonly<Partial<Record<Simple, readonly string[]>>>;
  readonly logOut: readonly string[];
  readonly show: readonly string[];
  readonly find: readonly RegExp[];
  /** Said alone, without whom. */
  readonly findWhom: readonly string[];
  readonly tell: readonly RegExp[];
  readonly tellWhom: readonly string[];
  /** Stops the sync. Where the same word names a break, it is asked which is meant. */
  readonly pause: readonly string[];
  readonly notify: readonly string[];
  readonly notifyWords: Readonly<Record<Posts, readonly string[]>>;
  readonly quiet: readonly string[];
  readonly language: readonly string[];
  readonly concepts: Readonly<Record<Concept, readonly string[]>>;
}

/** Words in the form they are compared in, longer phrases before shorter ones. */
export function preparePack(pack: WordPack): WordPack {
  const many = (words: readonly string[]): readonly string[] =>
    [...new Set(words.map(normalise))].sort((one, other) => other.length - one.length);
  const each = <K extends string>(record: Readonly<Partial<Record<K, readonly string[]>>>) =>
    Object.fromEntries(
      Object.entries(record).map(([key, words]) => [key, many(words as readonly string[])]),
    ) as Record<K, readonly string[]>;
  return {
    ...pack,
    fillers: many(pack.fillers),
    negations: many(pack.negations),
    questions: many(pack.questions),
    requests: many(pack.requests),
    phrases: each(pack.phrases),
    logOut: many(pack.logOut),
    show: many(pack.show),
    findWhom: many(pack.findWhom),
    tellWhom: many(pack.tellWhom),
    pause: many(pack.pause),
    notify: many(pack.notify),
    notifyWords: each(pack.notifyWords),
    quiet: many(pack.quiet),
    language: many(pack.language),
    concepts: each(pack.concepts),
  };
}
