/** The schemas of Microsoft's own package, and what they object to in one sentence a field. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The newest schema that Teams accepts. */
export const SCHEMA_VERSION = '1.30';

const SCHEMAS = `@microsoft/app-manifest/build/json-schemas/teams/v${SCHEMA_VERSION}`;
const require = createRequire(import.meta.url);

/** `kind`: `manifest` or `language`. Resolves to `{ field, problem }`, at most one a field. */
export async function checkSchema(document, kind) {
  const { AppManifestUtils } = require('@microsoft/app-manifest');
  const errors = await AppManifestUtils.validateAgainstSchema(document, readSchema(kind));
  const found = new Map();
  for (const error of errors) {
    const { field, problem } = readError(error);
    if (!found.has(field)) found.set(field, { field, problem });
  }
  return [...found.values()];
}

function readSchema(kind) {
  const name = kind === 'manifest' ? 'MicrosoftTeams' : 'MicrosoftTeams.Localization';
  const text = readFileSync(require.resolve(`${SCHEMAS}/${name}.schema.json`), 'utf8');
  // One pattern leaves a bracket unescaped, which the validator's `u` flag does not forgive.
  return JSON.parse(text.replaceAll(String.raw`\\b]`, String.raw`\\b\\]`));
}

/** Errors come as text: a JSON pointer, a message and details in JSON. */
function readError(error) {
  const [, pointer, message, json] = /^(\S*) (.*?)\. Details: (.*)$/s.exec(error) ?? [
    '',
    '',
    error,
  ];
  const details = json ? JSON.parse(json) : {};
  const parent = toField(pointer);
  if (details.missingProperty) {
    return { field: joinField(parent, details.missingProperty), problem: 'is missing' };
  }
  if (details.additionalProperty) {
    return {
      field: joinField(parent, details.additionalProperty),
      problem: 'is not a known field',
    };
  }
  if (details.allowedValues) {
    return { field: parent, problem: `must be one of ${details.allowedValues.join(', ')}` };
  }
  return { field: parent, problem: message };
}

const joinField = (parent, key) => (parent === '' ? key : `${parent}.${key}`);

/** `/bots/0/botId` to `bots[0].botId`. */
function toField(pointer) {
  const keys = pointer.split('/').slice(1);
  const names = keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.reduce((field, key) => {
    return /^\d+$/.test(key) ? `${field}[${key}]` : joinField(field, key);
  }, '');
}
