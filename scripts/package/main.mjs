/**
 * Makes dist/appPackage.<environment>.zip, or says what is wrong and makes none.
 *
 *   npm run package [-- --env <environment>]     default: local
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from './environment.mjs';
import { makePackage } from './make-package.mjs';

async function main(root, args) {
  const { env: name } = parseArgs({
    args,
    options: { env: { type: 'string', default: 'local' } },
  }).values;
  const zipPath = join('dist', `appPackage.${name}.zip`);
  rmSync(join(root, zipPath), { force: true });
  const environment = readEnvironment(root, name);
  const { problems, zip } = await makePackage(root, environment);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, zipPath), zip);
  if (environment.isTrial) {
    console.log(
      `${environment.file} is not provisioned: the ids are the sandbox's, good for a look only.`,
    );
  }
  console.log(`${zipPath} is valid and ready.`);
}

try {
  await main(process.cwd(), process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
