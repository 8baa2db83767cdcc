/**
 * Puts wrong values in the place of the nodes of the package's JSON files, one at a time, takes
 * the node away as well, and prints what `npm run package` says to each: a JSON array of
 * `[file, path, change, said, made]`.
 *
 *   node tests/package/fuzz-run.mjs <folder with appPackage and env> <files of appPackage…>
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPackage } from '../../scripts/package/package-command.mjs';
import { compileOnce } from './compile-once.mjs';

const VALUES = [null, 7, [], {}, ''];
/** Twelve commands are told alike: the first three and the last speak for all. */
const LIKE_OTHERS = /commands[/[]([3-9]|10)\b/;
const [root, ...files] = process.argv.slice(2);

compileOnce();
const answers = [];
for (const file of files) answers.push(...(await fuzz(file)));
process.stdout.write(JSON.stringify(answers));

async function fuzz(file) {
  const path = join(root, 'appPackage', file);
  const text = readFileSync(path, 'utf8');
  const tried = [];
  const nodes = nodesOf(JSON.parse(text)).filter((keys) => !LIKE_OTHERS.test(keys.join('/')));
  for (const [index, keys] of nodes.entries()) {
    for (const value of valuesFor(index)) {
      writeFileSync(path, JSON.stringify(replace(JSON.parse(text), keys, value)));
      tried.push([file, keys.join('/'), JSON.stringify(value), ...(await run())]);
    }
    if (keys.length === 0) continue;
    writeFileSync(path, JSON.stringify(remove(JSON.parse(text), keys)));
    tried.push([file, keys.join('/'), 'gone', ...(await run())]);
  }
  writeFileSync(path, text);
  return tried;
}

/** Three of five, others for each node: neighbours are of one kind, and together they try all. */
function valuesFor(index) {
  return [0, 1, 2].map((offset) => VALUES[(index + offset) % VALUES.length]);
}

async function run() {
  let said;
  try {
    said = (await runPackage(root, ['--env', 'demo'])).join('\n');
  } catch (error) {
    said = error.message;
  }
  return [said, existsSync(join(root, 'dist', 'appPackage.demo.zip'))];
}

function nodesOf(value, keys = []) {
  if (typeof value !== 'object' || value === null) return [keys];
  const below = Object.entries(value).flatMap(([key, one]) => nodesOf(one, [...keys, key]));
  return [keys, ...below];
}

function replace(document, keys, value) {
  if (keys.length === 0) return value;
  const parent = keys.slice(0, -1).reduce((one, key) => one[key], document);
  parent[keys.at(-1)] = value;
  return document;
}

function remove(document, keys) {
  const parent = keys.slice(0, -1).reduce((one, key) => one[key], document);
  if (Array.isArray(parent)) parent.splice(Number(keys.at(-1)), 1);
  else delete parent[keys.at(-1)];
  return document;
}
