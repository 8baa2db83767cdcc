/** An agent's own states, and what the bot takes a text for, in short: `set Lunch 60`, `?Away,Break`, `-`. */
import type { Choice, Command, Language, Understood } from '../../../bot/understand/command';
import { understand } from '../../../bot/understand/parse';
import { minuteOfDay } from '../../../bot/understand/times';

/** 26 November 2026, 10:46 in Berlin. */
export const NOW = Date.UTC(2026, 10, 26, 9, 46);
export const ZONE = 'Europe/Berlin';

export const CHOICES: readonly Choice[] = [
  choice('Ready', 'Ready'),
  choice('Away', 'Away'),
  choice('Extended Away', 'ExtendedAway'),
  choice('Lunch', 'ExtendedAway'),
  choice('Break', 'Away'),
  choice('Comfort Break', 'Away'),
  choice('Training', 'ExtendedAway'),
];

export function choice(name: string, category: string): Choice {
  return { presenceId: `id of ${name}`, category, name };
}

export function hear(text: string, language: Language, choices = CHOICES): Understood {
  return understand(text, { language, timeZone: ZONE, now: NOW, choices });
}

/** Language, text, and what it is to be taken for as `show` writes it. */
type Row = readonly [language: Language, text: string, meant: string];

export const rows = (all: readonly Row[]): readonly Row[] => all;

export function expectMeant(...[language, text, meant]: Row): void {
  expect(show(hear(text, language))).toBe(meant);
}

export function show(understood: Understood): string {
  switch (understood.kind) {
    case 'command':
      return showCommand(understood.command);
    case 'unsure':
      return `?${understood.options.map((one) => showCommand(one).replace('set ', '')).join(',')}`;
    case 'no-such-state':
      return 'no-state';
    case 'unknown':
      return '-';
    default:
      return understood.kind;
  }
}

function showCommand(command: Command): string {
  const parts = Object.entries(command).map(([name, value]) => {
    if (name === 'presenceId') return String(value).replace('id of ', '');
    if (name === 'until') return `until ${clock(value as number)}`;
    if (name === 'hours') return value === null ? 'none' : `${value.from}-${value.to}`;
    return String(value);
  });
  return parts.join(' ');
}

function clock(at: number): string {
  const minutes = minuteOfDay(at, ZONE);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
