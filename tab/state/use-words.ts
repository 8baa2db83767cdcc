import { useEffect, useState } from 'react';
import { setDocumentLanguage } from '../browser/browser';
import { createFormat } from '../words/format';
import { createSay, loadWords, nearestLanguage } from '../words/words';
import type { Language } from '../words/words';
import type { Words } from './tab-context';

/** Null while the language is being loaded for the first time. */
export function useLanguage(locale: string | null, chosen: Language | null): Words | null {
  const [words, setWords] = useState<Words | null>(null);
  useEffect(() => {
    if (locale === null) return;
    let isCurrent = true;
    const language = chosen ?? nearestLanguage(locale);
    // A chosen language has no region; where it is the locale's own, the region decides the format.
    const region = nearestLanguage(locale) === language ? locale : language;
    void loadWords(language).then((table) => {
      if (!isCurrent) return;
      const say = createSay(table);
      setDocumentLanguage(language, 'Presence Link for VCC');
      setWords({ say, language, format: createFormat(region, say('time.title')) });
    });
    return () => {
      isCurrent = false;
    };
  }, [locale, chosen]);
  return words;
}
