import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

const FOLDER = join(__dirname, 'page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface StaticFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The file of the page at a path; undefined when the folder does not list that very name. */
export async function readStaticFile(path: string): Promise<StaticFile | undefined> {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const type = TYPES[extname(name)];
  if (!type || !(await readdir(FOLDER)).includes(name)) return undefined;
  return { type, content: await readFile(join(FOLDER, name)) };
}
