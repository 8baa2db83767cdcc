/** `npm run package`: makes the zip of an environment, or says what is wrong and makes none. */
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { showStrange } from './characters.mjs';
import { makeFolder, takeAway, writeBytes } from './disk.mjs';
import { checkName, readEnvironment } from './environment.mjs';
import { makePackage } from './make-package.mjs';

/** Resolves to the lines to say. Throws an `Error` with a sentence, or one a line. */
export async function runPackage(root, args) {
  const name = readName(args);
  const zipPath = `dist/appPackage.${name}.zip`;
  makeFolder(root, dirname(zipPath));
  takeAway(root, zipPath);
  const environment = readEnvironment(root, name);
  const { problems, zip } = await makePackage(root, environment);
  if (problems.length > 0) {
    throw new Error([...environment.overruled(), ...problems].map(showStrange).join('\n'));
  }
  writeBytes(root, zipPath, zip);
  return [...environment.overruled(), ...environment.purpose(), `${zipPath} is valid and ready.`];
}

function readName(args) {
  const options = { env: { type: 'string', default: 'local' } };
  const { values } = parseOrNull({ args, options }) ?? {};
  if (values === undefined) {
    throw new Error('npm run package takes -- --env <environment> and nothing else.');
  }
  checkName(values.env);
  return values.env;
}

function parseOrNull(config) {
  try {
    return parseArgs(config);
  } catch {
    return null;
  }
}
