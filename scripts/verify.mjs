/** All checks in a row, each named with its time; the last line counts what passed and failed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { Unmet } from './ensure.mjs';
import { importTable } from './import-table.mjs';
import { runProcess } from './run-process.mjs';
import { runTests } from './tests.mjs';
import { runTool } from './tools.mjs';

const ONE_PASSED = { passed: 1, failed: 0 };
const ONE_FAILED = { passed: 0, failed: 1 };

/** A step resolves to { passed, failed }: one of them for a check, jest's numbers for tests. */
const steps = [
  ['format', () => check(runTool('prettier', ['--check', '--log-level', 'warn', '.']))],
  ['lint', () => check(runTool('eslint', ['--max-warnings', '0', '.']))],
  ['import table', () => check(importTable())],
  ['types', () => check(runTool('tsc', ['-p', 'tsconfig.json']))],
  ['types of the tab', () => check(runTool('tsc', ['-p', 'tests/tab/tsconfig.json']))],
  ['rules to tests', () => check(script('rules-to-tests.mjs'))],
  ['files', () => check(script('check-files.mjs'))],
  ['tests', (root) => runTests(root, { strict: true })],
  ['build', (root) => check(build(root))],
];

/** Runs every step even after a failure, so that one run shows all there is to mend. */
export async function verify(root) {
  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const [name, run] of steps) {
    const { seconds, passed, failed } = await timed(name, () => run(root));
    total.passed += passed;
    total.failed += failed;
    lines.push(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds} s`);
  }
  console.log(`\n${lines.join('\n')}\n`);
  sayCount(total);
  return total.failed === 0 ? 0 : 1;
}

/** The closing line, alone on its line. */
export function sayCount({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
}

async function timed(name, run) {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const result = await run().catch(asFailure);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.log(`-- ${name}: ${result.failed === 0 ? 'ok' : 'FAILED'} in ${seconds.trim()} s`);
  return { ...result, seconds };
}

function asFailure(error) {
  console.error(error instanceof Unmet ? error.message : error);
  return ONE_FAILED;
}

const check = async (code) => ((await code) === 0 ? ONE_PASSED : ONE_FAILED);

function script(name) {
  const path = join('scripts', name);
  if (!existsSync(path)) throw new Unmet(`${path} is missing.`);
  return runProcess(process.execPath, [path]);
}
