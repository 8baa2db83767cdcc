/** The pages that the app's listing names: for anybody, without sign-in, script or cookie. */
import { createHash } from 'node:crypto';
import type { Door, DoorAnswer, Route } from '../door';
import { chooseLanguage } from './choose-language';
import { PUBLIC_WORDS } from './public-words';
import { PAGE_LANGUAGES, PAGE_NAMES } from './words';
import type { PageLanguage, PageName, Section } from './words';

const PRODUCT = 'Presence Link for VCC';

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 42rem; padding: 1.5rem; font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.3; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
footer { margin-top: 3rem; }
[aria-current] { color: inherit; text-decoration: none; font-weight: 600; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'public, max-age=3600',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  vary: 'accept-language',
};

/** `GET /help`, `/privacy`, `/terms`; `?lang=` or `Accept-Language` chooses the language. */
export function createPublicPages(terms: { readonly explainDays: number }): readonly Route[] {
  return PAGE_NAMES.map((name) => {
    return { method: 'GET', path: `/${name}`, maxBytes: 0, door: createPageDoor(name, terms) };
  });
}

function createPageDoor(name: PageName, { explainDays }: { explainDays: number }): Door {
  const answers = new Map<PageLanguage, DoorAnswer>(
    PAGE_LANGUAGES.map((language) => {
      const body = renderPage(name, language).replaceAll('{days}', String(explainDays));
      return [
        language,
        { status: 200, headers: { ...HEADERS, 'content-language': language }, body },
      ];
    }),
  );
  return async ({ query, headers }) => {
    const language = chooseLanguage(query.get('lang'), headers['accept-language']);
    return answers.get(language) as DoorAnswer;
  };
}

function renderPage(name: PageName, language: PageLanguage): string {
  const { title, sections } = PUBLIC_WORDS[language].pages[name];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)} – ${PRODUCT}</title>
<style>${STYLE}</style>
</head>
<body>
<header><nav aria-label="${PRODUCT}">${renderPageLinks(name, language)}</nav></header>
<main>
<h1>${PRODUCT}: ${escape(title)}</h1>
${sections.map(renderSection).join('\n')}
</main>
<footer><nav aria-label="Languages">${renderLanguageLinks(name, language)}</nav></footer>
</body>
</html>
`;
}

function renderSection([heading, ...paragraphs]: Section): string {
  const text = paragraphs.map((one) => `<p>${escape(one)}</p>`).join('\n');
  return `<section>\n<h2>${escape(heading)}</h2>\n${text}\n</section>`;
}

function renderPageLinks(current: PageName, language: PageLanguage): string {
  return PAGE_NAMES.map((name) => {
    const { title } = PUBLIC_WORDS[language].pages[name];
    const isHere = name === current ? ' aria-current="page"' : '';
    return `<a href="/${name}?lang=${language}"${isHere}>${escape(title)}</a>`;
  }).join('\n');
}

function renderLanguageLinks(name: PageName, current: PageLanguage): string {
  return PAGE_LANGUAGES.map((language) => {
    const isHere = language === current ? ' aria-current="true"' : '';
    const label = escape(PUBLIC_WORDS[language].language);
    return `<a href="/${name}?lang=${language}" lang="${language}" hreflang="${language}"${isHere}>${label}</a>`;
  }).join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one);
}
