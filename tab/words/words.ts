/** Languages, and how a word of one gets its values. */
import type { WordKey, Words } from './en';

export type WordTable = Words;

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

export type WordValues = Readonly<Record<string, string | number>>;
export type Say = (key: WordKey, values?: WordValues) => string;

/** The nearest language we speak: `de-AT` is German, what we do not know is English. */
export function nearestLanguage(locale: string): Language {
  const wanted = locale.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((one) => one === wanted) ?? 'en';
}

/** Each language is loaded only where it is spoken. */
export async function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'en':
      return (await import('./en')).en;
    case 'de':
      return (await import('./de')).de;
    case 'fr':
      return (await import('./fr')).fr;
    case 'es':
      return (await import('./es')).es;
    case 'ja':
      return (await import('./ja')).ja;
  }
}

export function createSay(words: Words): Say {
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
