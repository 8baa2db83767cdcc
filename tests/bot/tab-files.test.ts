import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../bot/server';
import type { Host } from '../../bot/server';
import { createTabRoutes, findTabFolder } from '../../bot/tab-files';
import { freePort } from '../flows/free-port';

const PAGE = '<!doctype html><title>Tab</title>';
const CODE = 'export const clover = 1;\n'.repeat(100);

let folder: string;
let host: Host;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tab-files-'));
  mkdirSync(join(folder, 'built', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for you');
  writeFileSync(join(folder, 'built', 'secret.txt'), 'not for you either');
  writeFileSync(join(folder, 'built', 'index.html'), PAGE);
  writeFileSync(join(folder, 'built', 'assets', 'index-a1b2.js'), CODE);
  const routes = createTabRoutes(join(folder, 'built'));
  const options = { host: '127.0.0.1', isHttps: true, onFailure: () => undefined };
  host = await startHost({ ...options, routes, port: await freePort() });
});

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(host.url + path, { headers, redirect: 'manual' });

test('[TB1] serves the page, to be asked for anew and framed by Teams only', async () => {
  const answer = await get('/tab/?theme=dark');
  expect([answer.status, await answer.text()]).toEqual([200, PAGE]);
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/frame-ancestors 'self' https:\/\/teams\.microsoft\.com /);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/frame-ancestors[^;]*\*(?![.])/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('x-frame-options')).toBeNull();
});

test('[TB1] answers 304 where the browser has the page already', async () => {
  const etag = (await get('/tab/')).headers.get('etag') ?? '';
  const again = await get('/tab/', { 'if-none-match': etag });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('[TB1] lets browsers keep what bears a hash, and sends it small', async () => {
  const answer = await get('/tab/assets/index-a1b2.js', { 'accept-encoding': 'gzip' });
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect([answer.headers.get('content-encoding'), await answer.text()]).toEqual(['gzip', CODE]);
  const plain = await get('/tab/assets/index-a1b2.js', { 'accept-encoding': 'identity' });
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, CODE]);
});

test.each([
  '/tab/../secret.txt',
  '/tab/..%2fsecret.txt',
  '/tab/..%2F..%2F..%2Fetc%2Fpasswd',
  '/tab/assets/..%5c..%5csecret.txt',
  '/tab//secret.txt',
  '/tab/secret.txt',
  '/tab/assets/',
  '/tab/%00',
  '/tab/constructor',
])('[TB1] has nothing under %s', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('not for you');
});

test('[TB1] leads from /tab to the page', async () => {
  const answer = await get('/tab');
  expect([answer.status, answer.headers.get('location')]).toEqual([308, '/tab/']);
});

test('[TB1] says in a sentence that the tab has not been built', async () => {
  const [, page] = createTabRoutes(null);
  const request = { method: 'GET', params: {}, query: new URLSearchParams(), headers: {} };
  const answer = await page!.door({ ...request, rawBody: Buffer.alloc(0) });
  expect([answer.status, String(answer.body)]).toEqual([
    503,
    'The tab has not been built: run npm run build.\n',
  ]);
});

test('finds the built tab beside the compiled service or below the source', () => {
  mkdirSync(join(folder, 'one', 'tab', 'assets'), { recursive: true });
  expect(findTabFolder(join(folder, 'one', 'bot'))).toBe(join(folder, 'one', 'tab'));
  mkdirSync(join(folder, 'two', 'dist', 'tab', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'two', 'tab'), { recursive: true });
  expect(findTabFolder(join(folder, 'two', 'bot'))).toBe(join(folder, 'two', 'dist', 'tab'));
  expect(findTabFolder(join(folder, 'three', 'bot'))).toBeNull();
});
