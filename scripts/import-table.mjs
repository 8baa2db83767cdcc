/** Checks every import against the table in .dependency-cruiser.cjs, type imports included. */
import { existsSync } from 'node:fs';
import { isMain } from './is-main.mjs';
import { runTool } from './tools.mjs';

const TREES = ['src', 'bot', 'tab', 'sandbox', 'demo', 'scripts', 'tests'];

/** Resolves to 0 when every import is granted. */
export function importTable() {
  const present = TREES.filter((tree) => existsSync(tree));
  return runTool('depcruise', ['--config', '.dependency-cruiser.cjs', ...present]);
}

if (isMain(import.meta.url)) process.exitCode = await importTable();
