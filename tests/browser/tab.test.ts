import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { switchTheme } from './axe';
import { frameOf, keepPicture } from './tab-setting';
import { answerWith, button, seen, useStage } from './tab-stage';
import type { OpenTab } from './tab-stage';

const JUNIPER = 'juniper-vale';

const stage = useStage();
const { tabOf } = stage;

const side = ({ tab }: OpenTab, label: RegExp) =>
  tab.getByRole('region', { name: label }).waitFor();
const stateOf = (key: string) => stage.setting.agentOf(key).presence().definition.description;
/** Both sides go on by their own clock, which runs. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}
const shownOf = (key: string) => stage.setting.personOf(key).shown().availability;

describe('Home in Teams', () => {
  test('[TB3] tells both sides, since when, and in one sentence how they stand', async () => {
    const home = await tabOf(JUNIPER);
    await side(home, /^VCC: Ready since .+\. Teams: Available since .+\. In step\.$/);
    await seen(home, 'You are ready for calls, and Teams says so.');
    await seen(home, 'Live');
  });

  test('[TB4] a state set here arrives in VCC and in Teams, and can be undone', async () => {
    const home = await tabOf(JUNIPER);
    await button(home, /^Lunch/).click();
    await seen(home, 'You are on Lunch, and Teams shows Away.');
    expect([stateOf(JUNIPER), shownOf(JUNIPER)]).toEqual(['Lunch', 'Away']);
    await button(home, 'Undo').click();
    await seen(home, 'You are on Ready, and Teams shows Available.');
    expect([stateOf(JUNIPER), shownOf(JUNIPER)]).toEqual(['Ready', 'Available']);
  });

  test('[TB4] shows an order as under way until VCC has answered', async () => {
    const home = await tabOf(JUNIPER);
    await button(home, /^Break/).waitFor();
    // The answer waits on the sandbox's clock, which runs as ours does.
    stage.setting.sandbox.vcc.faults.add({ method: 'PATCH', path: /presence/, delayMs: 1_000 });
    await button(home, /^Break/).click();
    await seen(home, 'Setting Break …');
    expect(await button(home, /^Break/).getAttribute('aria-busy')).toBe('true');
    await seen(home, /^You are on Break/);
    await button(home, 'Undo').click();
    await seen(home, /^You are on Ready/);
  });

  test('[TB4] says that VCC did not accept it, and leaves everything as it was', async () => {
    const home = await tabOf(JUNIPER);
    await button(home, /^Training/).waitFor();
    stage.setting.sandbox.vcc.faults.add({ method: 'PATCH', path: /presence/, status: 400 });
    await button(home, /^Training/).click();
    const alert = home.tab.getByRole('alert');
    await alert.getByText(/^VCC did not accept Training, so nothing changed\./).waitFor();
    expect([stateOf(JUNIPER), shownOf(JUNIPER)]).toEqual(['Ready', 'Available']);
    await home.tab.getByRole('link', { name: 'Why?' }).click();
    await home.tab.getByRole('heading', { name: 'Answered' }).waitFor();
    await seen(home, /^It was not accepted: 400/);
  });

  test('[TB5] what is chosen in ContactPad appears within two seconds, without reload', async () => {
    const home = await tabOf('basil-thornwick');
    await side(home, /^VCC: Ready/);
    await seen(home, 'Live');
    const startedAt = performance.now();
    stage.setting.agentOf('basil-thornwick').choose('Lunch');
    await side(home, /^VCC: Lunch/);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await seen(home, 'You chose Lunch in VCC');
    await side(home, /Teams: Away .+\. In step\.$/);
    stage.setting.agentOf('basil-thornwick').choose('Ready');
    await side(home, /^VCC: Ready .+ In step\.$/);
  });

  test('[TB5] asks again and again while there is no stream, says so, and goes on after it', async () => {
    // On a page of its own: its clock is moved, and it is cut off from the network.
    const lane = await stage.openLane();
    const before = (page: Page): Promise<void> => page.clock.install();
    const home = await lane.tabOf('fennel-marsh', { before });
    const { page } = home;
    const nextRound = (): Promise<void> => page.clock.fastForward(3_000);
    await seen(home, 'Live');
    await page.route('**/api/v1/events*', (route) => route.abort());
    await page.context().setOffline(true);
    await seen(home, /^You are offline\. This is how it stood at \d\d:\d\d\.$/);
    await page.context().setOffline(false);
    stage.setting.teams.cut();
    await seen(home, 'Every few seconds');
    stage.setting.agentOf('fennel-marsh').choose('Break');
    await until(() => shownOf('fennel-marsh') === 'Away');
    await nextRound();
    await side(home, /^VCC: Break/);
    await page.unroute('**/api/v1/events*');
    await nextRound();
    await seen(home, 'Live');
    stage.setting.agentOf('fennel-marsh').choose('Ready');
    await side(home, /^VCC: Ready/);
    expect(await lane.tidy()).toEqual([]);
    await lane.close();
  });

  test('[TB3] shows a call, and Busy in Teams until it is over', async () => {
    const home = await tabOf('basil-thornwick');
    await side(home, /^VCC: Ready/);
    stage.setting.agentOf('basil-thornwick').takeCall();
    await seen(home, 'You are on a call. Teams shows Busy until you have finished.');
    await side(home, /^VCC: On a call .+ Teams: Busy/);
    stage.setting.agentOf('basil-thornwick').endCall();
    await seen(home, 'You are wrapping up. Teams shows Busy until you have finished.');
    stage.setting.agentOf('basil-thornwick').endWrapUp();
    await seen(home, 'Your wrap-up ended');
    await side(home, /^VCC: Ready .+ Teams: Available/);
  });

  test('[TB3] pauses for 15 minutes and goes on when the person says so', async () => {
    const home = await tabOf('sage-underhill');
    await button(home, '15 mins').click();
    await seen(home, /^Paused until \d\d:\d\d\. Changes on one side do not reach the other\.$/);
    await keepPicture(home.page, 'home-paused');
    stage.setting.agentOf('sage-underhill').choose('Lunch');
    await side(home, /^VCC: Lunch .+ Paused\.$/);
    expect(shownOf('sage-underhill')).toBe('Available');
    await button(home, 'Resume').first().click();
    await side(home, /^VCC: Lunch .+ Teams: Away .+ In step\.$/);
    await seen(home, 'You paused');
  });
});

