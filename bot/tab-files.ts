/** The built tab: a page and its files, sent as they were built. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DoorRequest, HostRoute, HostAnswer } from './answer-writer';

const PAGE = 'index.html';
/** The build puts a hash of the content into these names, so they never change. */
const HASHED = /^assets\//;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where Teams, Outlook and Microsoft 365 show tabs (teams-platform.md 8). */
const TEAMS_FRAMES = [
  "'self'",
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://*.office.com',
  'https://*.microsoft365.com',
  'https://outlook.office.com',
  'https://outlook.office365.com',
];

/** `style-src`: Fluent writes its rules into style elements. `connect-src`: teams-js reads there which hosts may frame it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self' https://res.cdn.office.net",
  "base-uri 'none'",
  "form-action 'none'",
  `frame-ancestors ${TEAMS_FRAMES.join(' ')}`,
].join('; ');

interface TabFile {
  readonly content: Buffer;
  readonly zipped: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The folder `npm run build` fills, seen from the compiled service or from its source; null: not built. */
export function findTabFolder(here: string = __dirname): string | null {
  const places = [join(here, '..', 'tab'), join(here, '..', 'dist', 'tab')];
  return places.find((place) => existsSync(join(place, 'assets'))) ?? null;
}

/** `GET /tab/…`. Only names that were found when the service started are answered. */
export function createTabRoutes(folder: string | null): readonly HostRoute[] {
  const files = folder === null ? new Map<string, TabFile>() : readFiles(folder);
  const send = (name: string): HostRoute['door'] => {
    return async (request) => answerFile(files.get(name), request);
  };
  const get = (path: string, door: HostRoute['door']): HostRoute => {
    return { method: 'GET', path, maxBytes: 0, door };
  };
  return [
    get('/tab', async () => ({ status: 308, headers: { location: '/tab/' }, body: '' })),
    get('/tab/', files.size > 0 ? send(PAGE) : async () => NOT_BUILT),
    get('/tab/*', async (request) => answerFile(files.get(request.params['*'] ?? ''), request)),
  ];
}

const NOT_BUILT: HostAnswer = {
  status: 503,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'The tab has not been built: run npm run build.\n',
};

const NOT_FOUND: HostAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'There is no such file.\n',
};

function readFiles(folder: string): ReadonlyMap<string, TabFile> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => {
        const name = relative(folder, path).split(sep).join('/');
        return [name, readTabFile(path, name)] as const;
      }),
  );
}

function readTabFile(path: string, name: string): TabFile {
  const content = readFileSync(path);
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const headers = {
    'content-type': TYPES[extname(name)] ?? '',
    etag: `"${digest}"`,
    vary: 'accept-encoding',
    'cache-control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
  };
  return { content, zipped: gzipSync(content, { level: 9 }), headers };
}

function answerFile(file: TabFile | undefined, request: DoorRequest): HostAnswer {
  if (!file) return NOT_FOUND;
  const { content, zipped, headers } = file;
  if (request.headers['if-none-match'] === headers['etag']) {
    return { status: 304, headers, body: '' };
  }
  const takesZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!takesZipped || zipped.length >= content.length)
    return { status: 200, headers, body: content };
  return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: zipped };
}
