/** What Teams offers to be sent is what the bot understands: the command list in every language. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES } from '../../../bot/understand/command';
import type { Language } from '../../../bot/understand/command';
import { hear, show } from './hear';

interface Listed {
  readonly title: string;
  readonly description: string;
}

/** Title and first example as they stand in the manifest, and what each of them means. */
const MEANT = [
  ['status'],
  ['set Ready', 'set Lunch'],
  ['why'],
  ['pause', 'pause 30'],
  ['resume'],
  ['find', 'find fennel marsh'],
  ['free'],
  ['tell', 'tell fennel marsh'],
  ['link'],
  ['notify', 'notify nothing'],
  ['language', /^language (en|de)$/],
  ['help'],
] as const;

const lists = Object.fromEntries(LANGUAGES.map((one) => [one, readList(one)])) as Readonly<
  Record<Language, readonly Listed[]>
>;

function readList(language: Language): readonly Listed[] {
  const manifest = readJson('manifest.json') as {
    readonly bots: readonly [{ readonly commandLists: readonly [{ commands: Listed[] }] }];
  };
  const { commands } = manifest.bots[0].commandLists[0];
  if (language === 'en') return commands;
  const texts = readJson(`${language}.json`) as Readonly<Record<string, string>>;
  return commands.map((_, index) => {
    const at = `bots[0].commandLists[0].commands[${index}]`;
    return { title: texts[`${at}.title`] ?? '', description: texts[`${at}.description`] ?? '' };
  });
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join('appPackage', name), 'utf8'));
}

/** What stands behind the colon, up to the next example. */
function firstExample({ description }: Listed): string {
  return /[:：]\s*(.+?)(?:, |、|$)/.exec(description)?.[1] ?? '';
}

const rows = LANGUAGES.flatMap((language) =>
  MEANT.map(([meant], index) => [language, lists[language][index]?.title ?? '', meant] as const),
);

const examples = LANGUAGES.flatMap((language) =>
  MEANT.flatMap(([, meant], index) => {
    const listed = lists[language][index];
    return meant && listed ? [[language, firstExample(listed), meant] as const] : [];
  }),
);

test('[BT3] each language lists each command', () => {
  for (const language of LANGUAGES) expect(lists[language]).toHaveLength(MEANT.length);
});

test.each(rows)('[BT3] %s lists "%s", which means %s', (language, title, meant) => {
  expect(show(hear(title, language))).toBe(meant);
});

test.each(examples)('[BT3] %s gives the example "%s", which means %s', (language, text, meant) => {
  expect(show(hear(text, language))).toMatch(meant);
});

/** Teams may be in one language and the chat in another. */
test.each(rows)('[BT3] %s lists "%s", which means %s wherever it is sent', (_, title, meant) => {
  for (const language of LANGUAGES) {
    const heard = show(hear(title, language));
    expect(heard.startsWith('?') ? heard.slice(1).split(',') : [heard]).toContain(meant);
  }
});
