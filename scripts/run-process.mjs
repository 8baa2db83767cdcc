/**
 * Runs one program to its end in a process group of its own, so that one signal from the keyboard
 * arrives once, and so that whatever it leaves behind can be found and stopped.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { readdirSync, readFileSync } from 'node:fs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ONE_KEYPRESS_MS = 500;
const PARENT_LOOK_MS = 250;
const GRACE_MS = 5_000;
const hasGroups = process.platform !== 'win32';

/**
 * Resolves to the exit code (128 + signal number where a signal ended it). Output is shared with ours.
 */
export async function runProcess(program, args, { env = process.env, cwd } = {}) {
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: hasGroups,
  });
  const stopForwarding = forwardSignals(child);
  const stopWatching = watchParent(child);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => {
      resolve(exitCode ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
  const left = await stopLeftovers(child.pid);
  stopWatching();
  stopForwarding();
  if (left > 0) console.error(`${left} process(es) left running by ${program} had to be stopped.`);
  return code;
}

/** Hands signals on. npm hands on its own copy of a Ctrl-C: the second within a blink is dropped. */
function forwardSignals(child) {
  const lastAt = new Map();
  const forward = (signal) => {
    const now = performance.now();
    if (now - (lastAt.get(signal) ?? -Infinity) < ONE_KEYPRESS_MS) return;
    lastAt.set(signal, now);
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}

/**
 * A signal sent to npm alone ends npm and its shell but does not arrive here. Started by npm, we
 * take the death of our parent as that signal, or else the program would run on unseen.
 */
function watchParent(child) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return () => undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, PARENT_LOOK_MS);
  return () => clearInterval(timer);
}

/** Ends what is still alive of a group whose leader has ended; says how many there were. */
async function stopLeftovers(group) {
  const found = await settledMembers(group);
  if (found.length === 0) return 0;
  signalGroup(group, 'SIGTERM');
  const endsAt = performance.now() + GRACE_MS;
  while (membersOf(group).length > 0 && performance.now() < endsAt) await pause(50);
  if (membersOf(group).length > 0) signalGroup(group, 'SIGKILL');
  return found.length;
}

/** Children that are just ending get a moment before they count as left running. */
async function settledMembers(group) {
  const endsAt = performance.now() + 1_000;
  while (membersOf(group).length > 0 && performance.now() < endsAt) await pause(20);
  return membersOf(group);
}

/** Living members of a process group; Linux only, elsewhere nothing is found. */
function membersOf(group) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isMember(name, group));
}

function isMember(pid, group) {
  try {
    const [state, , itsGroup] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}

function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
