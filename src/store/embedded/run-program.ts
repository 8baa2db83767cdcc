import { spawn } from 'node:child_process';
import type { Account } from './account';

export interface ProgramEnd {
  /** Null: it could not be started or was ended by a signal. */
  readonly code: number | null;
  /** What it said on both channels. */
  readonly output: string;
}

/** Languages and PG… variables of the caller's shell must not change what the programs do. */
export function programEnvironment(): { env?: NodeJS.ProcessEnv } {
  if (process.platform === 'win32') return {};
  return { env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' } };
}

/** Runs a short program to its end in a folder that every account can enter. Never rejects. */
export function runProgram(
  program: string,
  args: readonly string[],
  account: Account = {},
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...account,
      ...programEnvironment(),
      ...(process.platform === 'win32' ? {} : { cwd: '/' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const read = (chunk: Buffer): void => void (output += chunk.toString('utf8'));
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
