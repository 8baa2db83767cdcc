/**
 * Compiles src, bot, sandbox and demo into dist/, copies the files that stand beside the code, and
 * bundles the tab into dist/tab.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runTool } from './tools.mjs';

/** Files that are read at run time from beside the compiled code. */
const BESIDE_CODE = [
  'src/store/migrations',
  'bot/icons',
  'sandbox/world/page',
  'sandbox/teams-host/page',
];
/** The tab is bundled, not compiled file by file; Vite empties its own folder. */
const TAB = 'tab';
const COMPILED = /\.js(\.map)?$/;

/** Resolves to the exit code of the first tool that fails. */
export async function build(root) {
  const code = await runTool('tsc', ['-p', 'tsconfig.build.json']);
  if (code !== 0) return code;
  const dist = join(root, 'dist');
  removeOrphans(root, dist);
  for (const folder of BESIDE_CODE) copyBesideCode(join(root, folder), join(dist, folder));
  return runTool('vite', [
    'build',
    TAB,
    '--config',
    join(TAB, 'vite.config.mjs'),
    '--logLevel',
    'error',
  ]);
}

/** Compiled files whose source is gone would otherwise live on in dist/. */
function removeOrphans(root, dist) {
  for (const path of filesUnder(dist)) {
    const place = relative(dist, path);
    if (!COMPILED.test(path) || isBesideCode(place) || place.startsWith(join(TAB, '/'))) continue;
    const source = join(root, relative(dist, path)).replace(COMPILED, '.ts');
    if (!existsSync(source)) rmSync(path);
  }
}

const isBesideCode = (path) => BESIDE_CODE.some((folder) => path.startsWith(join(folder, '/')));

function copyBesideCode(from, to) {
  if (!existsSync(from)) return;
  const files = filesUnder(from).filter((path) => !path.endsWith('.ts'));
  for (const path of files) {
    const target = join(to, relative(from, path));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(path, target);
  }
  for (const path of filesUnder(to)) {
    const source = join(from, relative(to, path));
    if (!existsSync(source) && !existsSync(source.replace(COMPILED, '.ts'))) rmSync(path);
  }
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
