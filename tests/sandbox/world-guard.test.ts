import { request } from 'node:http';
import { post } from './world-client';
import { startSetting } from './world-setting';
import type { Setting } from './world-setting';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting({ withEngine: false });
});

afterAll(() => setting.close());

const ACTION = { do: 'agent.choose', person: 'juniper-vale', state: 'Break' };

function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request(setting.url + path, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('who may use the world page', () => {
  it('listens on the loopback address only', () => {
    expect(new URL(setting.url).hostname).toBe('127.0.0.1');
  });

  it('refuses a Host it is not, against DNS rebinding', async () => {
    expect(await ask('/', { host: 'meadowbank.example' })).toBe(421);
    expect(await ask('/world/events', { host: 'meadowbank.example' })).toBe(421);
  });

  it('answers by the name localhost as well', async () => {
    expect(await ask('/', { host: `localhost:${new URL(setting.url).port}` })).toBe(200);
  });

  it.each([
    ['another origin', { origin: 'https://thistlehill.example' }, 403],
    ['the origin null', { origin: 'null' }, 403],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
  ])('refuses a post from %s and does nothing', async (_case, headers, status) => {
    const before = setting.juniper.agent.presence();
    expect((await post(setting.url, ACTION, headers)).status).toBe(status);
    expect(setting.juniper.agent.presence()).toEqual(before);
  });

  it('takes a post from its own origin', async () => {
    expect((await post(setting.url, ACTION, { origin: setting.url })).status).toBe(204);
  });

  it.each([
    '/../index.ts',
    '/%2e%2e/index.ts',
    '/page/index.html',
    '/..%2findex.ts',
    '/personas.ts',
    '/nothing.js',
  ])('serves nothing but the files of the page: %s', async (path) => {
    expect(await ask(path)).toBe(404);
  });

  it('forbids foreign scripts, styles and frames in the page', async () => {
    const response = await fetch(setting.url);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const html = await response.text();
    expect(html).not.toMatch(/https?:\/\//);
    expect(html).toContain('Development tool. Nobody here is real.');
  });

  it('knows nobody under a strange key', async () => {
    expect(await ask('/world/events?person=moss')).toBe(404);
  });
});
