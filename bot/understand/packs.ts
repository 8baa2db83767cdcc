import { LANGUAGES } from './command';
import type { Language } from './command';
import { de } from './languages/de';
import { en } from './languages/en';
import { es } from './languages/es';
import { fr } from './languages/fr';
import { ja } from './languages/ja';
import { normalise } from './normalise';
import { CONCEPTS, preparePack } from './word-pack';
import type { Concept, WordPack } from './word-pack';

export const PACKS: Readonly<Record<Language, WordPack>> = {
  en: preparePack(en),
  de: preparePack(de),
  fr: preparePack(fr),
  es: preparePack(es),
  ja: preparePack(ja),
};

const WORDS = new Map<Concept, ReadonlySet<string>>(
  CONCEPTS.map((concept) => [
    concept,
    new Set(Object.values(PACKS).flatMap((pack) => pack.concepts[concept])),
  ]),
);

/** An account names its states in any language. */
export function wordsOfConcept(concept: Concept): ReadonlySet<string> {
  return WORDS.get(concept) ?? new Set();
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
