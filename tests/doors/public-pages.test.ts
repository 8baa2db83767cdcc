import { createHash } from 'node:crypto';
import { createPublicPages } from '../../src/doors/pages/public-pages';
import { PUBLIC_WORDS } from '../../src/doors/pages/public-words';
import { PAGE_LANGUAGES, PAGE_NAMES } from '../../src/doors/pages/words';
import type { DoorAnswer } from '../../src/doors/door';
import { request } from './requests';

const pages = createPublicPages({ explainDays: 45 });

function get(path: string, accepted?: string): Promise<DoorAnswer> {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const page = pages.find((one) => one.path === pathname)!;
  const headers = accepted === undefined ? {} : { 'accept-language': accepted };
  return page.door(request({ method: 'GET', query: searchParams, headers }));
}

const languageOf = ({ headers }: DoorAnswer): string | undefined => headers['content-language'];

test('[AP6] help, privacy and terms are served to anybody', () => {
  expect(pages.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /help',
    'GET /privacy',
    'GET /terms',
  ]);
});

test.each([
  ['/privacy', undefined, 'en'],
  ['/privacy', 'de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['/privacy', 'pt-BR, fr;q=0.4, es;q=0.7', 'es'],
  ['/privacy', 'ja;q=0, pt', 'en'],
  ['/privacy', '*', 'en'],
  ['/privacy', ',;q=x,;;', 'en'],
  ['/terms?lang=ja', 'de', 'ja'],
  ['/terms?lang=FR-ca', 'de', 'fr'],
  ['/terms?lang=../../etc', 'de', 'de'],
])('[AP6] %s, asked for in %s, is read in %s', async (path, accepted, language) => {
  const answer = await get(path, accepted);
  expect(languageOf(answer)).toBe(language);
  expect(answer.body).toContain(`<html lang="${language}">`);
});

test('[AP6] the pages carry no script, may not be framed, and their one style is named by its hash', async () => {
  const { status, headers, body } = await get('/privacy');
  const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': expect.stringContaining(`style-src 'sha256-${hash}'`),
    vary: 'accept-language',
  });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(body).not.toMatch(/<script|\son\w+=|\sstyle=|https?:\/\//);
});

test('[AP6] privacy says how long records are kept here, in every language', async () => {
  for (const language of PAGE_LANGUAGES) {
    const { body } = await get(`/privacy?lang=${language}`);
    expect(body).toContain('45');
    expect(body).not.toContain('{days}');
  }
});

test('[AP6] every language says the same things: as many sections and paragraphs, none of them empty', () => {
  for (const name of PAGE_NAMES) {
    const shape = PUBLIC_WORDS.en.pages[name].sections.map((section) => section.length);
    for (const language of PAGE_LANGUAGES) {
      const { title, sections } = PUBLIC_WORDS[language].pages[name];
      expect(sections.map((section) => section.length)).toEqual(shape);
      for (const text of [title, ...sections.flat()]) expect(text.trim()).not.toBe('');
    }
  }
});

test('[AP6] each page links to the others and to itself in every language', async () => {
  const { body } = await get('/terms?lang=de');
  const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
  expect(links).toEqual([
    ...PAGE_NAMES.map((name) => `/${name}?lang=de`),
    ...PAGE_LANGUAGES.map((language) => `/terms?lang=${language}`),
  ]);
});
