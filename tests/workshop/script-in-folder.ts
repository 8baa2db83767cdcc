import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const scripts = join(__dirname, '..', '..', 'scripts');

export interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** A folder of its own holding `files` (path to text); gone after `use`. */
export function withFolder<T>(files: Record<string, string>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs one of our scripts in `folder`; `said` is all it printed. */
export function runScript(
  folder: string,
  script: string,
  options: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(scripts, script), ...(options.args ?? [])],
    { cwd: folder, env: { ...process.env, ...options.env }, encoding: 'utf8' },
  );
  return { code: status, said: stdout + stderr };
}
