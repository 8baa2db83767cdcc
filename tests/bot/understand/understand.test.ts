import type { Language } from '../../../bot/understand/command';
import { nextInstant } from '../../../bot/understand/times';
import { choice, CHOICES, hear, NOW, show, ZONE } from './hear';
import { UTTERANCES } from './utterances';

const all = Object.entries(UTTERANCES).flatMap(([language, rows]) =>
  rows.map(([text, meant]) => [language as Language, text, meant] as const),
);

test('[BT3] the table holds more than three hundred utterances over five languages', () => {
  expect(all.length).toBeGreaterThan(300);
});

test.each(all)('[BT3] %s: %s → %s', (language, text, meant) => {
  expect(show(hear(text, language))).toBe(meant);
});

test('[BT3] an account without that state is told so instead of getting another', () => {
  const few = CHOICES.filter(({ name }) => name === 'Ready');
  expect(show(hear('lunch', 'en', few))).toBe('no-state');
  expect(show(hear('coffee', 'en', few))).toBe('no-state');
});

test('[BT3] several states called alike are asked about', () => {
  const twins = [...CHOICES, { presenceId: 'other lunch', category: 'Away', name: 'Lunch' }];
  expect(hear('lunch', 'en', twins)).toMatchObject({ kind: 'unsure' });
  expect(show(hear('lunch', 'en', twins))).toBe('?Lunch,other lunch');
});

test('[BT3] states of an account may be named in any language', () => {
  const japanese = [choice('受付可', 'Ready'), choice('昼休み', 'ExtendedAway')];
  expect(show(hear('昼休みにします', 'ja', japanese))).toBe('set 昼休み');
  expect(show(hear('go on lunch', 'en', japanese))).toBe('set 昼休み');
  expect(show(hear("I'm back", 'en', japanese))).toBe('set 受付可');
});

test('[BT3] before linking there are no states, and nothing is set', () => {
  expect(show(hear('ready', 'en', []))).toBe('-');
  expect(show(hear('status', 'en', []))).toBe('status');
});

test('[BT3] nothing is understood in a novel, and nothing takes long', () => {
  expect(show(hear('ready '.repeat(5_000), 'en'))).toBe('-');
  for (const text of [
    'a'.repeat(300),
    'find '.repeat(60),
    '12'.repeat(150),
    '((((((((((',
    'は'.repeat(300),
  ]) {
    const startedAt = process.hrtime.bigint();
    hear(text, 'en');
    expect(Number(process.hrtime.bigint() - startedAt) / 1e6).toBeLessThan(200);
  }
});

test('[BT3] a time of day is the next one on the clock where the person is, also over a change of clocks', () => {
  const at = (hour: number, minute: number, now: number) =>
    new Date(nextInstant({ timeZone: ZONE, now }, { hour, minute })).toISOString();
  expect(at(14, 30, NOW)).toBe('2026-11-26T13:30:00.000Z');
  expect(at(9, 0, NOW)).toBe('2026-11-27T08:00:00.000Z');
  // Clocks go forward at 01:00 UTC on 29 March 2026.
  expect(at(8, 0, Date.UTC(2026, 2, 28, 20))).toBe('2026-03-29T06:00:00.000Z');
  expect(at(8, 0, Date.UTC(2026, 9, 24, 20))).toBe('2026-10-25T07:00:00.000Z');
});
