/** What VCC shows of an agent. Words of vcc.md sections 2 and 7. */
import { wordTable } from './word-table';

/** Major state. `Unknown` is a word we have not met: it never changes anything (MP3). */
export type Category = 'Ready' | 'Away' | 'ExtendedAway' | 'LoggedOut' | 'Unknown';

export interface AgentState {
  /** Id of the presence definition; unique in the account. */
  readonly presenceId: string;
  readonly category: Category;
  /** Display name of the definition: `Lunch`, `Extended Away`. */
  readonly name: string;
}

/** A presence definition of the account (vcc.md 2.2). */
export interface Definition extends AgentState {
  readonly selectable: boolean;
  /** `ReadyOutbound` of Ready (Outbound). Older answers lack it (vcc.md 2.1). */
  readonly subCategory?: string;
}

export type Occupancy = 'free' | 'engaged' | 'wrapping-up';

const CATEGORIES = wordTable<Category>({
  ready: 'Ready',
  away: 'Away',
  extendedaway: 'ExtendedAway',
  loggedout: 'LoggedOut',
});

/** Reads a category word in any casing seen (`extendedAway`, `extended_away`, `Extended Away`). */
export function readCategory(word: string): Category {
  return CATEGORIES[foldWord(word)] ?? 'Unknown';
}

/** Folds case, `_`, `-` and spaces (MP3). */
export function foldWord(word: string): string {
  return word.toLowerCase().replace(/[_\-\s]/g, '');
}

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id with one spelling: case says nothing in a GUID, and VCC's APIs need not agree on it. */
export function foldGuid(id: string): string {
  return GUID.test(id) ? id.toLowerCase() : id;
}

/** WV1: by id; else by category and name; else the first selectable definition of the category. */
export function findDefinition(
  definitions: readonly Definition[],
  target: StateTarget,
): Definition | undefined {
  const byId = definitions.find((one) => one.presenceId === target.presenceId);
  if (byId) return byId;
  const sameCategory = definitions.filter((one) => one.category === target.category);
  const named = sameCategory.filter((one) => foldWord(one.name) === foldWord(target.name));
  return (
    named.find((one) => one.selectable) ?? sameCategory.find((one) => one.selectable) ?? named[0]
  );
}

/** A state to set, as a mapping names it. */
export interface StateTarget {
  readonly presenceId?: string;
  readonly category: Category;
  readonly name: string;
}
