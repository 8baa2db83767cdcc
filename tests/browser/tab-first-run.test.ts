import { takeKeyboard, tabTo } from './keys';
import { ADMIN, keepPicture, NEWCOMER } from './tab-setting';
import { button, seen, useStage } from './tab-stage';
import type { OpenTab } from './tab-stage';

const PROVER = 'rowan-pebble';
const ASKER = 'sage-underhill';
const SLOW = 'poppy-larkspur';

const stage = useStage({ unlinked: [PROVER, ASKER, SLOW] });
const { tabOf } = stage;

/** The state a step asks for, as the page names it. */
async function stateOfStep({ tab }: OpenTab, index: number): Promise<string> {
  const text = await tab.getByRole('listitem').nth(index).getByText(/^Set /).textContent();
  return (text ?? '').replace(/^Set /, '');
}

const openRequests = async (): Promise<readonly { readonly id: string }[]> => {
  const { api, connectionId } = stage.setting;
  const path = `/connections/${connectionId}/requests`;
  return (await api<{ items: { id: string }[] }>('GET', path)).items;
};

async function decide(how: 'approve' | 'decline'): Promise<void> {
  const [asked] = await openRequests();
  await stage.setting.api('POST', `/requests/${asked?.id}/${how}`, { body: {} });
}

test('[TB12][TB10] links by the own address with one confirmation, by keyboard alone', async () => {
  const welcome = await tabOf(NEWCOMER);
  await seen(welcome, 'One status in both places');
  await seen(welcome, 'Is this you?');
  await keepPicture(welcome.page, 'first-run-welcome');
  await takeKeyboard(welcome.page);
  expect(await tabTo(welcome.page, /./)).toEqual(['Link as Tansy Brook']);
  await welcome.page.keyboard.press('Enter');
  await seen(welcome, 'Set your state');
  await seen(welcome, 'You are ready for calls, and Teams says so.');
});

test('[TB12][TB10] proves an agent live by keyboard alone: each state turns to done, then Home opens', async () => {
  const welcome = await tabOf(PROVER);
  const { page } = welcome;
  await seen(welcome, 'Is this you?');
  await takeKeyboard(page);
  await tabTo(page, /^Prove it in ContactPad/);
  await page.keyboard.press('Space');
  await welcome.tab.getByRole('heading', { name: 'Set two states in ContactPad' }).waitFor();
  await seen(welcome, /^[12]:\d\d$/);
  await tabTo(page, /^Cancel/);
  await page.keyboard.press('Enter');
  await seen(welcome, 'Is this you?');
  // Left, not ended: it goes on where it was when the page is opened again.
  await page.reload();
  await welcome.tab.getByRole('heading', { name: 'Set two states in ContactPad' }).waitFor();
  const agent = stage.setting.agentOf(PROVER);
  agent.choose(await stateOfStep(welcome, 0));
  await seen(welcome, 'Done');
  await page.setViewportSize({ width: 320, height: 1000 });
  await keepPicture(page, 'first-run-proof-320');
  agent.choose(await stateOfStep(welcome, 1));
  await seen(welcome, 'Set your state');
});

test('[TB12][TB10] a request is taken back, declined, asked again and agreed to, by keyboard alone', async () => {
  const welcome = await tabOf(ASKER);
  const { page } = welcome;
  const press = async (name: RegExp): Promise<void> => {
    await takeKeyboard(page);
    await tabTo(page, name);
    await page.keyboard.press('Enter');
  };
  await seen(welcome, 'Is this you?');
  await press(/^Ask your admin/);
  await seen(welcome, 'Your request is on its way');
  await keepPicture(page, 'first-run-asked');
  await press(/^Take it back/);
  await button(welcome, /^Ask your admin/).waitFor();
  expect(await openRequests()).toEqual([]);
  await press(/^Ask your admin/);
  await seen(welcome, 'Your request is on its way');
  await decide('decline');
  await page.reload();
  await seen(welcome, 'Your admin did not agree. You can ask again or prove it in ContactPad.');
  await button(welcome, /^Prove it in ContactPad/).waitFor();
  await press(/^Ask your admin/);
  await seen(welcome, 'Your request is on its way');
  await decide('approve');
  await page.reload();
  await seen(welcome, 'Set your state');
});

test('[TB12] asks who nobody’s address tells for the number, and says why it is refused', async () => {
  const welcome = await tabOf(ADMIN);
  const { page } = welcome;
  await seen(welcome, 'No VCC agent has your mail address.');
  await keepPicture(page, 'first-run-no-match');
  await takeKeyboard(page);
  await tabTo(page, /^Prove it in ContactPad/);
  await page.keyboard.press('Enter');
  await welcome.tab.getByLabel('Agent number').waitFor();
  // The form has the focus already.
  await page.keyboard.type('999999');
  await page.keyboard.press('Enter');
  const alert = welcome.tab.getByRole('alert');
  await alert.getByText(/^VCC has no agent with that number\./).waitFor();
  await welcome.tab.getByLabel('Agent number').fill('4021');
  await button(welcome, 'Name the states').click();
  await alert.getByText(/^That agent is linked to somebody already\./).waitFor();
  await button(welcome, 'Cancel').click();
  await button(welcome, /^Ask your admin/).waitFor();
});

test('[TB12] says to somebody of another organisation what to send to whom', async () => {
  const page = await tabOf('ivy-quickstep');
  await seen(page, 'Presence Link is not switched on for your organisation.');
  await seen(page, /Our Microsoft tenant is 8e72b9d3-/);
  await button(page, 'Copy the message').click();
  await seen(page, 'Copied');
});

// The clock is moved here, for everybody: the last one of its file.
test('[TB12] a proof that takes too long links nobody, and leads on to two other states or to the admin', async () => {
  const welcome = await tabOf(SLOW);
  await welcome.page.clock.install();
  await welcome.page.reload();
  await button(welcome, /^Prove it in ContactPad/).click();
  await welcome.tab.getByRole('heading', { name: 'Set two states in ContactPad' }).waitFor();
  const first = await stateOfStep(welcome, 0);
  stage.setting.agentOf(SLOW).choose(first);
  await seen(welcome, 'Done');
  // In one leap: nobody waits for what happens in between.
  await stage.setting.clock.advance(121_000, async () => undefined);
  await welcome.page.clock.fastForward(121_000);
  await seen(welcome, 'The time is over, and we did not see both states. Nothing was linked.');
  await seen(welcome, '0:00');
  await keepPicture(welcome.page, 'first-run-proof-over');
  await button(welcome, 'Try two other states').click();
  await seen(welcome, /^[12]:\d\d$/);
  await button(welcome, 'Try two other states').waitFor({ state: 'detached' });
  await button(welcome, /^Ask your admin instead/).click();
  await seen(welcome, 'Your request is on its way');
  expect(await openRequests()).toHaveLength(1);
});
