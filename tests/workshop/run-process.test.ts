import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const moduleUrl = pathToFileURL(join(__dirname, '..', '..', 'scripts', 'run-process.mjs')).href;

/** A launcher that runs `program` (JavaScript) to its end and passes its exit code on. */
const launcherOf = (program: string): string[] => {
  const code = `import { runProcess } from '${moduleUrl}';
    process.exitCode = await runProcess(process.execPath, ['-e', ${JSON.stringify(program)}]);`;
  return ['--input-type=module', '-e', code];
};

const launch = (program: string): ChildProcess => spawn(process.execPath, launcherOf(program));

/** The launcher as npm starts it: as the child of a shell, which alone gets npm's signals. */
function launchUnderParent(program: string): ChildProcess {
  const parent = `require('node:child_process').spawn(process.execPath, ${JSON.stringify(launcherOf(program))}, { stdio: 'inherit' });`;
  const env = { ...process.env, npm_lifecycle_event: 'demo' };
  return spawn(process.execPath, ['-e', parent], { env });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** Linux only. A process that ended but that nobody has collected yet is not alive. */
const isAlive = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

describe('running a process', () => {
  it('passes the exit code on', async () => {
    expect(await finish(launch('process.exitCode = 7'))).toEqual({ code: 7, said: '' });
  });

  it('hands a signal on once, and waits for the program to end its work', async () => {
    const child = launch(
      `let count = 0;
       process.on('SIGTERM', () => { count += 1; setTimeout(() => { console.log('signals', count); process.exit(3); }, 200); });
       console.log('ready'); setInterval(() => {}, 1000);`,
    );
    const ended = finish(child);
    if (child.stdout) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 3, said: 'ready\nsignals 1\n' });
  });

  it('stops the program when npm, who started it, is gone', async () => {
    const parent = launchUnderParent(
      `process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });
       console.log('ready'); setInterval(() => {}, 1000);`,
    );
    const ended = finish(parent);
    if (parent.stdout) await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    expect((await ended).said).toBe('ready\nbye\n');
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('stops what the program left running, and says so', async () => {
    const { code, said } = await finish(
      launch(
        `const left = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
         left.unref(); console.log(left.pid);`,
      ),
    );
    expect(said).toContain('1 process(es) left running');
    expect(isAlive(Number.parseInt(said, 10))).toBe(false);
    expect(code).toBe(0);
  });
});
