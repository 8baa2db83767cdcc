/**
 * The one launcher behind every npm command. It makes sure that what the command needs is here,
 * runs it, hands signals on, and ends with its exit code. Needs nothing but Node to start.
 *
 *   node scripts/run.mjs <command> [arguments]
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { Unmet, ensureNode, ensurePackages } from './ensure.mjs';
import { runProcess } from './run-process.mjs';
import { hasCrashTests, runCrashTests, runLongProperties, runTests } from './tests.mjs';
import { runTool } from './tools.mjs';
import { sayCount, verify } from './verify.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const LINT = ['--max-warnings', '0', '.'];
const BENCH = ['dist/tests/bench/index.js', 'dist/tests/bench/main.js'];

/** Every command resolves to an exit code. */
const commands = {
  build: () => build(root),
  demo: (args) => buildAndRun('dist/demo/main.js', args),
  measure: (args) => buildAndRun('dist/demo/measure.js', args),
  start,
  bench,
  test: async (args) => (await runTests(root, { args, strict: isCi() })).code,
  'test:properties:long': async (args) => (await runLongProperties(root, args)).code,
  'test:crash': crashTests,
  lint: (args) => runTool('eslint', [...LINT, ...args]),
  format: (args) => runTool('prettier', ['--write', '--log-level', 'warn', ...orAll(args)]),
  typecheck,
  verify: () => verify(root),
  package: (args) => runProcess(process.execPath, ['scripts/package/main.mjs', ...args]),
};

/** The tab is written for browsers, so it has a configuration of its own. */
async function typecheck(args) {
  const code = await runTool('tsc', ['-p', 'tsconfig.json', ...args]);
  return code === 0 ? runTool('tsc', ['-p', 'tests/tab/tsconfig.json', ...args]) : code;
}

/** Where only the packages for production are installed, an existing build is taken as it is. */
async function start(args) {
  const mayBuild = existsSync(join(root, 'node_modules/typescript'));
  return mayBuild ? buildAndRun('dist/bot/index.js', args) : runBuilt('dist/bot/index.js', args);
}

async function bench(args) {
  const code = await build(root);
  if (code !== 0) return code;
  const entry = BENCH.find((path) => existsSync(join(root, path)));
  if (entry !== undefined) return runBuilt(entry, args);
  console.log('There is no benchmark yet: tests/bench/index.ts does not exist.');
  return 0;
}

async function crashTests(args) {
  if (!hasCrashTests(root)) {
    console.log('There is no crash test yet: tests/crash holds no test file.');
    return 0;
  }
  const code = await build(root);
  return code === 0 ? (await runCrashTests(root, args)).code : code;
}

async function buildAndRun(entry, args) {
  const code = await build(root);
  return code === 0 ? runBuilt(entry, args) : code;
}

async function runBuilt(entry, args) {
  if (!existsSync(join(root, entry))) {
    const source = entry.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    throw new Unmet(`There is nothing to run: ${source} does not exist.`);
  }
  return runProcess(process.execPath, ['--enable-source-maps', entry, ...args]);
}

const orAll = (args) => (args.length > 0 ? args : ['.']);
const isCi = () => Boolean(process.env.CI) && process.env.CI !== 'false';

function ensureFor(command) {
  ensureNode();
  const hasBuild = existsSync(join(root, 'dist/bot/index.js'));
  const lean =
    command === 'start' && hasBuild && !existsSync(join(root, 'node_modules/typescript'));
  ensurePackages(root, { production: lean });
}

async function main([command, ...args]) {
  const run = commands[command];
  if (run === undefined) {
    throw new Unmet(`"${command}" is no command; there are: ${Object.keys(commands).join(', ')}.`);
  }
  process.chdir(root);
  ensureFor(command);
  return run(args);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Unmet ? error.message : error);
  process.exitCode = 1;
  if (process.argv[2] === 'verify') sayCount({ passed: 0, failed: 1 });
}
