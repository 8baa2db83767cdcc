import type { Browser, Page } from 'playwright-core';
import { switchTheme, violations } from './axe';
import { startChromium } from './chromium';
import { buildTab } from './tab-build';
import type { Built } from './tab-build';
import { frameOf, keepPicture, NEWCOMER, openTab, startTabSetting } from './tab-setting';
import type { OpenTab, TabSetting, TabView } from './tab-setting';

const JUNIPER = 'juniper-vale';
const OUTSIDER = 'ivy-quickstep';
const THEMES = ['default', 'dark', 'contrast'] as const;

let browser: Browser;
let built: Built;
let setting: TabSetting;
let recordId = '';

beforeAll(async () => {
  built = buildTab();
  [browser, setting] = await Promise.all([startChromium(), startTabSetting(built.folder)]);
  setting.agentOf(JUNIPER).choose('Lunch');
  const { page, tab } = await openTab(browser, setting, JUNIPER);
  const row = tab.getByRole('link', { name: /You chose Lunch in VCC/ });
  recordId = ((await row.getAttribute('href')) ?? '').replace('#/explain/', '');
  await page.close();
}, 90_000);

afterAll(async () => {
  await browser.close();
  await setting.close();
  built.remove();
});

/** Pages by name: who sees them, how they are opened, and what is there once they stand. */
const PAGES: Readonly<
  Record<string, { key: string; view: () => TabView; there: string | RegExp }>
> = {
  home: { key: JUNIPER, view: () => ({}), there: 'You chose Lunch in VCC' },
  explain: {
    key: JUNIPER,
    view: () => ({ sub: `explain/${recordId}` }),
    there: 'Teams shows Away because you chose Lunch.',
  },
  settings: { key: JUNIPER, view: () => ({ page: 'settings' }), there: 'Your link' },
  'first-run': { key: NEWCOMER, view: () => ({}), there: 'One status in both places' },
  'not-enabled': { key: OUTSIDER, view: () => ({}), there: /is not switched on/ },
  'sign-in': { key: JUNIPER, view: () => ({ signIn: 'consent' }), there: 'Sign in to go on' },
};

async function openPage(name: string, more: TabView = {}): Promise<OpenTab> {
  const { key, view, there } = PAGES[name]!;
  const opened = await openTab(browser, setting, key, { ...view(), ...more });
  await opened.tab.getByText(there).first().waitFor();
  return opened;
}

/** Pixels by which something is wider than what it stands in. */
async function excess(page: Page): Promise<number> {
  const frame = await frameOf(page);
  return frame.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

describe.each(Object.keys(PAGES))('%s', (name) => {
  test('[TB10] has nothing a checker of accessibility objects to, in any theme, at any width', async () => {
    const { page } = await openPage(name);
    for (const theme of THEMES) {
      await switchTheme(page, theme);
      await keepPicture(page, `${name}-${theme}-1280`);
      expect([theme, ...(await violations(page))]).toEqual([theme]);
    }
    // 640 is what a window of 1280 has left at 200 %; 320 is a telephone, or 640 at 200 %.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 1200 });
      expect([width, await excess(page)]).toEqual([width, 0]);
      await keepPicture(page, `${name}-contrast-${width}`);
    }
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});

test.each(['de-de', 'fr-fr', 'es-es', 'ja-jp'])(
  '[TB10] keeps Home within 320 pixels in %s',
  async (locale) => {
    const { key } = PAGES['home']!;
    const { page, tab } = await openTab(browser, setting, key, {
      locale,
      width: 320,
      height: 1600,
    });
    await tab.getByRole('button', { name: /^Lunch/ }).waitFor();
    expect(await excess(page)).toBe(0);
    await keepPicture(page, `home-${locale}-320`);
    await page.close();
  },
);

/** What has the focus: its name, and whether a ring is drawn around it. */
async function focused(page: Page): Promise<{ name: string; hasRing: boolean }> {
  const frame = await frameOf(page);
  const [name = '', style = ''] = await frame.evaluate<string[]>(
    `(({ textContent, ariaLabel, tagName }, style) =>
      [ariaLabel ?? (tagName === 'BODY' ? '' : textContent.trim()), style.outlineStyle + style.boxShadow])(
      document.activeElement, getComputedStyle(document.activeElement))`,
  );
  return { name, hasRing: style !== 'nonenone' };
}

async function tabTo(page: Page, wanted: RegExp): Promise<string[]> {
  const passed: string[] = [];
  for (let stops = 0; stops < 30; stops += 1) {
    await page.keyboard.press('Tab');
    const { name, hasRing } = await focused(page);
    expect([name, hasRing]).toEqual([name, true]);
    passed.push(name);
    if (wanted.test(name)) return passed;
  }
  throw new Error(`The Tab key does not lead to ${wanted}: ${passed.join(' | ')}`);
}

test('[TB10][TB4] walks Home by keyboard: one stop for the states, arrows move, Enter sets', async () => {
  const { page, tab } = await openPage('home');
  await (await frameOf(page)).evaluate('window.focus()');
  const passed = await tabTo(page, /^Lunch/);
  expect(passed.slice(0, 2)).toEqual(['Home', 'Settings']);
  await page.keyboard.press('ArrowDown');
  expect((await focused(page)).name).toMatch(/^Paperwork/);
  await page.keyboard.press('Home');
  expect((await focused(page)).name).toMatch(/^Ready/);
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  const agent = setting.agentOf(JUNIPER);
  expect(agent.presence().definition.description).toBe('Lunch');
  const after = await tabTo(page, /^Until I resume/);
  expect(after).toEqual(['15 mins', '60 mins', 'Until I resume']);
  await tabTo(page, /You chose Lunch in VCC/);
  await page.keyboard.press('Enter');
  await tab.getByRole('heading', { name: /^Teams shows Away because/ }).waitFor();
  expect((await focused(page)).name).toMatch(/^Teams shows Away because/);
  await page.close();
});

test('[TB4] sets a state with the keyboard', async () => {
  const { page, tab } = await openPage('home');
  await tab.getByRole('button', { name: /^Lunch/ }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await tab.getByText('You are on Ready, and Teams shows Available.').waitFor();
  await tab.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Space');
  await tab.getByText('You are on Lunch, and Teams shows Away.').waitFor();
  await page.close();
});
