/** The tab as `npm run build` bundles it, once for each run of a test file. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = join(__dirname, '..', '..');
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');

export interface Built {
  readonly folder: string;
  remove(): void;
}

/** Bundles the tab, or another page by the same configuration. */
export function buildTab(root = join(ROOT, 'tab')): Built {
  const folder = mkdtempSync(join(tmpdir(), 'tab-built-'));
  const config = join(ROOT, 'tab', 'vite.config.mjs');
  const args = [VITE, 'build', root, '--config', config, '--outDir', folder, '--logLevel', 'error'];
  // Under jest it is `test`, and React would come as for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'pipe', env });
  if (!existsSync(join(folder, 'index.html'))) throw new Error('The tab was not built.');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Bytes of these scripts as a browser gets them. */
export function gzippedBytes(folder: string, names: readonly string[]): number {
  return names
    .map((name) => gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

export function scriptsIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
}
