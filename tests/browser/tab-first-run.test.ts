import type { Browser } from 'playwright-core';
import { openApi } from '../../demo/connect';
import { switchTheme, violations } from './axe';
import { startChromium } from './chromium';
import { buildTab } from './tab-build';
import type { Built } from './tab-build';
import { frameOf, keepPicture, NEWCOMER, openTab, startTabSetting } from './tab-setting';
import type { OpenTab, TabSetting, TabView } from './tab-setting';

const ADMIN = 'bramble-oakes';

let browser: Browser;
let built: Built;
let setting: TabSetting;
let open: OpenTab[] = [];

beforeAll(async () => {
  built = buildTab();
  browser = await startChromium();
}, 90_000);

beforeEach(async () => void (setting = await startTabSetting(built.folder)), 60_000);

afterEach(async () => {
  const complaints = open.flatMap((one) => one.complaints);
  await Promise.all(open.map(({ page }) => page.close()));
  open = [];
  await setting.close();
  expect(complaints).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  built.remove();
});

async function tabOf(key: string, view: TabView = {}): Promise<OpenTab> {
  const opened = await openTab(browser, setting, key, view);
  open.push(opened);
  return opened;
}

const button = ({ tab }: OpenTab, name: string | RegExp) => tab.getByRole('button', { name });
const seen = ({ tab }: OpenTab, text: string | RegExp) => tab.getByText(text).first().waitFor();

/** The state a step asks for, as the page names it. */
async function stateOfStep({ tab }: OpenTab, index: number): Promise<string> {
  const text = await tab.getByRole('listitem').nth(index).getByText(/^Set /).textContent();
  return (text ?? '').replace(/^Set /, '');
}

test('[TB12] links by the own address with one confirmation, by keyboard alone', async () => {
  const welcome = await tabOf(NEWCOMER);
  await seen(welcome, 'One status in both places');
  await seen(welcome, 'Is this you?');
  await keepPicture(welcome.page, 'first-run-welcome');
  await (await frameOf(welcome.page)).evaluate('window.focus()');
  await welcome.page.keyboard.press('Tab');
  const focused = await (
    await frameOf(welcome.page)
  ).evaluate('document.activeElement.textContent.trim()');
  expect(focused).toBe('Link as Tansy Brook');
  await welcome.page.keyboard.press('Enter');
  await seen(welcome, 'Set your state');
  await seen(welcome, 'You are ready for calls, and Teams says so.');
});

test('[TB12][TB10] proves an agent live: each state turns to done, then Home opens', async () => {
  const welcome = await tabOf(NEWCOMER);
  await button(welcome, /^Prove it in ContactPad/).click();
  await welcome.tab.getByRole('heading', { name: 'Set two states in ContactPad' }).waitFor();
  await seen(welcome, /^[12]:\d\d$/);
  const agent = setting.agentOf(NEWCOMER);
  agent.choose(await stateOfStep(welcome, 0));
  await seen(welcome, 'Done');
  await keepPicture(welcome.page, 'first-run-proof');
  for (const theme of ['default', 'dark', 'contrast']) {
    await switchTheme(welcome.page, theme);
    expect([theme, ...(await violations(welcome.page))]).toEqual([theme]);
  }
  await welcome.page.setViewportSize({ width: 320, height: 1000 });
  await keepPicture(welcome.page, 'first-run-proof-320');
  agent.choose(await stateOfStep(welcome, 1));
  await seen(welcome, 'Set your state');
});

test('[TB12] tells what became of a request, and lets the person take it back', async () => {
  const welcome = await tabOf(NEWCOMER);
  await button(welcome, /^Ask your admin/).click();
  await seen(welcome, 'Your request is on its way');
  await keepPicture(welcome.page, 'first-run-asked');
  await button(welcome, 'Take it back').click();
  await button(welcome, /^Ask your admin/).click();
  await seen(welcome, 'Your request is on its way');
  const api = await openApi(setting.sandbox, { serviceUrl: setting.serviceUrl, admin: ADMIN });
  const { items } = await api<{ items: { id: string }[] }>('GET', '/connections');
  const path = `/connections/${items[0]!.id}/requests`;
  const asked = await api<{ items: { id: string }[] }>('GET', path);
  await api('POST', `/requests/${asked.items[0]!.id}/approve`, { body: {} });
  await welcome.page.reload();
  await seen(welcome, 'Set your state');
});

test('[TB12] asks who nobody’s address tells for the number, and says why it is refused', async () => {
  const welcome = await tabOf(ADMIN);
  await seen(welcome, 'No VCC agent has your mail address.');
  await keepPicture(welcome.page, 'first-run-no-match');
  await button(welcome, /^Prove it in ContactPad/).click();
  await welcome.tab.getByLabel('Agent number').fill('999999');
  await button(welcome, 'Name the states').click();
  const alert = welcome.tab.getByRole('alert');
  await alert.getByText(/^VCC has no agent with that number\./).waitFor();
  await welcome.tab.getByLabel('Agent number').fill('4021');
  await button(welcome, 'Name the states').click();
  await alert.getByText(/^That agent is linked to somebody already\./).waitFor();
});

test('[TB12] says to somebody of another organisation what to send to whom', async () => {
  const page = await tabOf('ivy-quickstep');
  await seen(page, 'Presence Link is not switched on for your organisation.');
  await seen(page, /Our Microsoft tenant is 8e72b9d3-/);
  await button(page, 'Copy the message').click();
  await seen(page, 'Copied');
});
