/** A text as one language reads it: each step of understanding looks at the same parts of it. */
import type { Hearing, Language } from './command';
import type { NamedChoice } from './names';
import { PACKS } from './packs';
import { dropHead, dropTail, hasPhrase } from './phrases';
import type { PreparedPack } from './prepare';
import { isLater, takeTime } from './times';
import type { FoundTime } from './times';

/** Whatever language a text is tried in, what its author denies is denied in their own. */
export interface Ear extends Omit<Hearing, 'choices'> {
  readonly choices: readonly NamedChoice[];
  readonly isDenied: boolean;
}

export interface Reading {
  readonly words: string;
  readonly pack: PreparedPack;
  readonly choices: readonly NamedChoice[];
  readonly now: number;
  readonly time: FoundTime;
  /** From now on, however it was said. */
  readonly minutes: number | undefined;
  /** Without the time and without what says nothing. */
  readonly rest: string;
  readonly isDenied: boolean;
  readonly isAhead: boolean;
  /** Denied, not meant for now, or of something else: it is asked and not done. */
  readonly isNoOrder: boolean;
}

export function openReading(words: string, language: Language, ear: Ear): Reading {
  const pack = PACKS[language];
  const { choices, now, timeZone } = ear;
  const time = takeTime(words, { language, timeZone, now });
  const isDenied = ear.isDenied || hasPhrase(pack.negations, words);
  const isAhead = isLater(words, language);
  const isNoOrder = isDenied || isAhead || pack.nouns?.test(words) === true;
  const minutes = minutesOf(time, now);
  const rest = stripFillers(time.rest, pack);
  return { words, pack, choices, now, time, minutes, rest, isDenied, isAhead, isNoOrder };
}

function minutesOf({ minutes, until }: FoundTime, now: number): number | undefined {
  return until === undefined ? minutes : Math.ceil((until - now) / 60_000);
}

const NOTHING: ReadonlySet<string> = new Set();

/** Takes out what says nothing, but never a whole word that was looked for (`kept`). */
export function stripFillers(words: string, pack: PreparedPack, kept = NOTHING): string {
  const { fillers, conceptOf, longest } = pack;
  // Without spaces what says nothing stands behind what is meant.
  const [first, second] = fillers.isSpaced ? [dropHead, dropTail] : [dropTail, dropHead];
  const isKnown = (text: string): boolean =>
    text.length <= longest && (kept.has(text) || conceptOf.has(text));
  let rest = words;
  for (let before = ''; before !== rest;) {
    before = rest;
    if (isKnown(rest)) break;
    rest = first(fillers, rest);
    if (isKnown(rest)) break;
    rest = second(fillers, rest);
  }
  return rest;
}
