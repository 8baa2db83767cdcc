import { useEffect, useState } from 'react';
import { after, setDocumentLanguage } from '../browser/browser';
import { createFormat, formatLocale } from '../words/format';
import { createSay, loadWords, nearestLanguage } from '../words/words';
import type { Language, WordTable } from '../words/words';
import type { Words } from './tab-context';

type Load = (language: Language) => Promise<WordTable>;

const RETRY_MS = 3_000;

/** Null while the language is being loaded for the first time. One that cannot be loaded gives way to English. */
export function useLanguage(
  locale: string | null,
  chosen: Language | null,
  load: Load = loadWords,
): Words | null {
  const [words, setWords] = useState<Words | null>(null);
  useEffect(() => {
    if (locale === null) return;
    let isCurrent = true;
    let cancel = (): void => undefined;
    const speak = (language: Language, table: WordTable): void => {
      if (!isCurrent) return;
      const say = createSay(table);
      setDocumentLanguage(language, 'Presence Link for VCC');
      const format = createFormat(formatLocale(locale, language), say('time.title'));
      setWords({ say, language, format });
    };
    const wanted = chosen ?? nearestLanguage(locale);
    const begin = (): void => {
      load(wanted)
        .then((table) => speak(wanted, table))
        .catch(async () => speak('en', await load('en')))
        .catch(() => {
          if (isCurrent) cancel = after(RETRY_MS, begin);
        });
    };
    begin();
    return () => {
      isCurrent = false;
      cancel();
    };
  }, [locale, chosen, load]);
  return words;
}
