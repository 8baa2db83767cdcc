import type { Browser, Page } from 'playwright-core';
import { droppedRecord, wroteRecord } from '../sandbox/world-fixture';
import { START, startSetting } from '../sandbox/world-setting';
import type { Setting, SettingOptions } from '../sandbox/world-setting';
import { startChromium } from './chromium';

let browser: Browser;
let setting: Setting;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await startChromium();
}, 60_000);

afterAll(() => browser.close());

afterEach(async () => {
  await page.close();
  await setting.close();
  expect(complaints).toEqual([]);
});

async function open(options: SettingOptions = {}): Promise<void> {
  setting = await startSetting(options);
  complaints = [];
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isExpected = message.text().includes('409');
    if (message.type() === 'error' && !isExpected) complaints.push(message.text());
  });
  await page.goto(setting.url);
  await page.getByText('Agent 4021').waitFor();
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const seen = (text: string | RegExp) => page.getByText(text).first().waitFor();

describe('the world page in a browser', () => {
  it('says what it is and who one is', async () => {
    await open();
    await seen('Development tool. Nobody here is real.');
    await seen(/Agent 4021 · logged in/);
    await page.locator('#seen-state', { hasText: 'Available' }).waitFor();
  });

  it('leads to the chat with the bot where there is one', async () => {
    await open({ chat: { url: 'http://127.0.0.1:9/', name: 'Juniper Vale' } });
    const door = page.getByRole('link', { name: 'Chat with the bot' });
    await door.waitFor();
    expect(await door.getAttribute('href')).toBe('http://127.0.0.1:9/');
    expect(await door.getAttribute('title')).toContain('Juniper Vale');
    await page.close();
    await setting.close();
    await open();
    expect(await page.locator('#doors a').count()).toBe(0);
  });

  it('sets an agent state with one click and shows it as chosen', async () => {
    await open();
    await button('Lunch').click();
    await page.locator('#pad-state', { hasText: 'Lunch' }).waitFor();
    await page.getByRole('button', { name: 'Lunch', exact: true, pressed: true }).waitFor();
    await seen(/Extended Away · 0:00/);
    expect(setting.juniper.agent.presence().definition.description).toBe('Lunch');
  });

  it('walks through a call: only what makes sense can be pressed', async () => {
    await open();
    const isOff = (name: string) => button(name).getAttribute('aria-disabled');
    expect(await isOff('End call')).toBe('true');
    await button('Take a call').click();
    await seen('On a call');
    expect([await isOff('End call'), await isOff('End wrap-up')]).toEqual([null, 'true']);
    await button('End call').click();
    await seen('Wrapping up');
    await button('End wrap-up').click();
    await page.locator('#pad-state', { hasText: 'Ready' }).waitFor();
    await button('Log out').click();
    await button('Log in').waitFor();
    await seen('Agent 4021 · logged out');
  });

  it('lets the person live in Teams and shows what a colleague sees', async () => {
    await open();
    const colleague = (text: string) => page.locator('#seen-state', { hasText: text }).waitFor();
    await button('Join a call').click();
    await colleague('Busy · In a call');
    await button('Leave call').click();
    await button('Do not disturb').click();
    await colleague('Do not disturb');
    await seen('Preferred, set by hand');
    await button('Reset status').click();
    await colleague('Available');
    await button('Idle: Away').click();
    await colleague('Away');
    await button('Touch mouse').click();
    await colleague('Available');
    await button('Close laptop').click();
    await colleague('Offline');
    await seen('Nothing: no client, no session, no status.');
  });

  it('moves the clock', async () => {
    await open();
    await button('+ 1 h').click();
    await seen(/logged in 1 h/);
    expect(setting.clock.now()).toBe(START + 3_600_000);
  });

  it('draws a record as one block, the answer above the decision above what was seen', async () => {
    await open();
    await page.getByText('Live', { exact: true }).waitFor();
    setting.engine.tell(wroteRecord(START));
    await seen('Decided: show Away in Teams');
    const titles = await page.locator('.record .row-title').allTextContents();
    expect(titles).toEqual([
      'Teams answered: 200, shows Away',
      'Decided: show Away in Teams',
      'VCC says: Lunch',
    ]);
    expect(await page.locator('.record.road').count()).toBe(1);
    expect(await page.locator('.tag').allTextContents()).toEqual(['WW2', 'MP1', 'webhook']);
    expect(await page.locator('.row-time').first().textContent()).toMatch(/:\d\d\.\d$/);
    await seen('Last loop 600 ms');
  });

  it('puts the newest on top and keeps drops, writes and refusals apart', async () => {
    await open();
    setting.engine.tell(wroteRecord(START));
    setting.engine.tell(droppedRecord(START + 5000));
    await seen('Dropped: our own echo');
    expect(await page.locator('.row-title').first().textContent()).toBe('Dropped: our own echo');
    await page.getByRole('tab', { name: 'Drops' }).click();
    expect(await page.locator('.row-title').allTextContents()).toEqual(['Dropped: our own echo']);
    await page.keyboard.press('ArrowRight');
    await seen('Nobody has refused anything yet.');
    await page.keyboard.press('Home');
    await seen('Decided: show Away in Teams');
  });

  it('shows texts of the outside as texts', async () => {
    await open();
    setting.engine.tell(wroteRecord(START, { title: '<img src=x onerror=alert(1)>' }));
    await seen('<img src=x onerror=alert(1)>');
    expect(await page.locator('.records img').count()).toBe(0);
  });

  it('switches misbehaviour on with the keyboard and tells it', async () => {
    await open();
    const twice = page.getByRole('switch', { name: 'Deliver twice' });
    await twice.focus();
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: 'Deliver twice', checked: true }).waitFor();
    expect(setting.account.knobs.deliverTwice).toBe(1);
  });

  it('becomes another person, keeps it over a reload, and says why a side is empty', async () => {
    await open();
    await page.getByLabel('You are').selectOption('ivy-quickstep');
    await seen(/not switched on for Ivy’s organisation/);
    await seen('Not linked, so the product has nothing to tell.');
    await page.reload();
    await seen('Ivy’s own Teams: set a status by hand');
    await page.getByLabel('You are').selectOption('bramble-oakes');
    await seen('Bramble Oakes administers Presence Link and takes no calls in VCC.');
  });

  it('says in a sentence that no product is connected', async () => {
    await open({ withEngine: false });
    await seen('No product is connected, so there is nothing to see here.');
  });

  it('tells what the world refused', async () => {
    await open();
    setting.account.archive(setting.juniper.agent.userId);
    await button('Log in').click();
    await page.getByRole('alert').getByText('Juniper Vale is archived.').waitFor();
  });

  it.each([1280, 1000])('never scrolls sideways at %i pixels', async (width) => {
    await open();
    await page.setViewportSize({ width, height: 800 });
    setting.engine.tell(wroteRecord(START));
    await seen('Decided: show Away in Teams');
    const excess = await page.evaluate<number[]>(
      `[document.documentElement, ...document.querySelectorAll('.side, .scroller')]
        .map((element) => element.scrollWidth - element.clientWidth)`,
    );
    expect(excess).toEqual([0, 0, 0, 0]);
  });

  it('reaches every button with the Tab key, with a focus that can be seen', async () => {
    await open();
    const reached: string[] = [];
    for (let isOnPage = true; isOnPage;) {
      await page.keyboard.press('Tab');
      const [tag = '', name = '', outline] = await page.evaluate<string[]>(
        `(({ tagName, textContent }, style) => [tagName, textContent.trim(), style.outlineStyle])(
          document.activeElement, getComputedStyle(document.activeElement))`,
      );
      isOnPage = tag !== 'BODY' && reached.length < 80;
      if (isOnPage) expect([name, outline]).toEqual([name, 'solid']);
      reached.push(name);
    }
    const names = [
      '+ 1 min',
      'Lunch',
      'Take a call',
      'Log out',
      'Everything',
      'Busy',
      'Close laptop',
    ];
    expect(reached).toEqual(expect.arrayContaining([...names, 'Throttled', 'VCC down']));
  });
});
