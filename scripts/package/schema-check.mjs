/** The schemas of Microsoft's own package, and what they object to in one sentence a field. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { EMPTY, MISSING } from './problems.mjs';

/** The newest schema that Teams accepts. */
export const SCHEMA_VERSION = '1.30';

const SCHEMAS = `@microsoft/app-manifest/build/json-schemas/teams/v${SCHEMA_VERSION}`;
const FILES = { manifest: 'MicrosoftTeams', language: 'MicrosoftTeams.Localization' };
const require = createRequire(import.meta.url);
const schemas = new Map();

/** What `$schema` has to be. */
export function schemaUrl(kind) {
  return `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA_VERSION}/${FILES[kind]}.schema.json`;
}

/** `kind`: `manifest` or `language`. Resolves to `{ field, problem }`, at most one a field. */
export async function checkSchema(document, kind) {
  const { AppManifestUtils } = require('@microsoft/app-manifest');
  const errors = await AppManifestUtils.validateAgainstSchema(document, readSchema(kind));
  const found = new Map();
  for (const error of errors) {
    const { field, problem } = readError(error, document);
    if (!found.has(field)) found.set(field, { field, problem });
  }
  return [...found.values()];
}

function readSchema(kind) {
  if (!schemas.has(kind)) {
    const path = require.resolve(`${SCHEMAS}/${FILES[kind]}.schema.json`);
    const text = readFileSync(path, 'utf8');
    // One pattern leaves a bracket unescaped, which the validator's `u` flag does not forgive.
    schemas.set(kind, JSON.parse(text.replaceAll(String.raw`\\b]`, String.raw`\\b\\]`)));
  }
  return schemas.get(kind);
}

/** Errors come as text: a JSON pointer, a message and details in JSON. */
function readError(error, document) {
  const [, pointer, message, json] = /^(\S*) (.*?)\. Details: (.*)$/s.exec(error) ?? [
    '',
    '',
    error,
  ];
  const details = json ? JSON.parse(json) : {};
  const keys = keysOf(pointer);
  const lost = details.missingProperty;
  if (lost) return { field: toField([...keys, lost]), problem: MISSING };
  const unknown = details.additionalProperty;
  if (unknown) return { field: toField([...keys, unknown]), problem: 'is not a known field' };
  const value = keys.reduce((parent, key) => parent?.[key], document);
  return { field: toField(keys), problem: sayProblem(details, message, value) };
}

/** Patterns of the schema by their beginnings. */
const PATTERNS = {
  '^[0-9a-fA-F]{8}-': 'a GUID',
  '^[Hh][Tt][Tt][Pp]': 'an https address',
  '^#[0-9a-fA-F]{6}': 'a colour such as #124E60',
  '^[A-Za-z0-9]{1,8}(-': 'a language tag such as de',
};

function sayProblem({ type, allowedValues, pattern }, message, value) {
  if (allowedValues) return `must be one of ${allowedValues.join(', ')}`;
  if (type) return `must be ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
  if (value === '') return EMPTY;
  const named = Object.keys(PATTERNS).find((beginning) => pattern?.startsWith(beginning));
  return named ? `must be ${PATTERNS[named]}, not ${value}` : message;
}

function keysOf(pointer) {
  const keys = pointer.split('/').slice(1);
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `bots`, `0`, `botId` to `bots[0].botId`. */
function toField(keys) {
  return keys.reduce((field, key) => {
    if (/^\d+$/.test(key)) return `${field}[${key}]`;
    return field === '' ? key : `${field}.${key}`;
  }, '');
}
