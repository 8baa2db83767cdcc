import { spawn } from 'node:child_process';

/**
 * Reads until our end of the pipe closes, which the system does however we die, then ends the
 * server and removes the folders that follow its number.
 */
const SCRIPT = `
read -r _
kill -INT "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -QUIT "$1" 2>/dev/null
shift
[ "$#" -eq 0 ] || rm -rf "$@"
`;

/**
 * Ends the server soon after this process dies without having stopped it (kill -9). Answers how
 * to call it off. Where there is no shell the next start ends the server.
 */
export function watchOver(serverPid: number, throwaway: readonly string[]): () => void {
  if (process.platform === 'win32') return () => undefined;
  // A session of its own: what ends our process group (ctrl-C, kill -9 of the group) spares it.
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', String(serverPid), ...throwaway], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return () => void child.kill('SIGKILL');
}