describe('a status of the person’s own', () => {
  const ROWAN = 'rowan-pebble';

  /** WT2: `respect` lets a status set by hand stand. */
  async function setPolicy(handSet: 'respect' | 'override'): Promise<void> {
    const { api, connectionId } = stage.setting;
    const path = `/connections/${connectionId}/policies`;
    const body = { ...(await api<object>('GET', path)), handSet };
    await api('PUT', path, { body, headers: { 'if-match': '*' } });
  }
  beforeAll(() => setPolicy('respect'));
  afterAll(() => setPolicy('override'));

  test('[TB3][TB4] is told, stays at a click and moves nobody, or gives way at a click', async () => {
    const home = await tabOf(ROWAN);
    await side(home, /^VCC: Ready/);
    stage.setting.personOf(ROWAN).setByHand('DoNotDisturb');
    await side(home, /^VCC: Away .+ Teams: Do not disturb/);
    stage.setting.agentOf(ROWAN).choose('Ready');
    await seen(home, 'Your own Teams status is in force.');
    await seen(home, 'You set Do not disturb yourself, so we leave it alone.');
    await seen(home, 'Teams keeps your own status');
    await keepPicture(home.page, 'home-hand-set');
    await button(home, 'Keep it').click();
    await button(home, 'Keep it').waitFor({ state: 'detached' });
    expect([stateOf(ROWAN), shownOf(ROWAN)]).toEqual(['Ready', 'DoNotDisturb']);
    // Folded away here, not for good: whoever opens the page again has both ways again.
    await home.page.reload();
    await button(home, 'Keep it').waitFor();
    await button(home, 'Show me as Available').click();
    await side(home, /^VCC: Ready .+ Teams: Available .+ In step\.$/);
    expect([stateOf(ROWAN), shownOf(ROWAN)]).toEqual(['Ready', 'Available']);
    expect(stage.setting.personOf(ROWAN).held()).not.toContainEqual(
      expect.objectContaining({ availability: 'DoNotDisturb' }),
    );
  });
});

describe('the timeline', () => {
  test('[TB6] opens each row as proof, and comes back to the row', async () => {
    const home = await tabOf('poppy-larkspur');
    await seen(home, 'Live');
    stage.setting.agentOf('poppy-larkspur').choose('Lunch');
    const row = home.tab.getByRole('link', { name: /You chose Lunch in VCC/ });
    await row.click();
    const title = home.tab.getByRole('heading', {
      name: 'Teams shows Away because you chose Lunch.',
    });
    await title.waitFor();
    const frame = await frameOf(home.page);
    expect(await frame.evaluate('document.activeElement.id')).toBe('explain-title');
    for (const step of ['Seen', 'Rule', 'Written', 'Answered']) {
      await home.tab.getByRole('heading', { name: step }).waitFor();
    }
    await seen(home, 'VCC reported Lunch.');
    await seen(home, 'We asked Teams to show Away, for 1 hr at most.');
    await seen(home, 'It was accepted, and our next look showed Away.');
    await keepPicture(home.page, 'explain-light-1280');
    await home.tab.getByRole('link', { name: 'Home' }).last().click();
    await row.waitFor();
    await home.page.waitForFunction(
      `document.querySelector('#tab').contentDocument.activeElement?.id.startsWith('event-')`,
    );
  });

  test('[TB6] opens by a deep link, and says where a record is gone', async () => {
    const home = await tabOf('poppy-larkspur', { sub: 'explain/999999999' });
    await seen(home, 'This record is not kept any more.');
    await home.tab.getByRole('link', { name: 'Home' }).last().click();
    await seen(home, 'Set your state');
  });
});

