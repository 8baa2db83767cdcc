/**
 * Makes sure that what a command needs is on this machine: the packages of package-lock.json and,
 * asked with --browser, a Chromium. Needs nothing but Node, so it can run first on a fresh clone.
 *
 *   node scripts/ensure.mjs             installs the packages where they are missing or stale
 *   node scripts/ensure.mjs --browser   the browser as well
 *   node scripts/ensure.mjs --check     only says what is missing (exit code 1)
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isMain } from './is-main.mjs';

const OLDEST_NODE = [20, 19];
const JAPANESE_FONT = 'fonts-ipafont-gothic';
const BROWSER_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A need that cannot be met; its message is one sentence for the person at the keyboard. */
export class Unmet extends Error {
  name = 'Unmet';
}

/** Refuses a Node too old to load the packages published as ES modules only. */
export function ensureNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Unmet(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is Node ${version}.`);
}

/**
 * Why node_modules does not match package-lock.json, or undefined when it does. Compared with the
 * record that npm itself leaves in node_modules, so an install made by hand counts as well.
 */
export function stalePackages(root, { production = false } = {}) {
  if (!existsSync(join(root, 'package-lock.json'))) return 'there is no package-lock.json';
  const installed = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'nothing is installed yet';
  const wanted = packagesIn(join(root, 'package-lock.json')) ?? {};
  const wrong = Object.keys(wanted).find((path) =>
    isStale(wanted[path], { path, installed, production }),
  );
  return wrong === undefined
    ? undefined
    : `${wrong.replace(/^.*node_modules\//, '')} is not current`;
}

function isStale(entry, { path, installed, production }) {
  if (path === '') return false;
  const found = installed[path];
  if (found !== undefined) return found.version !== entry.version;
  // Optional packages are for other machines or may fail to build; a missing one is no fault.
  if (entry.optional || entry.devOptional) return false;
  return !(production && entry.dev);
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/** Installs the packages where they are missing or stale. */
export function ensurePackages(root, options = {}) {
  const reason = stalePackages(root, options);
  if (reason === undefined) return;
  if (!existsSync(join(root, 'package-lock.json'))) {
    throw new Unmet('package-lock.json is missing, so nobody knows which packages belong here.');
  }
  console.error(`Installing packages with npm ci (${reason}) …`);
  const done = npm(root, ['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (done.status === 0) return;
  throw new Unmet(
    done.error
      ? 'The packages are missing and npm cannot be started to install them: install npm 10 or newer.'
      : 'The packages are missing and npm ci could not install them: see its message above (is the package registry reachable?).',
  );
}

function npm(root, args) {
  const itself = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  if (itself?.endsWith('.js')) return spawnSync(process.execPath, [itself, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** The Chromium on this machine: CHROMIUM_PATH, else the first known name on the PATH. */
export function findBrowser(env = process.env) {
  const named = env.CHROMIUM_PATH;
  if (named) {
    if (isProgram(named)) return named;
    throw new Unmet(`CHROMIUM_PATH names ${named}, which is not a program.`);
  }
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter).filter(Boolean)];
  return BROWSER_NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(
    isProgram,
  );
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The path of a Chromium, installed from Debian's packages where it is missing and we may. */
export function ensureBrowser(env = process.env) {
  const found = findBrowser(env);
  if (found !== undefined) return found;
  const remedy = 'Install Chromium, or name one with CHROMIUM_PATH.';
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Unmet(`The browser tests need Chromium, and there is no apt-get here. ${remedy}`);
  }
  if (process.getuid() !== 0) {
    throw new Unmet(`The browser tests need Chromium, and only root may install it. ${remedy}`);
  }
  console.error('Installing Chromium with apt-get …');
  if (aptGet(['update'], env) && aptGet(['install', '-y', 'chromium'], env)) {
    // For the pictures in Japanese; the tests do without, with empty boxes in them.
    if (!aptGet(['install', '-y', JAPANESE_FONT], env)) console.error(`No ${JAPANESE_FONT}.`);
    const installed = findBrowser(env);
    if (installed !== undefined) return installed;
  }
  throw new Unmet(`The browser tests need Chromium, and apt-get could not install it. ${remedy}`);
}

function aptGet(args, env) {
  const done = spawnSync('apt-get', ['-qq', ...args], {
    stdio: ['ignore', 'ignore', 2],
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return done.status === 0;
}

function main(args) {
  const root = process.cwd();
  ensureNode();
  if (args.includes('--check')) {
    const reason = stalePackages(root);
    if (reason !== undefined) throw new Unmet(`The packages do not match: ${reason}.`);
    return;
  }
  ensurePackages(root);
  if (args.includes('--browser')) console.log(ensureBrowser());
}

if (isMain(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Unmet)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
