import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTab, gzippedBytes, scriptsIn } from './tab-build';
import type { Built } from './tab-build';

const ROOT = join(__dirname, '..', '..');
const MOST = 1.3;

/** What any Fluent tab in Teams has: React, a theme that follows the host, a card, a text, a button. */
const EMPTY = `
import {
  Button, Card, FluentProvider, Text,
  teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme,
} from '@fluentui/react-components';
import { app } from '@microsoft/teams-js';
import { createRoot } from 'react-dom/client';

const themes = { default: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme };
void app.initialize().then(async () => {
  const { app: host } = await app.getContext();
  createRoot(document.getElementById('root')).render(
    <FluentProvider theme={themes[host.theme]}>
      <Card><Text>Hello</Text><Button>Go</Button></Card>
    </FluentProvider>,
  );
});
`;

let built: Built;
let empty: Built;
let source: string;

beforeAll(() => {
  // Below the repository, so that the packages are found.
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  source = mkdtempSync(join(ROOT, '.cache', 'empty-tab-'));
  const page =
    '<!doctype html><div id="root"></div><script type="module" src="./main.tsx"></script>';
  writeFileSync(join(source, 'index.html'), page);
  writeFileSync(join(source, 'main.tsx'), EMPTY);
  built = buildTab();
  empty = buildTab(source);
}, 60_000);

afterAll(() => {
  built.remove();
  empty.remove();
  rmSync(source, { recursive: true, force: true });
});

/** The scripts a browser loads for Home in English: the page's own, and what these import at once. */
function scriptsOfHome(folder: string): readonly string[] {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = [...page.matchAll(/assets\/([\w.-]+\.js)/g)].flatMap(([, name]) => name ?? []);
  const words = scriptsIn(folder).filter((name) => /^en-/.test(name));
  const wanted = new Set([...first, ...words]);
  for (const name of wanted) {
    const code = readFileSync(join(folder, 'assets', name), 'utf8');
    for (const [, other] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
      if (other) wanted.add(other);
    }
  }
  return [...wanted];
}

test('[TB11] Home costs at most 1.3 times an empty Fluent tab with teams-js', () => {
  const home = gzippedBytes(built.folder, scriptsOfHome(built.folder));
  const nothing = gzippedBytes(empty.folder, scriptsIn(empty.folder));
  const ratio = home / nothing;
  const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1);
  process.stdout.write(
    `Tab: ${kilobytes(home)} kB for Home, ${kilobytes(nothing)} kB for an empty tab, ` +
      `ratio ${ratio.toFixed(2)} of at most ${MOST} (gzip).\n`,
  );
  expect(nothing).toBeGreaterThan(100_000);
  expect(ratio).toBeLessThanOrEqual(MOST);
});

test('[TB11] explain, settings, first run and four languages are loaded when they are asked for', () => {
  const later = scriptsIn(built.folder).filter(
    (name) => !scriptsOfHome(built.folder).includes(name),
  );
  for (const part of ['Explain', 'Settings', 'FirstRun', 'de', 'fr', 'es', 'ja']) {
    expect(later.filter((name) => name.startsWith(`${part}-`))).toHaveLength(1);
  }
});
