import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { frameOf } from './tab-setting';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe-core objects to in the tab: one line for each element. */
export async function violations(page: Page): Promise<string[]> {
  const frame = await frameOf(page);
  await frame.evaluate(AXE);
  const found = await frame.evaluate<{ violations: Violation[] }>(
    `axe.run(document, { resultTypes: ['violations'] })`,
  );
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The tab follows the host's theme while it is open. */
export async function switchTheme(page: Page, theme: string): Promise<void> {
  await page.locator('#theme').evaluate((select, value) => {
    (select as unknown as { value: string }).value = value;
    select.dispatchEvent(new Event('change'));
  }, theme);
  const frame = await frameOf(page);
  // Everything has its new colours at the next drawing.
  await frame.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))');
}
