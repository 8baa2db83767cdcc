/** Values for `${{NAME}}`, found where the Agents Toolkit finds them and in the same order. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

const FOLDER = 'env';
const NAME = /^[\w-]+$/;
const PLACEHOLDER = /\$\{\{\s*(\w+)\s*\}\}/g;

/** Until it is provisioned, the first borrows the second's values, so that there is a package to look at. */
const STAND_IN = { local: 'demo' };

/**
 * The process's own variables go before `.env.<name>`, and that before `.env.<name>.user`; an empty
 * value is none. `isTrial`: the values are borrowed. Throws an `Error` with one sentence.
 */
export function readEnvironment(root, name, own = process.env) {
  const file = fileOf(name);
  if (!existsSync(join(root, file))) throw new Error(missingEnvironment(root, name));
  const given = readFiles(root, name, own);
  const standIn = STAND_IN[name];
  const isTrial = standIn !== undefined && given('TEAMS_APP_ID') === undefined;
  if (!isTrial) return { name, file, isTrial, valueOf: given };
  const borrowed = readFiles(root, standIn, {});
  return { name, file, isTrial, valueOf: (variable) => given(variable) ?? borrowed(variable) };
}

/** Names make paths. Throws an `Error` with one sentence. */
export function checkName(name) {
  if (NAME.test(name)) return;
  const rule = 'the name of an environment has letters, digits, _ and - only';
  throw new Error(`${fileOf(name)}: ${rule}.`);
}

function readFiles(root, name, own) {
  const files = [fileOf(name), `${fileOf(name)}.user`].map((file) => join(root, file));
  const layers = [own, ...files.filter((file) => existsSync(file)).map(readEnvFile)];
  const all = { ...Object.assign({}, ...layers.reverse().map(filled)), TEAMSFX_ENV: name };
  return (variable) => (Object.hasOwn(all, variable) ? all[variable] : undefined);
}

const fileOf = (name) => `${FOLDER}/.env.${name}`;
const readEnvFile = (file) => parseEnv(readFileSync(file, 'utf8'));
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

function missingEnvironment(root, name) {
  const names = existsSync(join(root, FOLDER)) ? readdirSync(join(root, FOLDER)) : [];
  const known = names.flatMap((one) => /^\.env\.([\w-]+)$/.exec(one)?.[1] ?? []);
  return `${fileOf(name)}: there is no such environment; there are: ${known.join(', ') || 'none'}.`;
}

/** Names of the placeholders in a text. */
export function placeholdersIn(text) {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);
}

/** A copy with every placeholder filled, and a sentence for each that has no value, at its first use. */
export function fillPlaceholders(document, { file, environment }) {
  const problems = new Map();
  const fillText = (text, field) => {
    const [left] = /\$\{\{.*?(\}\}|$)/s.exec(text.replaceAll(PLACEHOLDER, '')) ?? [];
    if (left) problems.set(field, `${file}: ${field} holds ${left}, which is no placeholder.`);
    return text.replaceAll(PLACEHOLDER, (placeholder, name) => {
      const value = environment.valueOf(name);
      if (value !== undefined) return value;
      const sentence = `${file}: ${field} uses ${placeholder}, which has no value in ${environment.file}.`;
      if (!problems.has(name)) problems.set(name, sentence);
      return placeholder;
    });
  };
  const fill = (value, field) => {
    if (typeof value === 'string') return fillText(value, field);
    if (Array.isArray(value)) return value.map((one, at) => fill(one, `${field}[${at}]`));
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, one]) => [key, fill(one, field === '' ? key : `${field}.${key}`)]),
    );
  };
  return { filled: fill(document, ''), problems: [...problems.values()] };
}
