import { execFileSync } from 'node:child_process';
import { runScript, withFolder } from './script-in-folder';
import type { Ran } from './script-in-folder';

const goodLock = JSON.stringify({
  packages: {
    '': { name: 'house' },
    'node_modules/herb': { version: '1.0.0', optionalDependencies: { 'herb-darwin': '1.0.0' } },
    'node_modules/herb-darwin': { version: '1.0.0', optional: true },
  },
});

function check(files: Record<string, string>, env: NodeJS.ProcessEnv = {}): Ran {
  return withFolder({ 'package-lock.json': goodLock, ...files }, (folder) => {
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
    return runScript(folder, 'check-files.mjs', { env });
  });
}

/** Written in pieces, since this very file is checked as well. */
const path = (...parts: readonly string[]): string => parts.map((part) => `/${part}`).join('');

describe('the check of files', () => {
  it('is content with a plain project', () => {
    const { code, said } = check({
      'src/plain-name.ts': "export const where = '/api/v1/work/items';",
      'sandbox/README.md': `See https://vendor.example${path('work', 'flow')}.`,
    });
    expect(said).toBe('3 files looked at.\n');
    expect(code).toBe(0);
  });

  it('refuses a lock file that names a download host', () => {
    const lock = JSON.stringify({
      packages: { 'node_modules/herb': { version: '1.0.0', resolved: 'https://herbs.example/h' } },
    });
    const { code, said } = check({ 'package-lock.json': lock });
    expect(said).toContain('node_modules/herb names the host');
    expect(code).toBe(1);
  });

  it('refuses a lock file without the binary of some platform', () => {
    const lock = JSON.stringify({
      packages: {
        'node_modules/herb': { version: '1.0.0', optionalDependencies: { 'herb-win32': '1.0.0' } },
      },
    });
    expect(check({ 'package-lock.json': lock }).said).toContain('herb-win32, optional for');
  });

  it.each([
    ['a home folder', `const data = '${path('home', 'juniper', 'data')}';`],
    ['the home folder of root', `cd ${path('root', 'project')}`],
    ['a work folder', `"${path('work', 'main')}"`],
  ])('refuses the path of %s, naming the line', (_, line) => {
    const { code, said } = check({ 'docs/notes.md': `first\n${line}\n` });
    expect(said).toContain('docs/notes.md:2 names');
    expect(code).toBe(1);
  });

  it('refuses the host of a registry, also the one this machine uses', () => {
    const env = { npm_config_registry: 'http://herbs.example:4873/' };
    expect(check({ 'a.md': `from ${['registry', 'npmjs', 'org'].join('.')}` }).code).toBe(1);
    expect(check({ 'a.md': 'from herbs.example:4873' }, env).code).toBe(1);
  });

  it('asks for kebab-case and names that say something', () => {
    const { said } = check({
      'src/desk/TwoWords.ts': '',
      'src/utils/plain.ts': '',
      'tab/components/LinkCard.tsx': '',
    });
    expect(said).toContain('src/desk/TwoWords.ts: file names are kebab-case.');
    expect(said).toContain('src/utils/plain.ts: say what it holds');
    expect(said).not.toContain('LinkCard');
  });
});
