/** A person without a mouse. */
import type { Page } from 'playwright-core';
import { frameOf } from './tab-setting';

export interface Focused {
  readonly name: string;
  readonly hasRing: boolean;
}

/** What has the focus in the tab: its name, and whether a ring is drawn around it. */
export async function focused(page: Page): Promise<Focused> {
  const frame = await frameOf(page);
  const [name = '', style = ''] = await frame.evaluate<string[]>(
    `(({ textContent, ariaLabel, labels, tagName }, style) =>
      [ariaLabel ?? (labels?.[0]?.textContent || (tagName === 'BODY' ? '' : textContent.trim())),
       style.outlineStyle + style.boxShadow])(
      document.activeElement, getComputedStyle(document.activeElement))`,
  );
  return { name, hasRing: style !== 'nonenone' };
}

/** The frame has the keyboard, and the next Tab leads to the first stop of the page. */
export async function takeKeyboard(page: Page): Promise<void> {
  await (await frameOf(page)).evaluate('window.focus()');
}

/** Presses Tab until something of this name has the focus; the answer is what was passed. Each stop shows its ring. */
export async function tabTo(page: Page, wanted: RegExp, key = 'Tab'): Promise<string[]> {
  const passed: string[] = [];
  for (let stops = 0; stops < 30; stops += 1) {
    await page.keyboard.press(key);
    const { name, hasRing } = await focused(page);
    expect([name, hasRing || name === '']).toEqual([name, true]);
    passed.push(name);
    if (wanted.test(name)) return passed;
  }
  throw new Error(`The ${key} key does not lead to ${wanted}: ${passed.join(' | ')}`);
}
