/**
 * Makes dist/appPackage.<environment>.zip, or says what is wrong and makes none.
 *
 *   npm run package [-- --env <environment>]     default: local
 */
import { runPackage } from './package-command.mjs';

try {
  const lines = await runPackage(process.cwd(), process.argv.slice(2));
  console.log(lines.join('\n'));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
