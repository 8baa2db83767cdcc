import { readFile } from 'node:fs/promises';
import { runProgram } from './run-program';

/** A process that a number alone does not name: numbers are given again. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form the system tells; empty where it does not tell. */
  readonly started: string;
}

/** Null: no such process is alive. A zombie, which only waits for its parent, is not alive. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  if (!canSignal(pid)) return null;
  if (process.platform === 'win32') return { pid, started: '' };
  const fromProc = await readProcStat(pid);
  if (fromProc !== undefined) return fromProc === null ? null : { pid, started: fromProc };
  const { code, output } = await runProgram('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  const [, state = '', started = ''] = /^\s*(\S+)\s+(.*?)\s*$/.exec(output) ?? [];
  return code === 0 && !state.startsWith('Z') ? { pid, started } : null;
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.started === identity.started;
}

/** The command line with arguments; empty when there is none to read. */
export async function readCommandLine(pid: number): Promise<string> {
  if (process.platform === 'win32') return '';
  const fromProc = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (fromProc !== undefined) return fromProc.replaceAll('\0', ' ');
  return (await runProgram('ps', ['-o', 'command=', '-p', String(pid)])).output;
}

function canSignal(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Undefined: no /proc here. Null: dead. Else the start time in ticks since boot (proc(5), stat). */
async function readProcStat(pid: number): Promise<string | null | undefined> {
  const own = await readFile('/proc/self/stat', 'utf8').catch(() => null);
  if (own === null) return undefined;
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The second field is the name in brackets and may hold spaces; the third is the state.
  const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? null : `${rest[18]} ${await readBoot()}`;
}

async function readBoot(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}
