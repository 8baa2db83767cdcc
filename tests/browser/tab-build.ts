/** The tab as `npm run build` bundles it, once for each test file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../bench/tab-size';

const ROOT = join(__dirname, '..', '..');

export interface Built {
  readonly folder: string;
  remove(): void;
}

export function buildTab(): Built {
  const folder = mkdtempSync(join(tmpdir(), 'tab-built-'));
  bundle(ROOT, join(ROOT, 'tab'), folder);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
