/** The tab as `npm run build` bundles it: once for all test files, and anew where its sources have changed. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../bench/tab-size';

const ROOT = join(__dirname, '..', '..');
const SOURCE = join(ROOT, 'tab');
const KEPT = join(ROOT, '.cache', 'tab-built');

/** The folder it lies in. */
export function buildTab(): string {
  const folder = join(KEPT, digestOfSources());
  if (existsSync(folder)) return folder;
  mkdirSync(KEPT, { recursive: true });
  const mine = mkdtempSync(join(KEPT, 'under-way-'));
  bundle(ROOT, SOURCE, mine);
  try {
    renameSync(mine, folder);
  } catch (error) {
    // Another test file was quicker; both are built from the same sources.
    rmSync(mine, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function digestOfSources(): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  const entries = readdirSync(SOURCE, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  for (const path of paths.sort()) hash.update(path).update('\0').update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}
