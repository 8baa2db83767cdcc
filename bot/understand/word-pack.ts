import type { Command, Posts } from './command';

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
  /** Said they are an order, and asked they ask for the status. */
  readonly statusQuestions?: readonly string[];
  /** Where a word for a state is another thing's: it is asked and not done. */
  readonly nouns?: RegExp;
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
