/** One person's language and clock: sentences, times and durations as they write them. */
import type { Language } from '../understand/command';
import { LANGUAGES } from '../understand/command';
import { de } from './de';
import { en } from './en';
import type { WordKey, Words } from './en';
import { es } from './es';
import { fr } from './fr';
import { ja } from './ja';

const WORDS: Readonly<Record<Language, Words>> = { en, de, fr, es, ja };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export type Values = Readonly<Record<string, string | number>>;

export interface Voice {
  readonly language: Language;
  readonly timeZone: string;
  say(key: WordKey, values?: Values): string;
  /** `10:41` */
  time(at: number): string;
  /** `10:58:02` */
  exactTime(at: number): string;
  /** `Today 10:58`, or with the date */
  moment(at: number, now: number): string;
  /** `5 min`, `1 hr 4 min` */
  duration(ms: number): string;
  /** `0.6 sec`, `30 ms` */
  span(ms: number): string;
  /** Minutes of the day: `22:00` */
  clock(minutes: number): string;
  presence(pair: Pair | null): string;
}

export interface Pair {
  readonly availability: string;
  readonly activity: string;
}

/** The nearest language we speak: `de-AT` is German, what we do not know is English. */
export function nearestLanguage(locale: string | null | undefined): Language {
  const wanted = locale?.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((one) => one === wanted) ?? 'en';
}

/** Formats are slow to make, and few pairs of language and zone are in use. */
const MADE = new Map<string, Voice>();
const MOST_MADE = 200;

export function createVoice(language: Language, timeZone: string): Voice {
  const key = `${language} ${timeZone}`;
  const known = MADE.get(key);
  if (known) return known;
  const made = makeVoice(language, timeZone);
  if (MADE.size >= MOST_MADE) MADE.clear();
  MADE.set(key, made);
  return made;
}

function makeVoice(language: Language, timeZone: string): Voice {
  const say = sayer(WORDS[language]);
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(language, { timeZone, hourCycle: 'h23', ...options });
    return (at: number): string => made.format(at);
  };
  const time = byMinute(format({ hour: '2-digit', minute: '2-digit' }));
  const day = byMinute(format({ day: 'numeric', month: 'short' }));
  return {
    language,
    timeZone,
    say,
    time,
    exactTime: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    moment: (at, now) => (day(at) === day(now) ? time(at) : `${day(at)} ${time(at)}`),
    clock: (minutes) =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
    presence: (pair) => describePresence(say, pair),
    ...durations(language),
  };
}

const MOST_MINUTES = 500;

/** Many are told the same minute: formatting is what telling it costs. */
function byMinute(format: (at: number) => string): (at: number) => string {
  const told = new Map<number, string>();
  return (at) => {
    const minute = Math.floor(at / MINUTE);
    const known = told.get(minute);
    if (known !== undefined) return known;
    if (told.size >= MOST_MINUTES) told.clear();
    const text = format(at);
    told.set(minute, text);
    return text;
  };
}

function sayer(words: Words): Voice['say'] {
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function durations(language: Language): Pick<Voice, 'duration' | 'span'> {
  const unit = (name: string, digits = 0) => {
    const style = { style: 'unit', unit: name, unitDisplay: 'short' } as const;
    const made = new Intl.NumberFormat(language, { ...style, maximumFractionDigits: digits });
    return (value: number): string => made.format(value);
  };
  const [hour, minute, second] = [unit('hour'), unit('minute'), unit('second')];
  const [tenth, millisecond] = [unit('second', 1), unit('millisecond')];
  return {
    duration: (ms) => {
      if (ms < MINUTE) return second(Math.max(0, Math.floor(ms / SECOND)));
      if (ms < HOUR) return minute(Math.floor(ms / MINUTE));
      const minutes = Math.floor((ms % HOUR) / MINUTE);
      const hours = hour(Math.floor(ms / HOUR));
      return minutes === 0 ? hours : `${hours} ${minute(minutes)}`;
    },
    span: (ms) => (ms < 1_000 ? millisecond(Math.max(0, ms)) : tenth(ms / SECOND)),
  };
}

const IDLE = new Set(['inactive', 'availableinactive', 'availableidle', 'busyidle']);

/** The activity where it says more than the availability. */
function describePresence(say: Voice['say'], pair: Pair | null): string {
  if (!pair) return say('presence.unknown');
  const { availability, activity } = pair;
  const idle = IDLE.has(activity.toLowerCase()) ? 'Idle' : '';
  const inner = `activity.${activity}`;
  if (inner in en) return say(inner as WordKey);
  const outer = `presence.${availability}${idle}`;
  return outer in en ? say(outer as WordKey) : say('presence.unknown');
}
