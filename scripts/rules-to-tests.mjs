/**
 * Every numbered rule of src/SPEC.md is proved by a test whose title cites it: '[EC2] …', or
 * '[EC2][EC4] …' for several. Lists the rules nobody cites. A rule in src/not-yet-rules.json may
 * wait; one that is cited after all must leave that list. Works on the current directory.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SPEC = 'src/SPEC.md';
const NOT_YET = 'src/not-yet-rules.json';
/** Tests of the tooling prove no rule; their fixtures look like citations. */
const NOT_SEARCHED = join('tests', 'workshop');

const RULE = /^\s*[-*]\s+\*\*([A-Z]{2}\d+)\*\*/gm;
const TITLE = /(?<=['"`])((?:\[[A-Z]{2}\d+\]\s?)+)/g;
/** What stands before a title that runs nothing. */
const NOT_RUN = /(?:\.(?:skip|todo)|\bx(?:it|test|describe))\s*\(\s*['"`]$/;

function rulesOfSpec(text) {
  return [...text.matchAll(RULE)].map(([, id]) => id);
}

/** Rule ids cited by the titles of one test file. */
function citationsIn(text) {
  return [...text.matchAll(TITLE)]
    .filter((match) => !NOT_RUN.test(text.slice(Math.max(0, match.index - 40), match.index)))
    .flatMap(([, ids]) => ids.match(/[A-Z]{2}\d+/g));
}

/** Map of rule id to the files whose titles cite it. */
function readCitations(root) {
  const cited = new Map();
  for (const path of testFiles(root)) {
    for (const id of citationsIn(readFileSync(join(root, path), 'utf8'))) {
      cited.set(id, (cited.get(id) ?? new Set()).add(path));
    }
  }
  return cited;
}

function testFiles(root) {
  const folder = join(root, 'tests');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join('tests', name))
    .filter((path) => !path.startsWith(NOT_SEARCHED))
    .sort();
}

/** One sentence for each thing that does not match. */
function problemsOf({ rules, notYet, cited }) {
  const known = new Set(rules);
  const waiting = new Set(notYet);
  return [
    ...rules
      .filter((id, at) => rules.indexOf(id) !== at)
      .map((id) => `${id} stands twice in ${SPEC}.`),
    ...[...known]
      .filter((id) => !cited.has(id) && !waiting.has(id))
      .map((id) => `${id} is cited by no test title.`),
    ...notYet
      .filter((id) => cited.has(id))
      .map((id) => `${id} is cited by a test and must leave ${NOT_YET}.`),
    ...notYet.filter((id) => !known.has(id)).map((id) => `${id} in ${NOT_YET} is no rule.`),
    ...[...cited]
      .filter(([id]) => !known.has(id))
      .map(([id, files]) => `${id} is no rule, yet cited in ${[...files].join(', ')}.`),
  ];
}

function main(root) {
  if (!existsSync(join(root, SPEC))) return [`${SPEC} does not exist.`];
  const rules = rulesOfSpec(readFileSync(join(root, SPEC), 'utf8'));
  if (rules.length === 0) return [`${SPEC} holds no rule: a list item beginning with **MP1**.`];
  const notYetFile = join(root, NOT_YET);
  const notYet = existsSync(notYetFile) ? JSON.parse(readFileSync(notYetFile, 'utf8')) : [];
  if (!Array.isArray(notYet)) return [`${NOT_YET} must be a list of rule ids.`];
  const cited = readCitations(root);
  const proved = rules.filter((id) => cited.has(id)).length;
  console.log(`${proved} of ${rules.length} rules are cited by a test title.`);
  if (notYet.length > 0) console.log(`Not yet: ${notYet.join(', ')}`);
  return problemsOf({ rules, notYet, cited });
}

const problems = main(process.cwd());
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
