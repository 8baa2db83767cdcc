import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Snippet {
  readonly title: string;
  readonly path: string;
  readonly code: string;
  /** The rule that must object; none for code that is fine. */
  readonly rule?: string;
  /** What the message must name. */
  readonly names?: string;
}

interface Answer {
  readonly rules: readonly (string | null)[];
  readonly messages: readonly string[];
}

const restricted = {
  global: 'no-restricted-globals',
  property: 'no-restricted-properties',
  import: 'no-restricted-imports',
  syntax: 'no-restricted-syntax',
};

const inCore = (title: string, code: string, expected: { rule?: string; names?: string } = {}) => ({
  title,
  path: 'src/core/snippet.ts',
  code,
  ...expected,
});

const snippets: readonly Snippet[] = [
  inCore(
    'lets core add two numbers',
    'export const sum = (a: number, b: number): number => a + b;',
  ),
  inCore('refuses a clock in core', 'export const at = (): number => Date.now();', {
    rule: restricted.global,
    names: '`now`',
  }),
  inCore('refuses chance in core', 'export const odds = (): number => Math.random();', {
    rule: restricted.property,
    names: 'argument',
  }),
  inCore(
    'refuses timers in core',
    'export const wait = (f: () => void): unknown => setTimeout(f, 1);',
    {
      rule: restricted.global,
      names: '`now`',
    },
  ),
  inCore('refuses the process in core', 'export const dir = (): string => process.cwd();', {
    rule: restricted.global,
    names: 'values',
  }),
  inCore('refuses Node modules in core', "export { createHash } from 'node:crypto';", {
    rule: restricted.import,
    names: 'argument',
  }),
  inCore('refuses packages in core', "import { z } from 'zod';\nexport const shape = z.string();", {
    rule: restricted.import,
    names: 'core only',
  }),
  inCore('refuses asynchronous functions in core', 'export const read = async () => 1;', {
    rule: restricted.syntax,
    names: 'values',
  }),
  inCore('refuses promises in the types of core', 'export type Later = Promise<number>;', {
    rule: restricted.syntax,
    names: 'values',
  }),
  {
    title: 'refuses the environment outside src/config',
    path: 'src/clients/snippet.ts',
    code: 'export const port = process.env["PORT"];',
    rule: restricted.property,
    names: 'src/config',
  },
  {
    title: 'lets src/config read the environment',
    path: 'src/config/snippet.ts',
    code: 'export const port = process.env["PORT"];',
  },
  {
    title: 'refuses a clock of its own outside src/runtime',
    path: 'src/store/snippet.ts',
    code: 'export const at = (): number => Date.now();',
    rule: restricted.property,
    names: 'clock.now()',
  },
  {
    title: 'refuses the present instant as a new Date outside src/runtime',
    path: 'src/doors/snippet.ts',
    code: 'export const at = (): Date => new Date();',
    rule: restricted.syntax,
    names: 'clock.now()',
  },
  {
    title: 'refuses timers outside src/runtime',
    path: 'src/keepers/snippet.ts',
    code: 'export const wait = (task: () => void): unknown => setTimeout(task, 1);',
    rule: restricted.global,
    names: 'clock.sleep',
  },
  {
    title: 'refuses timer modules outside src/runtime',
    path: 'src/line/snippet.ts',
    code: "export { setTimeout as sleep } from 'node:timers/promises';",
    rule: restricted.import,
    names: 'clock.sleep',
  },
  {
    title: 'lets src/runtime be the clock',
    path: 'src/runtime/snippet.ts',
    code: 'export const at = (): number => Date.now();\nexport const later = setTimeout;',
  },
  {
    title: 'refuses process.exit in the host',
    path: 'bot/snippet.ts',
    code: 'process.exit(1);',
    rule: restricted.property,
    names: 'work ended',
  },
  {
    title: 'refuses a default export',
    path: 'sandbox/snippet.ts',
    code: 'const answer = 42;\nexport default answer;',
    rule: 'no-restricted-exports',
  },
  {
    title: 'refuses any',
    path: 'sandbox/snippet.ts',
    code: 'export const read = (value: any): number => value.length;',
    rule: '@typescript-eslint/no-explicit-any',
  },
  {
    title: 'refuses a type imported as a value',
    path: 'tests/snippet.ts',
    code: "import { Server } from 'node:http';\nexport const none: Server[] = [];",
    rule: '@typescript-eslint/consistent-type-imports',
  },
  {
    title: 'refuses a fourth parameter',
    path: 'src/desk/snippet.ts',
    code: 'export const four = (a: 1, b: 1, c: 1, d: 1): number => a + b + c + d;',
    rule: 'max-params',
  },
  {
    title: 'refuses a file above 400 lines',
    path: 'src/desk/snippet.ts',
    code: Array.from({ length: 401 }, (_, at) => `export const n${at} = ${at};`).join('\n'),
    rule: 'max-lines',
  },
];

describe('the lint rules bite', () => {
  let answers: readonly Answer[] = [];

  beforeAll(() => {
    const printed = execFileSync(process.execPath, [join(__dirname, 'lint-snippets.mjs')], {
      input: JSON.stringify(snippets),
      encoding: 'utf8',
    });
    answers = JSON.parse(printed) as readonly Answer[];
  });

  it.each(snippets.map((snippet, at) => ({ ...snippet, at })))('$title', (snippet) => {
    const answer = answers[snippet.at];
    expect(answer?.rules).toEqual(
      snippet.rule === undefined ? [] : expect.arrayContaining([snippet.rule]),
    );
    if (snippet.names !== undefined) expect(answer?.messages.join('\n')).toContain(snippet.names);
  });
});
