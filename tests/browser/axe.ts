import { readFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';
import { frameOf } from './tab-setting';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core objects to in the tab, or in a page without one: one line for each element. */
export async function violations(frame: Frame): Promise<string[]> {
  if (!(await frame.evaluate<boolean>(`'axe' in window`))) await frame.evaluate(AXE);
  return frame.evaluate<string[]>(`
    axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
}

/** The tab follows the host's theme while it is open. */
export async function switchTheme(page: Page, theme: string): Promise<void> {
  const frame = await frameOf(page);
  await page.locator('#theme').evaluate((select, value) => {
    (select as unknown as { value: string }).value = value;
    select.dispatchEvent(new Event('change'));
  }, theme);
  // Everything has its new colours at the drawing after the next.
  await frame.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
  );
}
