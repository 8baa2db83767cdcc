import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const everyTs = ['**/*.ts', '**/*.tsx'];
const product = ['src/**/*.ts', 'bot/**/*.ts'];
const browserScripts = ['sandbox/world/page/**/*.js', 'sandbox/teams-host/page/**/*.js'];

/** Each ban names what to use instead. */
const use = {
  now: 'core receives `now` (epoch milliseconds) as a plain argument.',
  clock: 'Take the Clock passed in at assembly (src/runtime): `clock.now()`, `clock.sleep(ms)`.',
  chance: 'Core has no chance: take the drawn value as an argument.',
  settings: 'Settings are read once in src/config and handed on: take them as an argument.',
  values: 'Core takes values and returns values: the rooms around it wait, call and speak.',
  seams: 'Pages and components get this from tab/host, tab/api or tab/browser.',
  ended: 'A process ends because its work ended: stop the parts instead.',
};

const ban = (names, message) => names.map((name) => ({ name, message }));

const bannedTimers = ban(['setTimeout', 'setInterval'], use.clock);
const bannedClocks = [
  { object: 'Date', property: 'now', message: use.clock },
  { object: 'performance', property: 'now', message: use.clock },
];
const bannedSettings = [{ object: 'process', property: 'env', message: use.settings }];
const bannedExit = [{ object: 'process', property: 'exit', message: use.ended }];
const bannedNewDate = {
  selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
  message: use.clock,
};
const bannedTimerModules = {
  group: ['timers', 'timers/*', 'node:timers', 'node:timers/*'],
  message: use.clock,
};

const bannedInCore = {
  'no-restricted-globals': [
    'error',
    ...ban(['Date', 'performance'], use.now),
    ...ban(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'], use.now),
    ...ban(['process', 'Buffer', 'globalThis', 'fetch', 'console', 'require'], use.values),
    ...ban(['Promise'], use.values),
    ...ban(['crypto'], use.chance),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Math', property: 'random', message: use.chance },
  ],
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          regex: '^(node:|[^.])',
          message: 'Core imports core only: take the value as an argument.',
        },
      ],
    },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: ':function[async=true]', message: use.values },
    { selector: 'AwaitExpression', message: use.values },
    { selector: 'ImportExpression', message: use.values },
    { selector: 'TSTypeReference[typeName.name=/^Promise(Like)?$/]', message: use.values },
  ],
};

export default defineConfig(
  { ignores: ['dist/', '.cache/', '.data/', 'coverage/', 'build/', 'tab/dist/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: everyTs,
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      // The two differ: only a `type` fits an index signature.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: [
      'src/**/*.ts',
      'bot/**/*.ts',
      'tab/**/*.{ts,tsx}',
      'sandbox/**/*.ts',
      'demo/**/*.ts',
      'scripts/**/*.mjs',
    ],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 80 }],
      'max-params': ['error', { max: 3 }],
    },
  },
  {
    files: product,
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      'no-console': 'error',
      'no-restricted-globals': ['error', ...bannedTimers],
      'no-restricted-imports': ['error', { patterns: [bannedTimerModules] }],
      'no-restricted-properties': ['error', ...bannedClocks, ...bannedSettings, ...bannedExit],
      'no-restricted-syntax': ['error', bannedNewDate],
    },
  },
  {
    files: ['src/runtime/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-imports': 'off',
      'no-restricted-properties': ['error', ...bannedSettings, ...bannedExit],
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['src/config/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...bannedClocks, ...bannedExit] },
  },
  { files: ['src/core/**/*.ts'], rules: bannedInCore },
  {
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: {
        ...Object.fromEntries(
          [
            'clearInterval',
            'setInterval',
            'process',
            'console',
            'URL',
            'setTimeout',
            'clearTimeout',
            'performance',
            'Buffer',
          ].map((name) => [name, 'readonly']),
        ),
      },
    },
  },
  {
    files: ['**/*.cjs', 'jest.config.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
  {
    files: browserScripts,
    languageOptions: {
      globals: Object.fromEntries(
        [
          'document',
          'window',
          'fetch',
          'location',
          'history',
          'localStorage',
          'sessionStorage',
          'EventSource',
          'HTMLElement',
          'Event',
          'CustomEvent',
          'FormData',
          'URLSearchParams',
          'AbortController',
          'requestAnimationFrame',
          'setInterval',
          'clearInterval',
          'matchMedia',
          'Intl',
          'Option',
          'crypto',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['tab/components/**/*.{ts,tsx}', 'tab/pages/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...ban(['window', 'document', 'fetch', 'location', 'history', 'localStorage'], use.seams),
        ...ban(['setTimeout', 'setInterval', 'Date', 'performance', 'navigator'], use.seams),
      ],
    },
  },
  // The tools that read these files ask for a default export.
  {
    files: ['eslint.config.mjs', 'tab/vite.config.mjs', 'tests/global-*.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
);
