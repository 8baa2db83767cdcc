import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const IN_MEMORY = '/dev/shm';
/** Databases of a run that are there at once, and what the server writes beside them. */
const ENOUGH_BYTES = 2 * 1024 ** 3;

let found: Promise<string> | undefined;

/** Where what a test throws away is kept: in memory where there is room, since files are made faster there. */
export function scratchFolder(): Promise<string> {
  return (found ??= find());
}

async function find(): Promise<string> {
  try {
    await access(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(IN_MEMORY);
    return bavail * bsize >= ENOUGH_BYTES ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
