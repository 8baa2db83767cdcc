/**
 * Makes dist/appPackage.<environment>.zip, or says what is wrong and makes none.
 *
 *   npm run package [-- --env <environment>]     default: local
 */

/** What Node says of a package that is not there, imported or required. */
const NOT_FOUND = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];
const INSTALL =
  'The packages are not installed here: run npm ci, or npm run package, which does it.';

try {
  // Not at the top: whoever starts this in a bare clone is to read a sentence.
  const { runPackage } = await import('./package-command.mjs');
  const lines = await runPackage(process.cwd(), process.argv.slice(2));
  console.log(lines.join('\n'));
} catch (error) {
  console.error(NOT_FOUND.includes(error.code) ? INSTALL : error.message);
  process.exitCode = 1;
}
