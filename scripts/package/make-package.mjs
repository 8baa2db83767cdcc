/** Reads appPackage/, fills in an environment's values, checks all of it and makes the zip. */
import { strToU8, zipSync } from 'fflate';
import { readBytes } from './disk.mjs';
import { fillPlaceholders } from './environment.mjs';
import { isPlainName } from './file-names.mjs';
import { iconProblem } from './icon-rules.mjs';
import { languageProblems } from './language-rules.mjs';
import { manifestProblems } from './manifest-rules.mjs';
import { mergeFiles, toSentences } from './problems.mjs';
import { readJson } from './read-json.mjs';
import { isObject, languageShapeProblems, shapeProblems } from './shape-rules.mjs';

const FOLDER = 'appPackage';
const MANIFEST = `${FOLDER}/manifest.json`;
/** The same files make the same zip. */
const ZIP_TIME = '2026-01-01T00:00:00';

/** Resolves to `{ problems, zip }`: sentences that name file and field, or the bytes of a zip. */
export async function makePackage(root, environment) {
  const read = readDocument(root, MANIFEST, environment);
  if (read.problems.length > 0) return { problems: read.problems };
  const manifest = read.document;
  const shape = await shapeProblems(manifest);
  const hasShape = shape.length === 0;
  const found = hasShape ? [...manifestProblems(manifest, environment)] : shape;
  const icons = readIcons(root, manifest, found);
  const languages = await readLanguages(root, { manifest, found, hasShape, environment });
  const problems = [...toSentences(MANIFEST, found), ...icons.problems, ...languages.problems];
  if (problems.length > 0) return { problems };
  const entries = { 'manifest.json': toJson(manifest), ...icons.entries, ...languages.entries };
  return { problems, zip: zipSync(entries, { level: 9, mtime: ZIP_TIME }) };
}

/** Of a manifest without a shape too: whatever names a file is looked at. */
function readIcons(root, manifest, found) {
  const problems = [];
  const entries = {};
  for (const kind of ['color', 'outline']) {
    const name = manifest?.icons?.[kind];
    const isRefused = found.some(({ field }) => field === `icons.${kind}`);
    if (isRefused || !isName(name)) continue;
    const { bytes, problem = iconProblem(bytes, kind) } = readBytes(root, `${FOLDER}/${name}`);
    if (problem === null) entries[name] = bytes;
    else problems.push(`${FOLDER}/${name}: the icon of icons.${kind} ${problem}.`);
  }
  return { problems, entries };
}

async function readLanguages(root, { manifest, found, hasShape, environment }) {
  const areHostsRight = !found.some(({ field }) => field.startsWith('validDomains'));
  const problems = [];
  const entries = {};
  for (const { languageTag, file } of languagesOf(manifest, found)) {
    const path = `${FOLDER}/${file}`;
    const read = readDocument(root, path, environment);
    if (read.document === undefined) {
      problems.push(
        ...read.problems.map((one) => one.replace(/\.$/, `, for language ${languageTag}.`)),
      );
      continue;
    }
    const shape = await languageShapeProblems(read.document);
    const isComparable = hasShape && shape.length === 0;
    const wrong = isComparable
      ? [...languageProblems(read.document, { tag: languageTag, manifest, areHostsRight })]
      : shape;
    problems.push(...read.problems, ...toSentences(path, wrong));
    entries[file] = toJson(read.document);
  }
  return { problems: mergeFiles(FOLDER, problems), entries };
}

/** But for those whose file the manifest may not name. */
function languagesOf(manifest, found) {
  const named = manifest?.localizationInfo?.additionalLanguages;
  if (!Array.isArray(named)) return [];
  return named.filter((one, index) => {
    const field = `localizationInfo.additionalLanguages[${index}].file`;
    return isObject(one) && isName(one.file) && !found.some((wrong) => wrong.field === field);
  });
}

const isName = (name) => typeof name === 'string' && isPlainName(name);

/** JSON with its placeholders filled; no `document` when it cannot be read. */
function readDocument(root, path, environment) {
  const { bytes, problem: unread } = readBytes(root, path);
  if (unread) return { problems: [`${path} ${unread}.`] };
  const { document, problem } = readJson(bytes);
  if (problem) return { problems: [`${path}${problem}.`] };
  const { filled, problems } = fillPlaceholders(document, { file: path, environment });
  return { document: filled, problems };
}

const toJson = (document) => strToU8(`${JSON.stringify(document, null, 2)}\n`);
