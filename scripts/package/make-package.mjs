/** Reads appPackage/, fills in an environment's values, checks all of it and makes the zip. */
import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { fillPlaceholders } from './environment.mjs';
import { iconProblem } from './icon-rules.mjs';
import { languageProblems, namedLanguages } from './language-rules.mjs';
import { manifestProblems } from './manifest-rules.mjs';
import { checkSchema } from './schema-check.mjs';

const FOLDER = 'appPackage';
const MANIFEST = `${FOLDER}/manifest.json`;
/** The same files make the same zip. */
const ZIP_TIME = '2026-01-01T00:00:00';

/** Resolves to `{ problems, zip }`: sentences that name file and field, or the bytes of a zip. */
export async function makePackage(root, environment) {
  const read = readDocument(root, MANIFEST, environment);
  if (read.problems.length > 0) return { problems: read.problems };
  const manifest = read.document;
  const problems = await checkManifest(manifest);
  const icons = readIcons(root, manifest);
  const languages = await readLanguages(root, manifest, environment);
  problems.push(...icons.problems, ...languages.problems);
  if (problems.length > 0) return { problems };
  const entries = { 'manifest.json': toJson(manifest), ...icons.entries, ...languages.entries };
  return { problems, zip: zipSync(entries, { level: 9, mtime: ZIP_TIME }) };
}

async function checkManifest(manifest) {
  const own = [...manifestProblems(manifest), ...namedLanguages(manifest)];
  const isOtherSchema = own.some(({ field }) => field === 'manifestVersion');
  const foreign = isOtherSchema ? [] : await checkSchema(manifest, 'manifest');
  return toSentences(MANIFEST, [...own, ...foreign]);
}

function readIcons(root, { icons }) {
  const problems = [];
  const entries = {};
  for (const kind of ['color', 'outline']) {
    const name = icons?.[kind];
    if (typeof name !== 'string') continue;
    const file = readEntry(root, name);
    const problem = file === null ? 'is missing' : iconProblem(file, kind);
    if (problem === null) entries[name] = file;
    else problems.push(`${FOLDER}/${name}: the icon of icons.${kind} ${problem}.`);
  }
  return { problems, entries };
}

async function readLanguages(root, manifest, environment) {
  const problems = [];
  const entries = {};
  const named = manifest.localizationInfo?.additionalLanguages ?? [];
  for (const { languageTag, file } of named) {
    const path = `${FOLDER}/${file}`;
    const read = readDocument(root, path, environment);
    if (read.document === undefined) {
      problems.push(
        ...read.problems.map((one) => one.replace(/\.$/, `, for language ${languageTag}.`)),
      );
      continue;
    }
    const found = [
      ...languageProblems(read.document, manifest),
      ...(await checkSchema(read.document, 'language')),
    ];
    problems.push(...read.problems, ...toSentences(path, found));
    entries[file] = toJson(read.document);
  }
  return { problems, entries };
}

/** JSON with its placeholders filled; no `document` when it cannot be read. */
function readDocument(root, path, environment) {
  const name = path.slice(FOLDER.length + 1);
  const file = readEntry(root, name);
  if (file === null) return { problems: [`${path} is missing.`] };
  try {
    const parsed = JSON.parse(file.toString('utf8'));
    const { filled, problems } = fillPlaceholders(parsed, { file: path, environment });
    return { document: filled, problems };
  } catch (error) {
    return { problems: [`${path} is not JSON: ${error.message}.`] };
  }
}

/** Null when there is no such file within the folder. */
function readEntry(root, name) {
  const isInside = !normalize(name).startsWith('..') && !/^([/\\]|[A-Za-z]:)/.test(name);
  const path = join(root, FOLDER, name);
  return isInside && existsSync(path) ? readFileSync(path) : null;
}

/** One sentence a field: of several objections the first says most. */
function toSentences(file, found) {
  const fields = new Map();
  for (const { field, problem } of found) {
    if (!fields.has(field)) fields.set(field, `${file}: ${field} ${problem}.`);
  }
  return [...fields.values()];
}

const toJson = (document) => strToU8(`${JSON.stringify(document, null, 2)}\n`);
