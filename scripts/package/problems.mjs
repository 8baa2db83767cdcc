/** A problem is `{ field, problem }`; here it becomes a sentence that names the file as well. */

export const MISSING = 'is missing';
export const EMPTY = 'is empty';
export const UNKNOWN = 'is in no field of manifest.json';
export const ENGLISH = 'is still in English';
export const READS_AS = 'reads as';
export const HOLDS = 'holds U+';
export const TOO_LITTLE = 'says too little';
export const SANDBOX = "is the sandbox's, which Teams does not know";

/** What several fields may lack in one sentence. */
const SHARED = [MISSING, EMPTY, UNKNOWN, ENGLISH, READS_AS, HOLDS, SANDBOX, TOO_LITTLE];
/** A list of this many is written out. */
const WRITTEN_OUT = 3;

export const at = (field, problem) => ({ field, problem });

/** `bots` and 0 to `bots[0]`, that and `botId` to `bots[0].botId`. */
export function joinField(parent, field, key) {
  if (Array.isArray(parent)) return `${field}[${key}]`;
  return field === '' ? key : `${field}.${key}`;
}

/** Of several objections to a field the first says most; fields that lack the same share a sentence. */
export function toSentences(file, found) {
  const problems = new Map();
  for (const { field, problem } of found) {
    if (!problems.has(field)) problems.set(field, problem);
  }
  const sentences = new Map();
  for (const [field, problem] of problems) {
    const isShared = SHARED.some((one) => problem.startsWith(one));
    const key = isShared ? problem : field;
    sentences.set(key, { fields: [...(sentences.get(key)?.fields ?? []), field], problem });
  }
  return [...sentences.values()].map(({ fields, problem }) => `${file}: ${say(fields, problem)}.`);
}

function say(fields, problem) {
  if (fields.length === 1) return `${fields[0]} ${problem}`;
  return `${joinNames(fields)} ${problem.replace(/^is /, 'are ').replace(/^(read|hold|say)s /, '$1 ')}`;
}

/** `a`, `a and b`, `a, b and c`, `a, b and 7 more`. */
export function joinNames(names) {
  if (names.length < 2) return names.join('');
  const shown = names.length > WRITTEN_OUT ? WRITTEN_OUT - 1 : names.length - 1;
  const rest = names.length - shown === 1 ? names.at(-1) : `${names.length - shown} more`;
  return `${names.slice(0, shown).join(', ')} and ${rest}`;
}

/** Sentences that say the same of several files become one: `appPackage/de.json, fr.json and ja.json: …`. */
export function mergeFiles(folder, sentences) {
  const files = new Map();
  for (const sentence of sentences) {
    const [, file, rest] = new RegExp(`^${folder}/([^/]+?)(:? .*)$`, 's').exec(sentence);
    files.set(rest, [...(files.get(rest) ?? []), file]);
  }
  return [...files].map(([rest, names]) => `${folder}/${names.join(', ')}${rest}`);
}
