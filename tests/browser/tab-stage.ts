/** One service, one browser and, as far as a test needs no more, one page for a whole file. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { startChromium } from './chromium';
import { buildTab } from './tab-build';
import { startTabSetting } from './tab-setting';
import type { TabChoice, TabSetting } from './tab-setting';

export interface OpenTab {
  readonly page: Page;
  readonly tab: ReturnType<Page['frameLocator']>;
}

export interface TabView {
  readonly theme?: 'default' | 'dark' | 'contrast';
  readonly locale?: string;
  readonly page?: string;
  readonly sub?: string;
  readonly signIn?: 'consent' | 'refused';
  readonly width?: number;
  readonly height?: number;
  /** What is to stand in the way before the tab is opened. */
  readonly before?: (page: Page) => Promise<void>;
}

export interface Lane {
  tabOf(key: string, view?: TabView): Promise<OpenTab>;
  /** Ends what was opened; the answer is what its pages complained of, apart from calls that failed. */
  tidy(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface Stage {
  readonly browser: Browser;
  readonly setting: TabSetting;
  /** Opens the tab as this person: in the page of the file, or a second one beside it. */
  tabOf(key: string, view?: TabView): Promise<OpenTab>;
  /** As in production: the host is `https://teams.microsoft.com`, and the tab is framed from its own address. */
  openInTeams(key: string): Promise<OpenTab>;
  /** Pages of their own, for what is looked at beside others. */
  openLane(): Promise<Lane>;
  /** Calls fail in this test, and that is what it is about. */
  expectTrouble(): void;
}

/** The list of hosts that teams-js asks the internet for, and refusals that the tab deals with. */
const EXPECTED =
  /ERR_FAILED.*res\.cdn|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|res\.cdn\.office\.net|: .*status of (403|404|409|412|422) /;

/** A call that failed, as the browser notes it. */
const FAILED = /^Failed to load resource:/;

interface Pages {
  readonly context: BrowserContext;
  readonly complaints: string[];
  readonly free: Page[];
  readonly used: Page[];
}

function standing<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The stage does not stand yet.');
  return part;
}

/** To be called once at the top of a test file. */
export function useStage(choice: TabChoice = {}): Stage {
  let browser: Browser | undefined;
  let setting: TabSetting | undefined;
  let pages: Pages | undefined;
  let isTrouble = false;

  beforeAll(async () => {
    const folder = buildTab();
    [browser, setting] = await Promise.all([startChromium(), startTabSetting(folder, choice)]);
    pages = await openPages(browser);
  }, 90_000);

  afterEach(async () => {
    setting?.sandbox.vcc.faults.clear();
    setting?.sandbox.graph.faults.clear();
    const complaints = pages ? await tidy(pages) : [];
    const told = complaints.filter((one) => !isTrouble || !FAILED.test(one));
    isTrouble = false;
    expect(told).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await setting?.close();
  });

  return {
    get browser() {
      return standing(browser);
    },
    get setting() {
      return standing(setting);
    },
    tabOf: (key, view) => openTab(standing(pages), standing(setting), { key, ...view }),
    openInTeams: (key) => openInTeams(standing(pages), standing(setting), key),
    openLane: async () => {
      const lane = await openPages(standing(browser));
      return {
        tabOf: (key, view) => openTab(lane, standing(setting), { key, ...view }),
        tidy: async () => (await tidy(lane)).filter((one) => !FAILED.test(one)),
        close: () => lane.context.close(),
      };
    },
    expectTrouble: () => void (isTrouble = true),
  };
}

async function openPages(browser: Browser): Promise<Pages> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  // There is no internet here; without this the browser first tries for a second.
  await context.route('https://res.cdn.office.net/**', (route) => route.abort());
  return { context, complaints: [], free: [], used: [] };
}

async function newPage({ context, complaints }: Pages): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && !EXPECTED.test(text)) complaints.push(text);
  });
  return page;
}

async function openTab(
  pages: Pages,
  setting: TabSetting,
  { key, width = 1280, height = 800, before, ...view }: TabView & { readonly key: string },
): Promise<OpenTab> {
  const page = pages.free.pop() ?? (await newPage(pages));
  pages.used.push(page);
  await page.setViewportSize({ width, height });
  await before?.(page);
  await page.goto(setting.teams.openAs(key, { bare: '1', ...view }));
  return { page, tab: page.frameLocator('#tab') };
}

const TEAMS = 'https://teams.microsoft.com';

async function openInTeams(pages: Pages, setting: TabSetting, key: string): Promise<OpenTab> {
  const host = await setting.startTeamsElsewhere();
  const page = await newPage(pages);
  pages.used.push(page);
  await page.route(`${TEAMS}/**`, async (route) => {
    const asked = route.request();
    const { pathname, search } = new URL(asked.url());
    const body = asked.postData();
    const answer = await fetch(host.url + pathname + search, {
      method: asked.method(),
      ...(body !== null && { body, headers: { 'content-type': 'application/json' } }),
    });
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    });
  });
  await page.goto(host.openAs(key, { bare: '1' }).replace(host.url, TEAMS));
  return { page, tab: page.frameLocator('#tab') };
}

/** What a test has left behind ends here; the answer is what its pages complained of. */
async function tidy({ context, complaints, free, used }: Pages): Promise<readonly string[]> {
  await context.setOffline(false);
  for (const page of used.splice(0)) {
    // Its stream ends, what was held up is called off, and nothing of it is told to the next test.
    await page.goto('about:blank');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    if (free.length > 0) await page.close();
    else free.push(page);
  }
  return complaints.splice(0);
}

export const button = ({ tab }: OpenTab, name: string | RegExp): Locator =>
  tab.getByRole('button', { name });
export const seen = ({ tab }: OpenTab, text: string | RegExp): Promise<void> =>
  tab.getByText(text).first().waitFor();

/** Refuses what is asked below this path, as the service would. */
export async function answerWith(
  page: Page,
  path: string,
  { status, code }: { readonly status: number; readonly code: string },
): Promise<void> {
  await page.route(path, (route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'about:blank', title: code, status, code }),
    }),
  );
}
