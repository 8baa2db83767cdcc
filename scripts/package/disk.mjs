/** Reads and writes files of the project; where that fails it says why in plain words. */
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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
  EDQUOT: 'finds no room on the disk',
  EFBIG: 'is larger than a file may be here',
};

/** What a file is called until it is whole. */
const partOf = (path) => `${path}.part`;

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

/** With what a run that was killed left beside it. Throws an `Error` with one sentence. */
export function takeAway(root, path) {
  for (const one of [path, partOf(path)]) {
    onDisk(one, () => {
      if (isThere(root, one)) rmSync(join(root, one));
    });
  }
}

/** Makes the folder it lies in, and the whole file or none. Throws an `Error` with one sentence. */
export function writeBytes(root, path, bytes) {
  makeFolder(root, dirname(path));
  const part = join(root, partOf(path));
  try {
    // On the disk before it has its name: a full one may say so only then.
    onDisk(path, () => {
      writeFileSync(part, bytes, { flush: true });
      renameSync(part, join(root, path));
    });
  } finally {
    rmSync(part, { force: true });
  }
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
