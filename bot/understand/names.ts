/** The names of an account's states, in the form in which they are compared. */
import type { Choice } from './command';
import { normalise } from './normalise';
import { toWord } from './slips';
import type { Word } from './slips';

export interface Name extends Word {
  readonly parts: readonly string[];
}

export interface NamedChoice {
  readonly choice: Choice;
  readonly name: Name;
}

/** Names of states are compared with every text, and an account has few of them. */
const NAMES = new Map<string, Name>();
const MOST_NAMES = 5_000;

export function nameChoices(choices: readonly Choice[]): readonly NamedChoice[] {
  return choices.map((choice) => ({ choice, name: readName(choice.name) }));
}

function readName(name: string): Name {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  if (NAMES.size >= MOST_NAMES) NAMES.clear();
  const text = normalise(name);
  const made = { ...toWord(text), parts: text.split(' ') };
  NAMES.set(name, made);
  return made;
}
