import { join } from 'node:path';
import { describeTabSize, measureTab } from '../bench/tab-size';
import type { TabSize } from '../bench/tab-size';

let size: TabSize;

beforeAll(() => {
  size = measureTab(join(__dirname, '..', '..'));
  process.stdout.write(`${describeTabSize(size)}\n`);
}, 60_000);

test('[TB11] Home costs at most 1.3 times an empty Fluent tab with teams-js', () => {
  expect(size.emptyBytes).toBeGreaterThan(100_000);
  expect(size.homeBytes / size.emptyBytes).toBeLessThanOrEqual(1.3);
});

test('[TB11] explain, settings, first run and four languages are loaded when they are asked for', () => {
  for (const part of ['Explain', 'Settings', 'FirstRun', 'de', 'fr', 'es', 'ja']) {
    expect(size.later.filter((name) => name.startsWith(`${part}-`))).toHaveLength(1);
  }
});
