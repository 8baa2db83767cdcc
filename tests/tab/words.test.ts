import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../../tab/words/en';
import type { WordKey } from '../../tab/words/en';
import { createFormat, formatLocale } from '../../tab/words/format';
import { createSay, LANGUAGES, loadWords, nearestLanguage } from '../../tab/words/words';

const TAB = join(__dirname, '..', '..', 'tab');
const KEYS = Object.keys(en) as WordKey[];

/** Everything of the tab but the words themselves. */
function readSources(): string {
  return readdirSync(TAB, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/^words\/(en|de|fr|es|ja)\.ts$/.test(name))
    .map((name) => readFileSync(join(TAB, name), 'utf8'))
    .join('\n');
}

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(LANGUAGES)('%s', (language) => {
  test('[TB7] has every word with the same placeholders, and no other', async () => {
    const words = await loadWords(language);
    expect(Object.keys(words).sort()).toEqual([...KEYS].sort());
    for (const key of KEYS) {
      expect([key, words[key].trim()]).not.toEqual([key, '']);
      expect([key, placeholders(words[key])]).toEqual([key, placeholders(en[key])]);
    }
  });

  test('[TB7] keeps to the tone: no exclamation marks, no codes of ours', async () => {
    const words = await loadWords(language);
    for (const key of KEYS) {
      expect(words[key]).not.toMatch(/[!！]|\b(echo|payload|intent|sweep|anchor)\b/i);
    }
  });
});

test('[TB7] has no word that is used nowhere', () => {
  const sources = readSources();
  expect(KEYS.filter((key) => !sources.includes(`'${key}'`))).toEqual([]);
});

test('[TB7] has no sentence in the sources that is not among the words', () => {
  const inTags = readSources().match(/>\s*[A-Z][a-z]+ [a-z][^<>{}=;()]*</g) ?? [];
  expect(inTags).toEqual([]);
});

test.each([
  ['de-AT', 'de'],
  ['fr_CA', 'fr'],
  ['es-419', 'es'],
  ['JA', 'ja'],
  ['en-GB', 'en'],
  ['pt-BR', 'en'],
  ['', 'en'],
])('[TB7] speaks %s as %s', (locale, language) => {
  expect(nearestLanguage(locale)).toBe(language);
});

test('[TB7] fills in values as they are, and leaves what it was not given', () => {
  const say = createSay(en);
  expect(say('say.set', { state: '{presence} $& <b>', presence: 'Away' })).toBe(
    'You are on {presence} $& <b>, and Teams shows Away.',
  );
  expect(say('say.set', { state: 'Lunch' })).toContain('{presence}');
});

test('[TB7] writes times and durations as the language does', () => {
  const at = new Date(2026, 10, 23, 14, 5, 9).getTime();
  const english = createFormat('en-GB', 'Today');
  const german = createFormat('de-DE', 'Heute');
  const japanese = createFormat('ja-JP', '今日');
  expect([english.time(at), german.time(at), japanese.time(at)]).toEqual([
    '14:05',
    '14:05',
    '14:05',
  ]);
  expect(createFormat('en-US', 'Today').time(at)).toMatch(/^02:05\sPM$/);
  expect(german.date(at)).toBe('23. November 2026');
  expect([english.day(at, at), english.day(at, at + 86_400_000)]).toEqual(['Today', '23 Nov']);
  expect(german.duration(5 * 60_000)).toBe('5 Min.');
  expect(english.duration(64 * 60_000)).toBe('1 hr 4 mins');
  expect(german.span(612)).toBe('0,6 Sek.');
  expect(english.countdown(84_000)).toBe('1:24');
  expect(english.countdown(-5)).toBe('0:00');
});

