/** Values for `${{NAME}}`, found where the Agents Toolkit finds them and in the same order. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { isThere, readBytes } from './disk.mjs';
import { decodeText } from './read-json.mjs';

const FOLDER = 'env';
const NAME = /^[\w-]+$/;
const FILE = /^\.env\.([\w-]+)$/;
const PLACEHOLDER = /\$\{\{\s*(\w+)\s*\}\}/g;
/** Begins like one. */
const NO_PLACEHOLDER = /\$\{\{(?!\s*\w+\s*\}\}).*?(\}\}|$)/s;

/** Of the sandbox; Teams knows none of its ids. */
const SANDBOX = 'demo';
const FOR_LOOKING = 'for the sandbox: good for a look only';
/** Until it is provisioned it borrows the sandbox's values, so that there is a package to look at. */
const BORROWER = 'local';

/**
 * The process's own variables go before `.env.<name>`, and that before `.env.<name>.user`; an empty
 * value is none. `isForLooking`: its package is not meant for Teams. `overruled()` and `purpose()` say
 * where the values asked for so far came from, one line each at most. Throws an `Error` with one sentence.
 */
export function readEnvironment(root, name, own = process.env) {
  const file = fileOf(name);
  checkExists(root, name);
  const kept = {
    ...readValues(root, `${file}.user`),
    ...readValues(root, file),
    TEAMSFX_ENV: name,
  };
  const known = { ...kept, ...filled(own), TEAMSFX_ENV: name };
  const borrows = name === BORROWER && known.TEAMS_APP_ID === undefined;
  const borrowed = borrows ? readValues(root, fileOf(SANDBOX)) : {};
  const used = new Set();
  return {
    name,
    file,
    isForLooking: name === SANDBOX || borrows,
    valueOf: (variable) => {
      used.add(variable);
      return lookUp(known, variable) ?? lookUp(borrowed, variable);
    },
    overruled: () => {
      const names = [...used].filter((one) => lookUp(known, one) !== lookUp(kept, one));
      return names.length > 0 ? [`From the process, not from ${file}: ${names.join(', ')}.`] : [];
    },
    purpose: () => {
      if (name === SANDBOX) return [`${file} is ${FOR_LOOKING}.`];
      const names = [...used].filter((one) => lookUp(known, one) === undefined);
      if (names.length === 0) return [];
      const lender = `${fileOf(SANDBOX)}, which is ${FOR_LOOKING}`;
      return [`${file} is not provisioned and borrows ${names.join(', ')} from ${lender}.`];
    },
  };
}

/** Names make paths. Throws an `Error` with one sentence. */
export function checkName(name) {
  if (NAME.test(name)) return;
  const rule = 'the name of an environment has letters, digits, _ and - only';
  throw new Error(`${fileOf(name)}: ${rule}.`);
}

function readValues(root, file) {
  return isThere(root, file) ? filled(parseEnv(readText(root, file))) : {};
}

/** Throws an `Error` with one sentence. */
export function readText(root, file) {
  const { bytes, problem: unread } = readBytes(root, file);
  if (unread) throw new Error(`${file} ${unread}.`);
  const { text, problem } = decodeText(bytes);
  if (problem) throw new Error(`${file}${problem}.`);
  return text;
}

export const fileOf = (name) => `${FOLDER}/.env.${name}`;
const lookUp = (values, name) => (Object.hasOwn(values, name) ? values[name] : undefined);
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

/** Throws an `Error` with one sentence. */
export function checkExists(root, name) {
  if (isThere(root, fileOf(name))) return;
  const names = listFolder(join(root, FOLDER)).flatMap((one) => FILE.exec(one)?.[1] ?? []);
  throw new Error(
    `${fileOf(name)}: there is no such environment; there are: ${names.join(', ') || 'none'}.`,
  );
}

function listFolder(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Names of the placeholders in a text. */
export function placeholdersIn(text) {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);
}

/** A copy with every placeholder filled, and a sentence for each that has no value, at its first use. */
export function fillPlaceholders(document, { file, environment }) {
  const problems = new Map();
  const fillText = (text, field) => {
    const [left] = NO_PLACEHOLDER.exec(text) ?? [];
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