describe('signing in', () => {
  test('[TB2] asks for consent with one button where Teams needs it', async () => {
    const home = await tabOf(JUNIPER, { signIn: 'consent' });
    await seen(home, 'Sign in to go on');
    await keepPicture(home.page, 'sign-in');
    await button(home, 'Sign in').click();
    await home.page.getByRole('button', { name: 'Cancel' }).click();
    await seen(home, 'Teams did not sign you in. Try again; if it stays, ask your admin.');
    await button(home, 'Sign in').click();
    await home.page.getByRole('button', { name: 'Accept' }).click();
    await seen(home, 'Set your state');
  });

  test('[TB2] says that the sign-in has ended, and goes on after a new one', async () => {
    const home = await tabOf(JUNIPER);
    stage.expectTrouble();
    await seen(home, 'Live');
    await answerWith(home.page, '**/api/v1/**', { status: 401, code: 'token-refused' });
    await button(home, /^Break/).click();
    await seen(home, 'Your sign-in has ended. Sign in again to go on.');
    await home.page.unroute('**/api/v1/**');
    await button(home, 'Sign in').click();
    await seen(home, 'Set your state');
  });

  test('[TB2] opened outside Teams it says what it is and how to open it', async () => {
    const page = await stage.browser.newPage();
    await page.goto(`${stage.setting.serviceUrl}/tab/`);
    await page.getByRole('heading', { name: 'This page lives in Microsoft Teams.' }).waitFor();
    await page.getByRole('button', { name: 'Open Teams' }).waitFor();
    await keepPicture(page, 'outside-teams');
    await page.close();
  });

  test('[TB2] in a frame of somebody else it gives up after five seconds', async () => {
    const page = await stage.browser.newPage();
    await page.clock.install();
    const { serviceUrl } = stage.setting;
    await page.route(`${serviceUrl}/silent`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<iframe src="/tab/"></iframe>' }),
    );
    await page.goto(`${serviceUrl}/silent`);
    const tab = page.frameLocator('iframe');
    // It has asked, and nobody has answered: its own time begins.
    await page.waitForFunction(`window.frames[0].document.readyState === 'complete'`);
    await page.clock.fastForward(4_000);
    expect(await tab.getByText('This page lives in Microsoft Teams.').count()).toBe(0);
    await page.clock.fastForward(1_000);
    await tab.getByText('This page lives in Microsoft Teams.').waitFor();
    await page.close();
  });
});

