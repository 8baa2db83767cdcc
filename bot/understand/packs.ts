import type { Language } from './command';
import { de } from './languages/de';
import { en } from './languages/en';
import { es } from './languages/es';
import { fr } from './languages/fr';
import { ja } from './languages/ja';
import { normalise } from './normalise';
import { preparePack } from './word-pack';
import type { Concept, WordPack } from './word-pack';

export const PACKS: Readonly<Record<Language, WordPack>> = {
  en: preparePack(en),
  de: preparePack(de),
  fr: preparePack(fr),
  es: preparePack(es),
  ja: preparePack(ja),
};

/** An account names its states in any language. */
export function wordsOfConcept(concept: Concept): ReadonlySet<string> {
  return new Set(Object.values(PACKS).flatMap((pack) => pack.concepts[concept]));
}

/** Names by which a language is asked for, in every language. */
const LANGUAGE_NAMES: Readonly<Record<Language, readonly string[]>> = {
  en: ['english', 'englisch', 'anglais', 'ingles', '英語', 'en'],
  de: ['deutsch', 'german', 'allemand', 'aleman', 'ドイツ語', 'de'],
  fr: ['francais', 'french', 'franzosisch', 'frances', 'フランス語', 'fr'],
  es: ['espanol', 'spanish', 'spanisch', 'espagnol', 'スペイン語', 'es', 'castellano'],
  ja: ['日本語', 'japanese', 'japanisch', 'japonais', 'japones', 'ja'],
};

export function findLanguage(word: string): Language | undefined {
  const wanted = word.replace(/に$|で$/, '');
  const found = Object.entries(LANGUAGE_NAMES).find(([, names]) => {
    return names.some((name) => normalise(name) === wanted);
  });
  return found?.[0] as Language | undefined;
}
