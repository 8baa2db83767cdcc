import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { ja } from './ja';
import type { PageLanguage, PublicWords } from './words';

export const PUBLIC_WORDS: Readonly<Record<PageLanguage, PublicWords>> = { en, de, fr, es, ja };
