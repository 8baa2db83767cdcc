import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PICTURES, startChat } from './bot-setting';
import type { ChatSetting } from './bot-setting';
import { startChromium } from './chromium';

let browser: Browser;
let setting: ChatSetting;
let page: Page;

beforeAll(async () => {
  [browser, setting] = await Promise.all([startChromium(), startChat()]);
  page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  await page.goto(setting.chat.url);
}, 90_000);

afterAll(async () => {
  await browser.close();
  await setting.close();
}, 30_000);

async function say(text: string): Promise<void> {
  const box = page.locator('[role=textbox][contenteditable=true]').last();
  await box.click();
  await box.pressSequentially(text);
  await page.keyboard.press('Enter');
}

const seen = (text: string | RegExp) =>
  page.getByText(text).last().waitFor({ state: 'visible', timeout: 15_000 });
const press = (name: string) => page.getByRole('button', { name, exact: true }).last().click();
const picture = (name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`) });
const vcc = () => setting.juniper.agent?.presence().definition.description;

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = process.uptime() + 15;
  while (!holds()) {
    if (process.uptime() > end) throw new Error(`Not within 15 s: ${what}.`);
    await page.waitForTimeout(50);
  }
}

describe('the bot in the Agents Playground', () => {
  test('[BT8] welcomes once, also when the page is loaded again', async () => {
    await seen('One status in both places');
    await page.reload();
    await say('hi');
    await seen('Hello. Say status, lunch or help.');
    expect(await page.getByText('One status in both places').count()).toBeLessThanOrEqual(1);
  });

  test('[BT2] answers help', async () => {
    await say('help');
    await seen('What you can say');
    await seen('find Anna, who is free, tell me when Anna is free');
    await picture('help');
  });

  test('[BT4] "set me Ready" and "go on lunch" move VCC and Teams', async () => {
    await say('go on lunch');
    await until('VCC is on Lunch', () => vcc() === 'Lunch');
    await until('Teams shows Away', () => setting.juniper.person.shown().availability === 'Away');
    await seen('Lunch');
    await say('set me Ready');
    await until('VCC is Ready', () => vcc() === 'Ready');
    await until(
      'Teams shows Available',
      () => setting.juniper.person.shown().availability === 'Available',
    );
    await page.getByText('You are in step.').nth(1).waitFor();
    await page.getByRole('button', { name: 'Break', exact: true }).last().waitFor();
    await picture('status');
  });

  test('[BT5][BT7] a button of the card moves VCC, and the card is changed in place', async () => {
    const following = page.getByText(/Follows you as it changes/);
    const before = await following.count();
    await say('status');
    // Cards of earlier answers bear the same words.
    await following.nth(before).waitFor();
    const cards = before + 1;
    await press('Break');
    await until('VCC is on Break', () => vcc() === 'Break');
    await page.getByRole('button', { name: 'Ready', exact: true }).last().waitFor();
    expect(await page.getByText(/Follows you as it changes/).count()).toBe(cards);
    await press('Ready');
    await until('VCC is Ready', () => vcc() === 'Ready');
  });

  test('[BT7] the newest status card follows what is done elsewhere', async () => {
    const following = page.getByText(/Follows you as it changes/);
    const before = await following.count();
    await say('status');
    await following.nth(before).waitFor();
    expect(await page.getByText('Paperwork').count()).toBe(0);
    setting.juniper.agent?.choose('Paperwork');
    await seen('Paperwork');
    expect(await following.count()).toBe(before + 1);
    await say('set me Ready');
    await until('VCC is Ready', () => vcc() === 'Ready');
  });

  test('[BT3] "find" as Teams lists it asks whom', async () => {
    await say('find');
    await seen('Whom do you mean?');
    await picture('find');
  });

  test('[BT6] explains, with every step and its time', async () => {
    await say('why');
    await seen('VCC went to Ready because you said so.');
    await seen('Answered');
    await picture('why');
  });

  test('[BT9] tells by itself that VCC refused what somebody ordered elsewhere', async () => {
    const token = await setting.sandbox.tokenFor('juniper-vale');
    setting.sandbox.vcc.faults.add({ method: 'PATCH', path: /presence/, status: 409, times: 1 });
    await orderLunchByApi(token);
    await seen('VCC did not accept Lunch.');
    await picture('problem');
  });
});

async function orderLunchByApi(token: string): Promise<void> {
  const base = `${setting.serviceUrl}/api/v1`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const link = (await (await fetch(`${base}/me/link`, { headers })).json()) as {
    readonly id: string;
    readonly states: readonly { readonly presenceId: string; readonly name: string }[];
  };
  const presenceId = link.states.find(({ name }) => name === 'Lunch')?.presenceId;
  const body = JSON.stringify({ presenceId });
  const answer = await fetch(`${base}/links/${link.id}/orders/state`, {
    method: 'POST',
    headers,
    body,
  });
  if (!answer.ok) throw new Error(`The order was answered ${answer.status}.`);
}
