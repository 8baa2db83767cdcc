/** Durations and times of day in a text, and the instant they mean where the person is. */
import type { Language } from './command';

const MINUTES = String.raw`(?:m|mins?|minutes?|minuten?|minutos?|mn|分(?:間)?)`;
const HOURS = String.raw`(?:h|hrs?|hours?|std|stunden?|heures?|horas?|時間)`;
const NUMBER = String.raw`(\d{1,4}(?:[.,]\d{1,2})?)`;
const CLOCK = String.raw`(\d{1,2})(?:[:.h](\d{2})|h|時(?:(\d{1,2})分|(半))?)?\s*(am|pm|uhr|heures|horas)?`;

const FIXED: readonly (readonly [RegExp, number])[] = [
  [/\bhalf an hour\b|\bhalbe stunde\b|\bune demi heure\b|\bune demi-heure\b|\bmedia hora\b/, 30],
  [/\ba quarter of an hour\b|\bviertelstunde\b|\bun quart d'heure\b|\bun cuarto de hora\b/, 15],
  [/\ban hour\b|\bone hour\b|\beine stunde\b|\bune heure\b|\buna hora\b/, 60],
];

const FOR: Readonly<Record<Language, string>> = {
  en: '(?:for |about |~ ?)*',
  de: '(?:fur |ca |etwa |eine |einer )*',
  fr: '(?:pour |pendant |environ )*',
  es: '(?:por |durante |unos |unas )*',
  ja: '',
};

const UNTIL: Readonly<Record<Language, string>> = {
  en: "(?:until|till|til|'til)",
  de: '(?:bis(?: um)?)',
  fr: "(?:jusqu'a)",
  es: '(?:hasta(?: las?)?)',
  ja: '',
};

/** A time that lies ahead: nothing is done now because of it. */
const LATER: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:in|after) (?:\d|an? (?:hour|minute|moment|bit|while)|half|one )|\b(?:later|tomorrow|tonight|soon)\b|\bat \d|\b(?:i'll|ill|will) be (?:back|here|ready|available|online)\b/,
  de: /\b(?:in|nach) (?:\d|eine|einer|halb)|\b(?:spater|morgen|gleich|bald)\b|\bum \d/,
  fr: /\bdans (?:\d|une|un )|\b(?:plus tard|demain|bientot)\b|(?<!')\ba \d/,
  es: /\b(?:en|dentro de) (?:\d|una|un |media)|\b(?:luego|manana|pronto|mas tarde)\b|\ba las? \d/,
  ja: /\d(?:分|時間)後|(?:後で|あとで|明日|もうすぐ)|時に/,
};

export interface FoundTime {
  /** The text without it. */
  readonly rest: string;
  readonly minutes?: number;
  readonly until?: number;
  /** It names no time there is. */
  readonly isBad?: boolean;
}

export interface Here {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: number;
}

/** What a language's texts are held against. */
interface Patterns {
  readonly until: RegExp;
  readonly fixed: readonly (readonly [RegExp, number])[];
  readonly hours: RegExp;
  readonly minutes: RegExp;
}

const PATTERNS: Readonly<Record<Language, Patterns>> = {
  en: toPatterns('en'),
  de: toPatterns('de'),
  fr: toPatterns('fr'),
  es: toPatterns('es'),
  ja: toPatterns('ja'),
};

function toPatterns(language: Language): Patterns {
  const before = FOR[language];
  const edge = language === 'ja' ? '' : '(?![\\p{L}\\p{N}])';
  const until = language === 'ja' ? `${CLOCK}\\s*まで` : `\\b${UNTIL[language]} ${CLOCK}(?![\\d:])`;
  return {
    until: new RegExp(until),
    fixed: FIXED.map(([{ source }, minutes]) => [new RegExp(`${before}(?:${source})`), minutes]),
    hours: new RegExp(`${before}${NUMBER} ?${HOURS} ?(?:(\\d{1,2}) ?${MINUTES})?${edge}`, 'u'),
    minutes: new RegExp(`${before}${NUMBER} ?${MINUTES}${edge}`, 'u'),
  };
}

export function isLater(text: string, language: Language): boolean {
  return LATER[language].test(text);
}

/** Takes a duration or an end out of the text. */
export function takeTime(text: string, here: Here): FoundTime {
  const patterns = PATTERNS[here.language];
  const hasDigit = /\d/.test(text);
  return (
    (hasDigit ? takeUntil(text, patterns, here) : null) ??
    takeFixed(text, patterns) ??
    (hasDigit ? takeNumbered(text, patterns) : null) ?? { rest: text }
  );
}

function takeUntil(text: string, { until }: Patterns, here: Here): FoundTime | null {
  const found = until.exec(text);
  if (!found) return null;
  const rest = without(text, found[0]);
  const clock = readClock(found);
  return clock ? { rest, until: nextOf(here, clock, found) } : { rest, isBad: true };
}

/** "Five" is on a dial twice a day; "05:00", "5am" and "17" are once. */
function nextOf(here: Here, clock: ClockTime, found: RegExpExecArray): number {
  const at = nextInstant(here, clock);
  return isOnDial(found, clock.hour)
    ? Math.min(at, nextInstant(here, { ...clock, hour: clock.hour + 12 }))
    : at;
}

function isOnDial(
  [, hour = '', minute, kanji, half, suffix]: RegExpExecArray,
  at: number,
): boolean {
  const isExact =
    hour.startsWith('0') || (hour.length > 1 && (minute ?? kanji ?? half) !== undefined);
  return !isExact && !isHalf(suffix) && at >= 1 && at <= 11;
}

function takeFixed(text: string, { fixed }: Patterns): FoundTime | null {
  // Each of them names an hour.
  if (!/hour|stunde|heure|hora/.test(text)) return null;
  for (const [pattern, minutes] of fixed) {
    const found = pattern.exec(text);
    if (found) return { rest: without(text, found[0]), minutes };
  }
  return null;
}

function takeNumbered(text: string, patterns: Patterns): FoundTime | null {
  const both = patterns.hours.exec(text);
  const found = both ?? patterns.minutes.exec(text);
  if (!found) return null;
  const amount = Number((found[1] ?? '').replace(',', '.'));
  const minutes = Math.round(both ? amount * 60 + Number(found[2] ?? 0) : amount);
  const rest = without(text, found[0]);
  return minutes >= 1 && minutes <= 24 * 60 ? { rest, minutes } : { rest, isBad: true };
}

function without(text: string, part: string): string {
  return text.replace(part, ' ').replace(/\s+/g, ' ').trim();
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

function readClock(found: RegExpExecArray): ClockTime | null {
  const [, hourText, colonMinute, kanjiMinute, half, suffix] = found;
  const minute = half ? 30 : Number(colonMinute ?? kanjiMinute ?? 0);
  return toClock(Number(hourText), minute, suffix);
}

function toClock(plain: number, minute: number, suffix: string | undefined): ClockTime | null {
  const isTwelve = isHalf(suffix);
  if (minute > 59 || plain > (isTwelve ? 12 : 24) || (isTwelve && plain === 0)) return null;
  const hour = isTwelve ? (plain % 12) + (suffix === 'pm' ? 12 : 0) : plain % 24;
  return { hour, minute };
}

const QUIET_CLOCK = String.raw`(\d{1,2})(?:[:.h](\d{2})|h|時)?\s*(am|pm|uhr)?`;
const BETWEEN = new RegExp(
  String.raw`${QUIET_CLOCK}\s*(?:-|–|—|to|until|till|bis|a las?|a|al|から|~|〜|\s)\s*${QUIET_CLOCK}`,
);

/** `22:00-07:00`, `22-7`, `10pm to 7am`: minutes of the day. */
export function readHours(text: string): { readonly from: number; readonly to: number } | null {
  const found = BETWEEN.exec(text);
  if (!found) return null;
  const [, fromHour, fromMinute, fromHalf, toHour, toMinute, toHalf] = found;
  // "8 to 5pm" may be a day or an evening.
  if (isHalf(fromHalf) !== isHalf(toHalf)) return null;
  const from = minutesOf(fromHour, fromMinute, fromHalf);
  const to = minutesOf(toHour, toMinute, toHalf);
  return from === null || to === null || from === to ? null : { from, to };
}

function isHalf(suffix: string | undefined): boolean {
  return suffix === 'am' || suffix === 'pm';
}

function minutesOf(
  hour: string | undefined,
  minute = '0',
  suffix: string | undefined,
): number | null {
  const clock = toClock(Number(hour), Number(minute), suffix);
  return clock && clock.hour * 60 + clock.minute;
}

/** The next time the clocks where the person is show it. */
export function nextInstant(
  { timeZone, now }: Omit<Here, 'language'>,
  { hour, minute }: ClockTime,
): number {
  const wanted = hour * 60 + minute;
  const ahead = (wanted - minuteOfDay(now, timeZone) + 24 * 60) % (24 * 60);
  const guess = now - (now % 60_000) + (ahead === 0 ? 24 * 60 : ahead) * 60_000;
  // Clocks may be put forward or back in between.
  const off = ((wanted - minuteOfDay(guess, timeZone) + 36 * 60) % (24 * 60)) - 12 * 60;
  const found = guess + off * 60_000;
  return minuteOfDay(found, timeZone) === wanted ? found : endOfGap(found, timeZone);
}

/** Clocks leave the hour out: the first minute they show after it. */
function endOfGap(before: number, timeZone: string): number {
  let at = before;
  for (let left = 180; left > 0; left -= 1) {
    const next = at + 60_000;
    if (minuteOfDay(next, timeZone) !== (minuteOfDay(at, timeZone) + 1) % (24 * 60)) return next;
    at = next;
  }
  return before;
}

/** Minutes since midnight where the person is. */
export function minuteOfDay(at: number, timeZone: string): number {
  const parts = clockIn(timeZone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return part('hour') * 60 + part('minute');
}

/** Making one takes longer than all the rest, and people are in few zones. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();
const MOST_CLOCKS = 100;

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(timeZone);
  if (known) return known;
  if (CLOCKS.size >= MOST_CLOCKS) CLOCKS.clear();
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  CLOCKS.set(timeZone, made);
  return made;
}

/** Looking one up is slow, and all there are have room. */
const KNOWN_ZONES = new Set<string>();

/** A time zone that Intl knows; anything else is UTC. */
export function safeTimeZone(name: string | undefined): string {
  if (name === undefined) return 'UTC';
  if (KNOWN_ZONES.has(name)) return name;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Case does not matter to Intl, so there are many ways to write one.
    if (KNOWN_ZONES.size < 1_000) KNOWN_ZONES.add(name);
    return name;
  } catch {
    return 'UTC';
  }
}
