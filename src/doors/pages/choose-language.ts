import { PAGE_LANGUAGES } from './words';
import type { PageLanguage } from './words';

/** `?lang=` goes before `Accept-Language`; English where neither names one of ours. */
export function chooseLanguage(asked: string | null, accepted: string | undefined): PageLanguage {
  return toOurs(asked ?? '') ?? firstOf(rank(accepted ?? '')) ?? 'en';
}

function firstOf(tags: readonly string[]): PageLanguage | undefined {
  return tags.flatMap((tag) => toOurs(tag) ?? [])[0];
}

/** `fr-CA` is French. */
function toOurs(tag: string): PageLanguage | undefined {
  const language = tag.trim().toLowerCase().split('-')[0];
  return PAGE_LANGUAGES.find((one) => one === language);
}

/** Tags of `de;q=0.5, fr`, the best liked first; a weight of nought means not wanted. */
function rank(header: string): readonly string[] {
  return header
    .split(',', 50)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';');
      const weight = /^\s*q=([\d.]+)\s*$/.exec(parameters[0] ?? '')?.[1] ?? '1';
      return { tag, weight: Number(weight) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);
}
