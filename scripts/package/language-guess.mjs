/** Tells our languages apart, by small words that only one of them has. */

const SMALL_WORDS = {
  en: ['the', 'and', 'you', 'your', 'of', 'to', 'is'],
  de: ['und', 'der', 'das', 'den', 'ist', 'sie', 'ihr', 'ihren', 'nicht', 'mit'],
  fr: ['et', 'les', 'des', 'vous', 'votre', 'est', 'dans', 'une', 'avec'],
  es: ['y', 'el', 'los', 'las', 'su', 'una', 'del', 'con', 'usted'],
};
/** Fewer prove nothing: a name or an example may hold one. */
const ENOUGH = 2;

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
export const SOME_OTHER = 'another language';

/** What a text is in instead of `tag`, by its tag if we know it; null where nothing speaks for another. */
export function otherLanguage(text, tag) {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = Object.entries(SMALL_WORDS).map(([language, small]) => {
    return [language, words.filter((word) => small.includes(word)).length];
  });
  const all = [...counts, ['ja', text.match(/\p{Script=Hiragana}/gu)?.length ?? 0]];
  const [best, count] = all.reduce((one, other) => (other[1] > one[1] ? other : one));
  const own = all.find(([language]) => language === tag)?.[1] ?? 0;
  if (count >= own + ENOUGH) return best;
  return tag === 'ja' && !JAPANESE.test(text) ? SOME_OTHER : null;
}

/** Letters alone: what is compared when it is asked whether two texts are the same. */
export const lettersOf = (text) => (text.toLowerCase().match(/\p{L}/gu) ?? []).join('');
