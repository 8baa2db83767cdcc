/** `npm run package`: makes the zip of an environment, or says what is wrong and makes none. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkName, readEnvironment } from './environment.mjs';
import { makePackage } from './make-package.mjs';

/** Resolves to the lines to say. Throws an `Error` with a sentence, or one a line. */
export async function runPackage(root, args) {
  const options = { env: { type: 'string', default: 'local' } };
  const { env: name } = parseArgs({ args, options }).values;
  checkName(name);
  const zipPath = join('dist', `appPackage.${name}.zip`);
  rmSync(join(root, zipPath), { force: true });
  const environment = readEnvironment(root, name);
  const { problems, zip } = await makePackage(root, environment);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, zipPath), zip);
  const borrowed = `${environment.file} is not provisioned: the ids are the sandbox's, good for a look only.`;
  return [...(environment.isTrial ? [borrowed] : []), `${zipPath} is valid and ready.`];
}
