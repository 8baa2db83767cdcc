/**
 * What no other tool looks at: the lock file works on every machine and names no download host,
 * no tracked file names a path of somebody's machine, and file names follow the house habit.
 * Works on the current directory.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const LOCK = 'package-lock.json';
const OUR_TREES = /^(src|bot|tab|sandbox|demo|scripts|tests)\//;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const COMPONENT = /^tab\/.*\/[A-Z][A-Za-z0-9]*(\.[a-z]+)+$/;
const HOUSE_DOCUMENT = /^[A-Z]+\.md$/;
const VAGUE_NAME = /^(utils?|common|misc|helpers?|manager)(\.|$)/;

const MACHINE_PATHS = [
  /(?<![\w.~:/})-])\/(?:home|Users|root|work)\/[\w.-]+/,
  /\b[A-Za-z]:\\+(?:Users|Documents)\\/,
];
const REGISTRY_HOSTS = [
  /\bregistry\.(?:npmjs|yarnpkg)\.\w+/,
  /\b(?:deb|security|ftp)\.debian\.org/,
  /\b(?:files\.)?py(?:pi|thonhosted)\.org/,
];

/** Tracked files and those about to be. */
function projectFiles() {
  return execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { encoding: 'utf8' })
    .split('\0')
    .filter((path) => path !== '' && existsSync(path));
}

function lockProblems() {
  if (!existsSync(LOCK)) return [`${LOCK} is missing.`];
  const { packages } = JSON.parse(readFileSync(LOCK, 'utf8'));
  const entries = Object.entries(packages);
  return [
    ...entries
      .filter(([, entry]) => /^[a-z+]+:\/\//.test(entry.resolved ?? ''))
      .map(([path]) => `${LOCK}: ${path} names the host it was downloaded from.`),
    ...entries.flatMap(([path, entry]) => missingBinaries({ path, entry, packages })),
  ];
}

/** A lock made where a platform's binary was not to be had breaks `npm ci` on that platform. */
function missingBinaries({ path, entry, packages }) {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isLocked({ name, path, packages }))
    .map((name) => `${LOCK}: ${name}, optional for ${path || 'us'}, has no entry.`);
}

function isLocked({ name, path, packages }) {
  const folders = path.split('/node_modules/').map((_, depth, parts) => {
    return parts.slice(0, parts.length - depth).join('/node_modules/');
  });
  const places = [
    ...folders.map((folder) => `${folder}/node_modules/${name}`),
    `node_modules/${name}`,
  ];
  return places.some((place) => packages[place] !== undefined);
}

function textProblems(path) {
  const content = readFileSync(path);
  if (content.includes(0)) return [];
  const lines = content.toString('utf8').split('\n');
  const patterns = [...MACHINE_PATHS, ...REGISTRY_HOSTS, ...ownRegistry()];
  return lines.flatMap((line, at) => {
    const found = patterns.map((pattern) => pattern.exec(line)?.[0]).find(Boolean);
    return found ? [`${path}:${at + 1} names ${found}, which exists on some machines only.`] : [];
  });
}

/** The registry this machine installs from, whatever it is called. */
function ownRegistry() {
  const registry = process.env.npm_config_registry;
  if (!registry || !URL.canParse(registry)) return [];
  const { host } = new URL(registry);
  return host === '' ? [] : [new RegExp(host.replaceAll('.', '\\.'))];
}

function nameProblems(path) {
  if (!OUR_TREES.test(path)) return [];
  const name = basename(path);
  const problems = [];
  if (!KEBAB_CASE.test(name) && !COMPONENT.test(path) && !HOUSE_DOCUMENT.test(name)) {
    problems.push(`${path}: file names are kebab-case.`);
  }
  if (path.split('/').some((part) => VAGUE_NAME.test(part))) {
    problems.push(`${path}: say what it holds; utils, common, misc, helpers and manager do not.`);
  }
  return problems;
}

function main() {
  const files = projectFiles();
  const problems = [
    ...lockProblems(),
    ...files.filter((path) => path !== LOCK).flatMap(textProblems),
    ...files.flatMap(nameProblems),
  ];
  console.log(`${files.length} files looked at.`);
  return problems;
}

const problems = main();
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
