/** Starts the tools in node_modules without npx, so that nothing is ever fetched on the side. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProcess } from './run-process.mjs';

/** Tool name to the package it comes in. */
const PACKAGES = {
  tsc: 'typescript',
  jest: 'jest',
  eslint: 'eslint',
  prettier: 'prettier',
  depcruise: 'dependency-cruiser',
  vite: 'vite',
};

/** Runs one of our tools; resolves to its exit code. */
export function runTool(name, args, env = process.env) {
  return runProcess(process.execPath, [toolPath(name), ...args], { env });
}

function toolPath(name) {
  const manifest = join(process.cwd(), 'node_modules', PACKAGES[name], 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[name]);
}
