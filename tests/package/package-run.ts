/** `npm run package` in a folder of its own, on a copy of our files that a test may break. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { PackageThread } from './package-thread';

export const ROOT = join(__dirname, '..', '..');
export const APP_PACKAGE = join(ROOT, 'appPackage');

export type Json = Record<string, unknown>;

export interface PackageRun {
  readonly code: number | null;
  readonly said: string;
  /** Files in dist/. */
  readonly made: readonly string[];
  /** Entries of the zip by name; empty when there is none. */
  readonly entries: Readonly<Record<string, Buffer>>;
}

/** Of the test file that runs; made with its first run. */
let thread: PackageThread | undefined;
afterAll(() => thread?.end());

const kindOf = (path: string) => (existsSync(path) ? statSync(path) : undefined);

export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'app-package-'));

  constructor() {
    for (const name of ['appPackage', 'env']) {
      cpSync(join(ROOT, name), join(this.folder, name), {
        recursive: true,
        // Secrets of whoever runs the tests.
        filter: (path) => !path.endsWith('.user'),
      });
    }
  }

  write(path: string, content: string | Buffer): void {
    writeFileSync(join(this.folder, path), content);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** Changes a JSON file in place. */
  edit(path: string, change: (document: Json) => void): void {
    const document = JSON.parse(readFileSync(join(this.folder, path), 'utf8')) as Json;
    change(document);
    this.write(path, JSON.stringify(document));
  }

  run(env = 'demo', own: NodeJS.ProcessEnv = {}): PackageRun {
    thread ??= new PackageThread();
    const answer = thread.run({ root: this.folder, args: ['--env', env], own });
    return { ...answer, ...this.#look(env) };
  }

  /** The same in a process, as it is called: for its exit code and what it prints. */
  runProcess(env = 'demo', own: NodeJS.ProcessEnv = {}): PackageRun {
    const { PATH } = process.env;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'scripts', 'package', 'main.mjs'), '--env', env],
      { cwd: this.folder, env: { ...(PATH !== undefined && { PATH }), ...own }, encoding: 'utf8' },
    );
    return { code: status, said: stdout + stderr, ...this.#look(env) };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #look(env: string): Pick<PackageRun, 'made' | 'entries'> {
    const dist = join(this.folder, 'dist');
    const zip = join(dist, `appPackage.${env}.zip`);
    const made = kindOf(dist)?.isDirectory() ? readdirSync(dist) : [];
    if (!kindOf(zip)?.isFile()) return { made, entries: {} };
    const entries = Object.entries(unzipSync(readFileSync(zip)));
    return {
      made,
      entries: Object.fromEntries(entries.map(([name, bytes]) => [name, Buffer.from(bytes)])),
    };
  }
}
