import type { Browser } from 'playwright-core';
import { startChromium } from './chromium';
import { buildTab } from './tab-build';
import type { Built } from './tab-build';
import { frameOf, keepPicture, openTab, startTabSetting } from './tab-setting';
import type { OpenTab, TabSetting, TabView } from './tab-setting';

const JUNIPER = 'juniper-vale';

let browser: Browser;
let built: Built;
let setting: TabSetting;
let open: OpenTab[] = [];

beforeAll(async () => {
  built = buildTab();
  [browser, setting] = await Promise.all([startChromium(), startTabSetting(built.folder)]);
}, 90_000);

afterAll(async () => {
  await browser.close();
  await setting.close();
  built.remove();
});

afterEach(async () => {
  const complaints = open.flatMap((one) => one.complaints);
  await Promise.all(open.map(({ page }) => page.close()));
  open = [];
  expect(complaints).toEqual([]);
});

async function tabOf(key: string, view: TabView = {}): Promise<OpenTab> {
  const opened = await openTab(browser, setting, key, view);
  open.push(opened);
  return opened;
}

const button = ({ tab }: OpenTab, name: string | RegExp) => tab.getByRole('button', { name });
const seen = ({ tab }: OpenTab, text: string | RegExp) => tab.getByText(text).first().waitFor();
const side = ({ tab }: OpenTab, label: RegExp) =>
  tab.getByRole('region', { name: label }).waitFor();

describe('Home in Teams', () => {
  test('[TB3] tells both sides, since when, and in one sentence how they stand', async () => {
    const home = await tabOf(JUNIPER);
    await side(home, /^VCC: Ready since .+\. Teams: Available since .+\. In step\.$/);
    await seen(home, 'You are ready for calls, and Teams says so.');
    await seen(home, 'Live');
    await keepPicture(home.page, 'home-light-1280');
  });

  test('[TB4] a state set here arrives in VCC and in Teams, and can be undone', async () => {
    const home = await tabOf(JUNIPER);
    await button(home, /^Lunch/).click();
    await seen(home, 'You are on Lunch, and Teams shows Away.');
    expect(setting.agentOf(JUNIPER).presence().definition.description).toBe('Lunch');
    expect(setting.personOf(JUNIPER).shown().availability).toBe('Away');
    await button(home, 'Undo').click();
    await seen(home, 'You are on Ready, and Teams shows Available.');
    expect(setting.agentOf(JUNIPER).presence().definition.description).toBe('Ready');
  });
});

void frameOf;
