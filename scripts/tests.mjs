/** Runs jest: what each test command runs, what it needs first, and how long it took. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Unmet, ensureBrowser } from './ensure.mjs';
import { runTool } from './tools.mjs';

const BROWSER_TESTS = 'tests/browser';
const CRASH_TESTS = 'tests/crash';

const RESULTS = '.cache/jest-results.json';
const PROPERTY_COUNTS = '.cache/property-counts.jsonl';
const LONG_TIMEOUT_MS = 30 * 60_000;

/**
 * The suite of `npm test`, or the part of it that `args` name. Crash tests have a command of their
 * own. `strict`: a browser that cannot be had is a failure, not a reason to leave its tests out.
 * Resolves to { code, passed, failed }.
 */
export async function runTests(root, { args = [], strict = false } = {}) {
  const left = [];
  const env = { ...process.env };
  if (!args.some((arg) => arg.includes(CRASH_TESTS))) left.push(CRASH_TESTS);
  const unmet = wantsBrowser(root, args) ? provideBrowser(env) : undefined;
  if (unmet !== undefined && strict) throw new Unmet(unmet);
  if (unmet !== undefined) left.push(BROWSER_TESTS);
  const result = await jest(root, { args: [...args, ...leaveOut(left)], env });
  if (unmet !== undefined) console.log(`The browser tests were left out. ${unmet}`);
  return result;
}

/** Every property with many more runs than `npm test` gives it (PROPERTIES=long), and how many. */
export async function runLongProperties(root, args) {
  const counts = join(root, PROPERTY_COUNTS);
  rmSync(counts, { force: true });
  const env = { ...process.env, PROPERTIES: 'long', PROPERTY_COUNTS: counts };
  const timeout = `--testTimeout=${LONG_TIMEOUT_MS}`;
  const result = await jest(root, { args: ['tests/properties', timeout, ...args], env });
  sayCases(counts);
  return result;
}

/** One line a property, as the properties themselves have counted, and the sum. */
function sayCases(counts) {
  if (!existsSync(counts)) return;
  const rows = readFileSync(counts, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  rows.sort((one, other) => one.name.localeCompare(other.name));
  for (const { name, cases } of rows) console.log(`${String(cases).padStart(7)}  ${name}`);
  const total = rows.reduce((sum, { cases }) => sum + cases, 0);
  console.log(`${String(total).padStart(7)}  cases of ${rows.length} properties in all`);
}

/** Kills real processes again and again; needs the build. */
export function runCrashTests(root, args) {
  const timeout = `--testTimeout=${LONG_TIMEOUT_MS}`;
  return jest(root, { args: [CRASH_TESTS, timeout, ...args] });
}

/** True when there are crash tests to run. */
export function hasCrashTests(root) {
  return hasTests(join(root, CRASH_TESTS));
}

async function jest(root, { args, env = process.env }) {
  const startedAt = performance.now();
  const results = join(root, RESULTS);
  rmSync(results, { force: true });
  mkdirSync(join(root, '.cache'), { recursive: true });
  const code = await runTool(
    'jest',
    ['--passWithNoTests', '--json', `--outputFile=${results}`, ...args],
    env,
  );
  console.log(`The tests took ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
  return { code, ...counts(results, code) };
}

/** jest's own count; a file that could not even be loaded counts as one failure. */
function counts(results, code) {
  if (!existsSync(results)) return { passed: 0, failed: code === 0 ? 0 : 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(results, 'utf8'),
  );
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function provideBrowser(env) {
  try {
    env.CHROMIUM_PATH = ensureBrowser();
    return undefined;
  } catch (error) {
    if (!(error instanceof Unmet)) throw error;
    return error.message;
  }
}

/** The browser is needed where its tests are not narrowed away by a path on the command line. */
function wantsBrowser(root, args) {
  if (!hasTests(join(root, BROWSER_TESTS))) return false;
  const paths = args.filter((arg) => !arg.startsWith('-') && arg.includes('/'));
  return paths.length === 0 || paths.some((path) => path.includes('browser'));
}

const leaveOut = (folders) => folders.map((folder) => `--testPathIgnorePatterns=/${folder}/`);

function hasTests(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.test.ts'));
}
