import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { systemClock } from '../../runtime/clock';
import { StoreError } from '../store-error';
import type { Log } from '../../runtime/log';
import { endProcess } from './leftover';
import type { Place } from './place';
import type { Programs } from './programs';
import { programEnvironment } from './run-program';
import { watchOver } from './watchdog';

export interface ServerOptions {
  readonly place: Place;
  readonly programs: Programs;
  readonly log: Log;
  /** Server settings, `fsync: 'off'`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Folders that are removed when this process dies without stopping the server. */
  readonly throwaway: readonly string[];
}

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
  /** Ends when the server does, wanted or not. */
  readonly ended: Promise<void>;
}

type Child = ChildProcessByStdio<null, null, Readable>;

const START_TRIES = 20;
const PAUSE_MS = 250;
const KEPT_LINES = 12;
/** Another took the port, or what a killed server left is still being cleared away. */
const PASSING = /could not bind|could not create any TCP|shared memory block|lock file/;

/** Starts the server on `port`, or on a free one, and answers when it takes connections. */
export async function startServer(options: ServerOptions, port?: number): Promise<RunningServer> {
  for (let tries = 1; ; tries += 1) {
    const chosen = port ?? (await findFreePort());
    const started = await tryStart(options, chosen);
    if (!Array.isArray(started)) return started;
    const text = started.join(' ');
    if (tries >= START_TRIES || !PASSING.test(text)) throw cannotStart(text);
    await systemClock.sleep(PAUSE_MS);
  }
}

function cannotStart(text: string): StoreError {
  return new StoreError('embedded', `The embedded PostgreSQL did not start: ${text}`);
}

/** Answers the last lines it said when it ended instead of starting. */
async function tryStart(options: ServerOptions, port: number): Promise<RunningServer | string[]> {
  const child = spawnServer(options, port);
  const lines: string[] = [];
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      lines.push(error.message);
      resolve();
    });
    child.once('exit', () => resolve());
  });
  const ready = readUntilReady(child, lines, options.log);
  const pid = child.pid;
  if (pid === undefined) return ended.then(() => lines);
  const callOff = watchOver(pid, options.throwaway);
  void ended.then(callOff);
  if (!(await ready)) return ended.then(() => lines);
  return { port, ended, stop: () => endProcess(pid).then(() => ended) };
}

function spawnServer({ place, programs, settings }: ServerOptions, port: number): Child {
  const all = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    logging_collector: 'off',
    log_destination: 'stderr',
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(programs.postgres, ['-D', place.dataFolder, ...args], {
    ...place.account,
    ...programEnvironment(),
    // Ctrl-C in a terminal reaches our process group; the server ends after us, not with us.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
}

/** True at the line that says so, false when the server ended before. */
function readUntilReady(child: Child, lines: string[], log: Log): Promise<boolean> {
  return new Promise((resolve) => {
    const reader = createInterface({ input: child.stderr });
    reader.on('line', (line) => {
      log.debug({ line }, 'database server');
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      if (line.includes('ready to accept connections')) resolve(true);
    });
    reader.on('close', () => resolve(false));
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