test.each([
  // locale, 45 s, 5 min, 1 h, 1 h 4 min, 26 h, 0.6 s, 30 ms
  ['en-GB', '45 secs', '5 mins', '1 hr', '1 hr 4 mins', '26 hrs', '0.6 secs', '30 ms'],
  ['de-DE', '45 Sek.', '5 Min.', '1 Std.', '1 Std. 4 Min.', '26 Std.', '0,6 Sek.', '30 ms'],
  ['fr-FR', '45 s', '5 min', '1 h', '1 h 4 min', '26 h', '0,6 s', '30 ms'],
  ['es-ES', '45 s', '5 min', '1 h', '1 h 4 min', '26 h', '0,6 s', '30 ms'],
  ['ja-JP', '45 秒', '5 分', '1 時間', '1 時間 4 分', '26 時間', '0.6 秒', '30 ms'],
])('[TB7] writes durations as %s does', (locale, ...written) => {
  const { duration, span } = createFormat(locale, '');
  const MINUTE = 60_000;
  const told = [
    duration(45_900),
    duration(5 * MINUTE + 59_000),
    duration(60 * MINUTE),
    duration(64 * MINUTE),
    duration(26 * 60 * MINUTE),
    span(612),
    span(30),
  ];
  // Some languages bind the unit with a space that does not break.
  expect(told.map((one) => one.replace(/\s/g, ' '))).toEqual(written);
});

test.each([
  ['en-GB', '08:05', '22 Nov, 08:05'],
  ['de-DE', '08:05', '22. Nov., 08:05'],
  ['fr-FR', '08:05', '22 nov., 08:05'],
  ['es-ES', '08:05', '22 nov, 08:05'],
  ['ja-JP', '08:05', '11月22日 08:05'],
])('[TB9][TB7] since today and since yesterday as %s writes it', (locale, today, yesterday) => {
  const { moment } = createFormat(locale, '');
  const noon = new Date(2026, 10, 23, 12, 0).getTime();
  const at = (day: number) => moment(new Date(2026, 10, day, 8, 5).getTime(), noon);
  expect([at(23), at(22)].map((one) => one.replace(/\s/g, ' '))).toEqual([today, yesterday]);
});

test.each(LANGUAGES)(
  '[TB9] names in %s the side that has trouble and since when',
  async (language) => {
    const say = createSay(await loadWords(language));
    const troubles = KEYS.filter((key) => key.startsWith('trouble.') && en[key].includes('since'));
    expect(troubles).toEqual(expect.arrayContaining(['trouble.vcc', 'trouble.teams']));
    for (const key of troubles) {
      const told = say(key, { time: '10:12' });
      expect([key, told.includes('10:12')]).toEqual([key, true]);
    }
    expect(say('trouble.vcc', { time: '' })).toMatch(/^[^.。]*VCC/);
    expect(say('trouble.teams', { time: '' })).toMatch(/^[^.。]*Teams/);
  },
);

test.each([
  // what Teams says, the language spoken, whose dates and durations
  ['de-AT', 'de', 'de-AT'],
  ['fr_CA', 'fr', 'fr-CA'],
  ['en_US', 'en', 'en-US'],
  ['es-419', 'es', 'es-419'],
  ['ja-JP', 'de', 'de'],
  ['zh-Hans-CN', 'en', 'en'],
  ['pt-BR', 'en', 'en'],
  ['', 'en', 'en'],
  ['x', 'en', 'en'],
  ['de-@', 'de', 'de'],
] as const)(
  '[TB7] where Teams says "%s" and %s is spoken, times are of %s',
  (locale, spoken, own) => {
    expect(formatLocale(locale, spoken)).toBe(own);
    expect(createFormat(formatLocale(locale, spoken), '').time(0)).toMatch(/\d/);
  },
);

test.each(LANGUAGES)(
  '[TB7] in %s no sentence ends twice, whatever is filled in last',
  async (language) => {
    const say = createSay(await loadWords(language));
    const format = createFormat(language, '');
    for (const ms of [30, 600, 65_000]) {
      const took = say('explain.took', { duration: format.span(ms) });
      expect(took).not.toMatch(/[.。][.。]$/);
      expect(took).toContain(format.span(ms));
    }
    const since = say('settings.link.more', { agent: 'A', date: format.date(0) });
    expect(since).not.toMatch(/[.。][.。]$/);
  },
);
