import type { Page } from 'playwright-core';
import { switchTheme, violations } from './axe';
import { focused, takeKeyboard, tabTo } from './keys';
import { JUNIPER, PAGES } from './tab-pages';
import type { PageRow } from './tab-pages';
import { frameOf, keepPicture, NEWCOMER } from './tab-setting';
import { seen, useStage } from './tab-stage';
import type { Lane } from './tab-stage';

/** 320 is a telephone, or 640 at 200 %. */
const LOOKS = [
  ['default', 1280],
  ['dark', 1280],
  ['contrast', 320],
] as const;

const stage = useStage();

/** Pixels by which something is wider than what it stands in. */
async function excess(page: Page): Promise<number> {
  const frame = await frameOf(page);
  return frame.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

/** No dead end: something that can be pressed. */
async function waysOn(page: Page): Promise<number> {
  const frame = await frameOf(page);
  return frame.evaluate<number>(`document.querySelectorAll('button, a[href]').length`);
}

/** What is to be said of a page; nothing, where all is well. */
interface Looked {
  readonly objections: Record<string, readonly string[]>;
  /** Pixels to the side, by width. */
  readonly excess: Record<number, number>;
  readonly hasWayOn: boolean;
  readonly complaints: readonly string[];
}

const looked = new Map<string, Looked | Error>();
/** Pages looked at beside each other: a browser draws one while another is waited for. */
const LANES = 3;

beforeAll(async () => {
  stage.setting.agentOf(JUNIPER).choose('Lunch');
  await seen(await stage.tabOf(JUNIPER), 'You chose Lunch in VCC');
  const rows = Object.entries(PAGES);
  const work = async (): Promise<void> => {
    const lane = await stage.openLane();
    for (let next = rows.shift(); next; next = rows.shift()) {
      const [name, row] = next;
      looked.set(name, await lookAt(lane, name, row).catch((error: unknown) => error as Error));
    }
    await lane.close();
  };
  await Promise.all(Array.from({ length: LANES }, work));
}, 180_000);

async function lookAt(lane: Lane, name: string, row: PageRow): Promise<Looked> {
  const { key = JUNIPER, view, before, after, there } = row;
  const opened = await lane.tabOf(key, { ...view, ...(before && { before }) });
  await after?.(opened);
  await seen(opened, there);
  const { page } = opened;
  const frame = await frameOf(page);
  const objections: Record<string, readonly string[]> = {};
  const over: Record<number, number> = {};
  const hasWayOn = (await waysOn(page)) > 0;
  for (const [theme, width] of LOOKS) {
    if (theme !== 'default') await switchTheme(page, theme);
    await page.setViewportSize({ width, height: width < 640 ? 1200 : 800 });
    objections[theme] = await violations(frame);
    over[width] = await excess(page);
    await keepPicture(page, `${name}-${theme}-${width}`);
  }
  // What a window of 1280 has left at 200 %.
  await page.setViewportSize({ width: 640, height: 1200 });
  over[640] = await excess(page);
  return { objections, excess: over, hasWayOn, complaints: await lane.tidy() };
}

test.each(Object.keys(PAGES))(
  '[TB10] %s: nothing to object to in any theme, nothing to the side at any width, and no dead end',
  (name) => {
    expect(looked.get(name)).toEqual({
      objections: { default: [], dark: [], contrast: [] },
      excess: { 1280: 0, 640: 0, 320: 0 },
      // Only what is still on its way may offer nothing.
      hasWayOn: name !== 'home-loading',
      complaints: [],
    });
  },
);

test('[TB10][TB2] opened outside Teams there is nothing to object to either', async () => {
  const page = await stage.browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${stage.setting.serviceUrl}/tab/`);
  await page.getByRole('button', { name: 'Open Teams' }).waitFor();
  expect(await violations(page.mainFrame())).toEqual([]);
  await page.setViewportSize({ width: 320, height: 1200 });
  expect(await violations(page.mainFrame())).toEqual([]);
  await keepPicture(page, 'outside-default-320');
  await page.close();
});

test.each(['de-de', 'fr-fr', 'es-es', 'ja-jp'])(
  '[TB10] keeps Home, Settings and the first run within 320 pixels in %s',
  async (locale) => {
    const { page, tab } = await stage.tabOf(JUNIPER, { locale, width: 320, height: 1600 });
    await tab.getByRole('button', { name: /^Lunch/ }).waitFor();
    expect(await excess(page)).toBe(0);
    await keepPicture(page, `home-${locale}-320`);
    await tab.locator('a[href="#/settings"]').click();
    await tab.locator('#link-title').waitFor();
    expect(await excess(page)).toBe(0);
    await keepPicture(page, `settings-${locale}-320`);
    const first = await stage.tabOf(NEWCOMER, { locale, width: 320, height: 1600 });
    await first.tab.locator('#welcome-title').waitFor();
    expect(await excess(first.page)).toBe(0);
    await keepPicture(first.page, `first-run-${locale}-320`);
  },
);

test('[TB10][TB4] walks Home by keyboard alone: sets, undoes, pauses, opens a record, changes a setting', async () => {
  const home = await stage.tabOf(JUNIPER);
  await seen(home, 'You chose Lunch in VCC');
  const { page, tab } = home;
  const { press } = page.keyboard;
  const key = press.bind(page.keyboard);
  const state = () => stage.setting.agentOf(JUNIPER).presence().definition.description;
  await takeKeyboard(page);
  const passed = await tabTo(page, /^Lunch/);
  expect(passed.slice(0, 2)).toEqual(['Home', 'Settings']);
  await key('ArrowDown');
  expect((await focused(page)).name).toMatch(/^Paperwork/);
  await key('End');
  await key('Home');
  expect((await focused(page)).name).toMatch(/^Ready/);
  expect(state()).toBe('Lunch');
  await key('Enter');
  await seen(home, 'You are on Ready, and Teams shows Available.');
  expect(state()).toBe('Ready');
  await tabTo(page, /^Undo/, 'Shift+Tab');
  await key('Space');
  await seen(home, 'You are on Lunch, and Teams shows Away.');
  await takeKeyboard(page);
  await tabTo(page, /^Lunch/);
  expect(await tabTo(page, /^Until I resume/)).toEqual(['15 mins', '60 mins', 'Until I resume']);
  await key('Enter');
  await seen(home, /^Paused until you resume\./);
  await tabTo(page, /^Resume/, 'Shift+Tab');
  await key('Enter');
  await seen(home, 'You are on Lunch in VCC, and Teams shows Away.');
  await tabTo(page, /You chose Lunch in VCC/);
  await key('Enter');
  await tab.getByRole('heading', { name: /^Teams shows Away because/ }).waitFor();
  expect((await focused(page)).name).toMatch(/^Teams shows Away because/);
  await tabTo(page, /^Home$/, 'Shift+Tab');
  await key('Enter');
  await seen(home, 'Set your state');
  await tabTo(page, /^Settings$/, 'Shift+Tab');
  await key('Enter');
  await seen(home, 'Your link');
  await tabTo(page, /^Problems only/);
  await key('ArrowDown');
  await seen(home, 'Saved');
  await tabTo(page, /^Unlink/);
  await key('Enter');
  await tab.getByRole('alertdialog').waitFor();
  await key('Escape');
  await tab.getByRole('alertdialog').waitFor({ state: 'detached' });
});
