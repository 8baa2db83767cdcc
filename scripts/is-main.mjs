import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** True for the module that Node was started with, false for one that was imported. */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
