/** JavaScript a browser loads for Home, beside an empty Fluent tab with teams-js, both built in the same run. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

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
const PAGE = '<!doctype html><div id="root"></div><script type="module" src="./main.tsx"></script>';

export interface TabSize {
  readonly homeBytes: number;
  readonly emptyBytes: number;
  /** Names of scripts that Home does not load. */
  readonly later: readonly string[];
}

/** Bundles a page of the repository at `root` into `folder`, as `npm run build` does. */
export function bundle(root: string, source: string, folder: string): void {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(root, 'tab', 'vite.config.mjs');
  const args = [vite, 'build', source, '--config', config, '--outDir', folder];
  // Under jest it is `test`, and React would come as for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, [...args, '--logLevel', 'error'], {
    cwd: root,
    stdio: 'pipe',
    env,
  });
}

export function measureTab(root: string): TabSize {
  const built = mkdtempSync(join(tmpdir(), 'tab-size-'));
  // Below the repository, so that the packages are found.
  mkdirSync(join(root, '.cache'), { recursive: true });
  const source = mkdtempSync(join(root, '.cache', 'empty-tab-'));
  try {
    writeFileSync(join(source, 'index.html'), PAGE);
    writeFileSync(join(source, 'main.tsx'), EMPTY);
    const [tab, empty] = [join(built, 'tab'), join(built, 'empty')];
    bundle(root, join(root, 'tab'), tab);
    bundle(root, source, empty);
    const home = scriptsOfHome(tab);
    return {
      homeBytes: gzippedBytes(tab, home),
      emptyBytes: gzippedBytes(empty, scriptsIn(empty)),
      later: scriptsIn(tab).filter((name) => !home.includes(name)),
    };
  } finally {
    for (const folder of [built, source]) rmSync(folder, { recursive: true, force: true });
  }
}

export function describeTabSize({ homeBytes, emptyBytes }: TabSize): string {
  const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1);
  const ratio = (homeBytes / emptyBytes).toFixed(2);
  return (
    `Tab: ${kilobytes(homeBytes)} kB for Home, ${kilobytes(emptyBytes)} kB for an empty tab, ` +
    `ratio ${ratio} of at most 1.3 (gzip).`
  );
}

/** The page's own scripts, English, and what these import at once. */
function scriptsOfHome(folder: string): readonly string[] {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const first = [...page.matchAll(/assets\/([\w.-]+\.js)/g)].flatMap(([, name]) => name ?? []);
  const wanted = new Set([...first, ...scriptsIn(folder).filter((name) => /^en-/.test(name))]);
  for (const name of wanted) {
    const code = readFileSync(join(folder, 'assets', name), 'utf8');
    for (const [, other] of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
      if (other) wanted.add(other);
    }
  }
  return [...wanted];
}

function scriptsIn(folder: string): readonly string[] {
  return readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.js'));
}

/** As a browser gets them. */
function gzippedBytes(folder: string, names: readonly string[]): number {
  return names
    .map((name) => gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}
