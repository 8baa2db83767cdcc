import { runScript, withFolder } from './script-in-folder';
import type { Ran } from './script-in-folder';

const spec = '# Law\n\n- **MP1** One.\n- **EC2** Two.\n* **EC4** Three; see **WW9**.\n';

const check = (files: Record<string, string>): Ran =>
  withFolder(files, (folder) => runScript(folder, 'rules-to-tests.mjs'));

const test = (...titles: readonly string[]): string =>
  titles.map((title) => `it('${title}', () => undefined);`).join('\n');

describe('rules to tests', () => {
  it('is content when every rule is cited, several in one title', () => {
    const { code, said } = check({
      'src/SPEC.md': spec,
      'tests/core/mapping.test.ts': test('[MP1] maps'),
      'tests/flows/echo.test.ts': test('[EC2][EC4] drops the echo'),
    });
    expect(said).toContain('3 of 3 rules');
    expect(code).toBe(0);
  });

  it('lists each rule that no title cites', () => {
    const { code, said } = check({
      'src/SPEC.md': spec,
      'tests/a.test.ts': test('[MP1] maps', 'says EC4 [EC2] too late'),
    });
    expect(said).toContain('EC2 is cited by no test title.');
    expect(said).toContain('EC4 is cited by no test title.');
    expect(said).not.toContain('MP1 is');
    expect(code).toBe(1);
  });

  it('lets a rule wait that stands on the list of not-yet rules', () => {
    const { code, said } = check({
      'src/SPEC.md': spec,
      'src/not-yet-rules.json': '["EC2", "EC4"]',
      'tests/a.test.ts': test('[MP1] maps'),
    });
    expect(said).toContain('Not yet: EC2, EC4');
    expect(code).toBe(0);
  });

  it('refuses a not-yet rule that is cited after all, or is no rule', () => {
    const { code, said } = check({
      'src/SPEC.md': spec,
      'src/not-yet-rules.json': '["EC4", "ZZ1"]',
      'tests/a.test.ts': test('[MP1] a', '[EC2] b', '[EC4] c'),
    });
    expect(said).toContain('EC4 is cited by a test and must leave');
    expect(said).toContain('ZZ1 in src/not-yet-rules.json is no rule.');
    expect(code).toBe(1);
  });

  it('refuses a title that cites an unknown rule, naming the file', () => {
    const { code, said } = check({
      'src/SPEC.md': spec,
      'tests/a.test.ts': test('[MP1] a', '[EC2][EC4] b', '[WW9] c'),
    });
    expect(said).toContain('WW9 is no rule, yet cited in tests/a.test.ts.');
    expect(code).toBe(1);
  });

  it('does not count a title that runs nothing', () => {
    const { code, said } = check({
      'src/SPEC.md': spec,
      'tests/a.test.ts': `${test('[MP1] a', '[EC2] b')}\nit.skip('[EC4] later', () => undefined);`,
    });
    expect(said).toContain('EC4 is cited by no test title.');
    expect(code).toBe(1);
  });

  it('refuses a rule that stands twice and a specification without rules', () => {
    const twice = check({
      'src/SPEC.md': `${spec}- **MP1** Again.\n`,
      'tests/a.test.ts': test('[MP1][EC2][EC4] all'),
    });
    expect(twice).toMatchObject({ code: 1 });
    expect(twice.said).toContain('MP1 stands twice');
    expect(check({ 'src/SPEC.md': '# Law\n' }).code).toBe(1);
    expect(check({}).said).toContain('src/SPEC.md does not exist.');
  });
});
