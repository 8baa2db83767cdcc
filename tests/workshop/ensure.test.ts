import { runScript, withFolder } from './script-in-folder';
import type { Ran } from './script-in-folder';

interface Entry {
  readonly version: string;
  readonly optional?: boolean;
}

const lock = (packages: Record<string, Entry>): string => JSON.stringify({ packages });
const installedLock = 'node_modules/.package-lock.json';

const check = (files: Record<string, string>): Ran =>
  withFolder(files, (folder) => runScript(folder, 'ensure.mjs', { args: ['--check'] }));

describe('making sure of the packages', () => {
  const herb = { 'node_modules/herb': { version: '1.0.0' } };

  it('is content when what is installed matches the lock', () => {
    expect(check({ 'package-lock.json': lock(herb), [installedLock]: lock(herb) })).toEqual({
      code: 0,
      said: '',
    });
  });

  it('says that nothing is installed yet', () => {
    const { code, said } = check({ 'package-lock.json': lock(herb) });
    expect(said).toContain('nothing is installed yet');
    expect(code).toBe(1);
  });

  it('names a package of another version, and one that is missing', () => {
    const older = lock({ 'node_modules/herb': { version: '0.9.0' } });
    const wanted = { 'package-lock.json': lock(herb) };
    expect(check({ ...wanted, [installedLock]: older }).said).toContain('herb is not current');
    expect(check({ ...wanted, [installedLock]: lock({}) }).said).toContain('herb is not current');
  });

  it('does not miss an optional package meant for other machines', () => {
    const wanted = { ...herb, 'node_modules/herb-darwin': { version: '1.0.0', optional: true } };
    const { code } = check({ 'package-lock.json': lock(wanted), [installedLock]: lock(herb) });
    expect(code).toBe(0);
  });

  it('says what is wrong with a CHROMIUM_PATH that names no program', () => {
    const { code, said } = withFolder(
      { 'package-lock.json': lock(herb), [installedLock]: lock(herb) },
      (folder) =>
        runScript(folder, 'ensure.mjs', {
          args: ['--browser'],
          env: { CHROMIUM_PATH: 'no-such-browser' },
        }),
    );
    expect(said).toContain('CHROMIUM_PATH names no-such-browser, which is not a program.');
    expect(code).toBe(1);
  });
});