describe('frames', () => {
  /** A page of this address that frames the tab; what became of the frame. */
  async function frameAt(address: string): Promise<string> {
    const page = await stage.browser.newPage();
    const tabUrl = `${stage.setting.serviceUrl}/tab/`;
    const body = `<iframe src="${tabUrl}"></iframe>`;
    await page.route('https://res.cdn.office.net/**', (route) => route.abort());
    await page.route(`${address}/**`, (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(`${address}/`);
    const [, frame] = page.frames();
    const text = (await frame?.evaluate<string>('document.title')) ?? 'no frame';
    await page.close();
    return frame?.url() === tabUrl ? text : 'refused';
  }

  test.each(['https://teams.microsoft.com', 'https://outlook.office.com'])(
    '[TB1] %s may frame the tab',
    async (address) => {
      expect(await frameAt(address)).toBe('Presence Link for VCC');
    },
  );

  test.each([
    'https://elsewhere.example',
    'https://teams.microsoft.com.elsewhere.example',
    'http://teams.microsoft.com',
    'https://teams.microsoft.com:8443',
    'http://127.0.0.1:9',
  ])('[TB1] %s may not', async (address) => {
    expect(await frameAt(address)).toBe('refused');
  });

  test('[TB1][TB2] works where the host is of another origin, as Teams is', async () => {
    const { page, tab } = await stage.openInTeams(JUNIPER);
    await tab.getByRole('button', { name: /^Lunch/ }).click();
    await tab.getByText('You are on Lunch, and Teams shows Away.').waitFor();
    expect(new URL(page.url()).origin).toBe('https://teams.microsoft.com');
    expect(page.frames()[1]?.url()).toMatch(stage.setting.serviceUrl);
    await switchTheme(page, 'dark');
    await (
      await frameOf(page)
    ).evaluate(`new Promise((done) => {
      const provider = document.querySelector('.fui-FluentProvider');
      const look = () =>
        getComputedStyle(provider).colorScheme === 'dark' ? done() : requestAnimationFrame(look);
      look();
    })`);
    await tab.getByRole('button', { name: 'Undo' }).click();
    await tab.getByText('You are on Ready, and Teams shows Available.').waitFor();
  });
});

describe('trouble', () => {
  test('[TB9] tells that Teams does not answer and since when, until it does', async () => {
    const home = await tabOf('rowan-pebble');
    await button(home, /^Lunch/).waitFor();
    const mend = stage.setting.sandbox.graph.faults.add({ path: /presence/i, status: 503 });
    await button(home, /^Lunch/).click();
    const banner = home.tab.getByText(/^Teams has not answered since \d\d:\d\d\./);
    await banner.waitFor();
    await keepPicture(home.page, 'home-teams-trouble');
    mend();
    await banner.waitFor({ state: 'detached', timeout: 20_000 });
    await side(home, /^VCC: Lunch .+ Teams: Away/);
  });

  test('[TB9] tells that VCC does not answer, and keeps the order', async () => {
    const home = await tabOf('sorrel-ashby');
    await button(home, /^Lunch/).waitFor();
    const mend = stage.setting.sandbox.vcc.faults.add({ status: 503 });
    await button(home, /^Lunch/).click();
    await home.tab.getByText(/^VCC has not answered since \d\d:\d\d\./).waitFor();
    await keepPicture(home.page, 'home-vcc-trouble');
    mend();
    await side(home, /^VCC: Lunch/);
  });

  test('shows what failed with its code, and tries again', async () => {
    const home = await tabOf(JUNIPER);
    stage.expectTrouble();
    await answerWith(home.page, '**/api/v1/me/link', {
      status: 503,
      code: 'store-unavailable',
    });
    await home.page.reload();
    await seen(home, /send your admin the code 503 store-unavailable\.$/);
    await keepPicture(home.page, 'problem');
    await home.page.unroute('**/api/v1/me/link');
    await button(home, 'Try again').click();
    await seen(home, 'Set your state');
  });

  test('an address that leads nowhere leads back', async () => {
    const home = await tabOf(JUNIPER, { sub: 'nowhere' });
    await seen(home, 'There is no such page.');
    await button(home, 'Go to Home').click();
    await seen(home, 'Set your state');
  });
});

describe('Settings', () => {
  test('[TB8] keeps what the bot may post, and speaks the language that was chosen', async () => {
    const settings = await tabOf('sorrel-ashby', { page: 'settings' });
    await settings.tab.getByRole('radio', { name: /^Every automatic change/ }).check();
    await seen(settings, 'Saved');
    await settings.tab.getByLabel('Language').selectOption('de');
    await settings.tab.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    await seen(settings, 'Gespeichert');
    const again = await tabOf('sorrel-ashby', { page: 'settings' });
    await again.tab.getByRole('radio', { name: /^Jede automatische Änderung/ }).waitFor();
    const radio = again.tab.getByRole('radio', { name: /^Jede automatische Änderung/ });
    expect(await radio.isChecked()).toBe(true);
    const frame = await frameOf(again.page);
    expect(await frame.evaluate('document.documentElement.lang')).toBe('de');
  });

  test('gives the person their data as a file, and deletes it when they say so twice', async () => {
    const settings = await tabOf('fennel-marsh', { page: 'settings' });
    await button(settings, 'Export my data').waitFor();
    const [file] = await Promise.all([
      settings.page.waitForEvent('download'),
      button(settings, 'Export my data').click(),
    ]);
    expect(file.suggestedFilename()).toBe('presence-link.json');
    const kept = JSON.parse(readFileSync((await file.path()) ?? '', 'utf8')) as {
      links: readonly unknown[];
    };
    expect(kept.links).toHaveLength(1);
    await seen(settings, 'Your data has been saved as a file.');
    await button(settings, 'Delete my data').click();
    const question = settings.tab.getByRole('alertdialog', { name: /^Delete all we keep/ });
    await question.getByRole('button', { name: 'Delete my data' }).click();
    await settings.tab.getByRole('heading', { name: 'One status in both places' }).waitFor();
  });

  test('[TB5] asks before it unlinks, takes back what is held, and notices that the link is gone', async () => {
    const settings = await tabOf('poppy-larkspur', { page: 'settings' });
    await button(settings, 'Unlink').click();
    const question = settings.tab.getByRole('alertdialog', { name: /^Unlink from Poppy/ });
    await question.waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    await button(settings, 'Unlink').click();
    await question.getByRole('button', { name: 'Unlink' }).click();
    await settings.tab.getByRole('heading', { name: 'One status in both places' }).waitFor();
    const held = stage.setting.personOf('poppy-larkspur').held();
    expect(held.filter(({ by }) => by !== undefined)).toEqual([]);
  });
});
