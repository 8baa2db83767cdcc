/** The built service as a process of its own, which can be killed at any instant. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const ENTRY = join(__dirname, '../../dist/bot/index.js');
const READY = /is ready at/;
const START_TIMEOUT_MS = 60_000;

export class ServiceProcess {
  readonly #settings: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #output = '';

  constructor(settings: Readonly<Record<string, string>>) {
    this.#settings = settings;
  }

  /** Ends when it says that it is ready, or when it has ended before that. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [ENTRY], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...this.#settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#output = '';
    this.#ended = new Promise((resolve) => child.once('close', resolve));
    child.stderr.on('data', (chunk: Buffer) => this.#note(chunk));
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, START_TIMEOUT_MS);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      child.stdout.on('data', (chunk: Buffer) => {
        this.#note(chunk);
        if (READY.test(this.#output)) done();
      });
      void this.#ended.then(done);
    });
  }

  get isReady(): boolean {
    return this.#child?.exitCode === null && READY.test(this.#output);
  }

  /** The end of what it has printed, for whoever must find out why it does not start. */
  get output(): string {
    return this.#output.slice(-4_000);
  }

  /** kill -9 */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to end; answers its exit code. */
  async stop(): Promise<number | null> {
    this.#child?.kill('SIGTERM');
    await this.#ended;
    return this.#child?.exitCode ?? null;
  }

  #note(chunk: Buffer): void {
    this.#output = (this.#output + chunk.toString()).slice(-20_000);
  }
}
