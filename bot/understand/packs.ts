import { LANGUAGES } from './command';
import type { Language } from './command';
import { de } from './languages/de';
import { en } from './languages/en';
import { es } from './languages/es';
import { fr } from './languages/fr';
import { ja } from './languages/ja';
import { LOOKALIKES } from './languages/lookalikes';
import { normalise } from './normalise';
import { preparePack } from './prepare';
import type { PreparedPack } from './prepare';
import { CONCEPTS } from './word-pack';
import type { Concept } from './word-pack';

export const PACKS: Readonly<Record<Language, PreparedPack>> = {
  en: preparePack(en, true),
  de: preparePack(de, true),
  fr: preparePack(fr, true),
  es: preparePack(es, true),
  ja: preparePack(ja, false),
};

const WORDS = new Map<Concept, Set<string>>(CONCEPTS.map((concept) => [concept, new Set()]));
for (const { conceptsOf } of Object.values(PACKS)) {
  for (const [word, concepts] of conceptsOf)
    for (const concept of concepts) WORDS.get(concept)?.add(word);
}

/** An account names its states in any language. */
export function wordsOfConcept(concept: Concept): ReadonlySet<string> {
  return WORDS.get(concept) ?? new Set();
}

const LOOKALIKE_WORDS: ReadonlySet<string> = new Set(Object.values(LOOKALIKES).flat());

/** A word of any language that somebody may have meant as it stands. */
export function hasLookalike(words: string): boolean {
  return words.split(' ').some((word) => LOOKALIKE_WORDS.has(word));
}

/** Names by which a language is asked for, in every language. */
const LANGUAGE_NAMES: Readonly<Record<Language, readonly string[]>> = {
  en: ['english', 'englisch', 'anglais', 'ingles', '英語', 'en'],
  de: ['deutsch', 'german', 'allemand', 'aleman', 'ドイツ語', 'de'],
  fr: ['francais', 'french', 'franzosisch', 'frances', 'フランス語', 'fr'],
  es: ['espanol', 'spanish', 'spanisch', 'espagnol', 'スペイン語', 'es', 'castellano'],
  ja: ['日本語', 'japanese', 'japanisch', 'japonais', 'japones', 'ja'],
};

const LANGUAGE_OF: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.flatMap((one) => LANGUAGE_NAMES[one].map((name) => [normalise(name), one] as const)),
);

export function findLanguage(word: string): Language | undefined {
  return LANGUAGE_OF.get(word.replace(/に$|で$/, ''));
}
