/** Reads and writes files of the project; where that fails it says why in plain words. */
import { lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MISSING = 'is missing';
const IS_FOLDER = 'is a folder and has to be a file';

/** By the system's codes. */
const WORDS = {
  ENOENT: MISSING,
  ENOTDIR: MISSING,
  ELOOP: 'is a link that leads back to itself',
  EISDIR: IS_FOLDER,
  ERR_FS_EISDIR: IS_FOLDER,
  EACCES: 'is closed to you',
  EPERM: 'is closed to you',
  EROFS: 'lies where nothing can be written',
  ENOSPC: 'finds no room on the disk',
};

/** `{ bytes }`, or `{ problem }` to be put after the name of the file. */
export function readBytes(root, path) {
  try {
    const found = statSync(join(root, path));
    if (found.isDirectory()) return { problem: IS_FOLDER };
    return found.isFile() ? { bytes: readFileSync(join(root, path)) } : { problem: 'is no file' };
  } catch (error) {
    return { problem: wordsOf(error) };
  }
}

/** There is something by this name: a file, a folder, or a link wherever it leads. */
export function isThere(root, path) {
  try {
    return lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Throws an `Error` with one sentence. */
export function takeAway(root, path) {
  onDisk(path, () => {
    if (isThere(root, path)) rmSync(join(root, path));
  });
}

/** Makes the folder it lies in. Throws an `Error` with one sentence. */
export function writeBytes(root, path, bytes) {
  makeFolder(root, dirname(path));
  onDisk(path, () => writeFileSync(join(root, path), bytes));
}

/** Throws an `Error` with one sentence. */
export function makeFolder(root, path) {
  onDisk(path, () => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found?.isDirectory() === false) {
      throw new Error(`${path} is a file and has to be a folder.`);
    }
    mkdirSync(join(root, path), { recursive: true });
  });
}

/** Throws an `Error` with one sentence where the system refuses. */
export function onDisk(path, act) {
  try {
    return act();
  } catch (error) {
    throw new Error(`${path} ${wordsOf(error)}.`, { cause: error });
  }
}

function wordsOf(error) {
  if (error.code === undefined) throw error;
  return WORDS[error.code] ?? `cannot be used (${error.code})`;
}
