import { openPage, post } from './world-client';
import type { PageClient } from './world-client';
import { START, startSetting } from './world-setting';
import type { Setting } from './world-setting';

const person = 'juniper-vale';

let setting: Setting;
let page: PageClient;

beforeEach(async () => {
  setting = await startSetting();
  page = await openPage(setting.url);
});

afterEach(async () => {
  page.close();
  await setting.close();
});

const order = (action: Readonly<Record<string, unknown>>) =>
  post(setting.url, { person, ...action });

describe('the left side of the world page', () => {
  it('sets an agent state of the account and tells every page', async () => {
    expect(await order({ do: 'agent.choose', state: 'Lunch' })).toEqual({ status: 204, error: '' });
    expect(setting.juniper.agent.presence().definition.description).toBe('Lunch');
    const { person: told } = await page.state((state) => state.person.vcc?.state === 'Lunch');
    expect(told.vcc).toMatchObject({ agentId: '4021', category: 'ExtendedAway', isLoggedIn: true });
  });

  it('offers every selectable state but logging out, which has a button of its own', async () => {
    const { person: told } = await page.state(() => true);
    const labels = told.vcc?.choices.map(({ label }) => label) ?? [];
    expect(labels).toEqual(expect.arrayContaining(['Ready', 'Break', 'Lunch', 'Training']));
    expect(labels).not.toContain('Logged Out');
  });

  it('walks a call from taking it to the end of the wrap-up', async () => {
    const { agent } = setting.juniper;
    await order({ do: 'agent.take-call' });
    expect(agent.occupancy()).toBe('engaged');
    await order({ do: 'agent.hold-call' });
    await page.state((state) => state.person.vcc?.onHold === true);
    await order({ do: 'agent.retrieve-call' });
    await order({ do: 'agent.end-call' });
    expect(agent.occupancy()).toBe('wrapping-up');
    await order({ do: 'agent.end-wrap-up' });
    expect(agent.occupancy()).toBe('free');
  });

  it('tells since when the agent is logged in, not since when the state stands', async () => {
    await order({ do: 'agent.log-out' });
    await page.state((state) => state.person.vcc?.isLoggedIn === false);
    await order({ do: 'clock.advance', ms: 60_000 });
    await order({ do: 'agent.log-in' });
    await order({ do: 'clock.advance', ms: 60_000 });
    await order({ do: 'agent.choose', state: 'Break' });
    const { person: told } = await page.state((state) => state.person.vcc?.state === 'Break');
    expect(told.vcc).toMatchObject({ loggedInSince: START + 60_000, since: START + 120_000 });
  });
});

describe('the right side of the world page', () => {
  it('sets a status by hand and takes it back', async () => {
    await order({ do: 'person.set', availability: 'DoNotDisturb' });
    const { person: told } = await page.state((state) => state.person.teams.handSet !== undefined);
    expect(told.teams).toMatchObject({ availability: 'DoNotDisturb', handSet: 'DoNotDisturb' });
    expect(told.teams.held.map(({ label }) => label)).toContain('Preferred, set by hand');
    await order({ do: 'person.reset' });
    expect(setting.juniper.person.shown().availability).toBe('Available');
  });

  it.each([
    ['InACall', 'Busy'],
    ['InAConferenceCall', 'Busy'],
    ['Presenting', 'DoNotDisturb'],
  ])('joins and leaves %s', async (activity, availability) => {
    await order({ do: 'person.join-call', activity });
    const { person: told } = await page.state((state) => state.person.teams.call === activity);
    expect(told.teams).toMatchObject({ availability, activity });
    await order({ do: 'person.leave-call' });
    expect(setting.juniper.person.shown().availability).toBe('Available');
  });

  it('shows a meeting, focus time and out of office only while they last', async () => {
    await order({ do: 'person.start-meeting' });
    await page.state((state) => state.person.teams.inMeeting);
    await order({ do: 'person.end-meeting' });
    await order({ do: 'person.start-focusing' });
    const focusing = await page.state((state) => state.person.teams.isFocusing);
    expect(focusing.person.teams.inMeeting).toBe(false);
    await order({ do: 'person.end-focusing' });
    await order({ do: 'person.out-of-office', on: true });
    const away = await page.state((state) => state.person.teams.isOutOfOffice);
    expect(away.person.teams.isFocusing).toBe(false);
  });

  it('is Away at once by idleness and Available at the touch of the mouse', async () => {
    await order({ do: 'person.away-by-idleness' });
    const idle = await page.state((state) => state.person.teams.isIdle);
    expect(idle.person.teams.availability).toBe('Away');
    await order({ do: 'person.touch-mouse' });
    expect(setting.juniper.person.shown().availability).toBe('Available');
  });

  it('goes idle when the clock has passed the idle time', async () => {
    await order({ do: 'person.go-idle' });
    await page.state((state) => state.person.teams.isIdle);
    expect(setting.juniper.person.shown().availability).toBe('Available');
    await order({ do: 'clock.advance', ms: 3_600_000 });
    await page.state((state) => state.person.teams.availability === 'Away');
  });

  it('is Offline with the laptop closed', async () => {
    await order({ do: 'person.close-laptop' });
    const closed = await page.state((state) => !state.person.teams.isOpen);
    expect(closed.person.teams).toMatchObject({ availability: 'Offline', held: [] });
    await order({ do: 'person.open-laptop' });
    expect(setting.juniper.person.shown().availability).toBe('Available');
  });
});

describe('the clock of the world page', () => {
  it('moves the sandbox, several presses one after the other', async () => {
    const moves = [60_000, 300_000, 3_600_000].map((ms) => order({ do: 'clock.advance', ms }));
    await Promise.all(moves);
    expect(setting.clock.now()).toBe(START + 3_960_000);
    await page.until<number>('clock', (now) => now === START + 3_960_000);
  });
});

describe('the ways to misbehave', () => {
  it.each([
    ['deliver-twice', 'deliverTwice', 1],
    ['lose-one-in-five', 'lose', 0.2],
    ['shuffle', 'shuffleMs', 3000],
  ] as const)('switches %s of the account on and off', async (name, knob, value) => {
    await order({ do: 'misbehave', name, on: true });
    expect(setting.account.knobs[knob]).toBe(value);
    await page.state(({ switches }) => switches.some((one) => one.name === name && one.isOn));
    await order({ do: 'misbehave', name, on: false });
    expect(setting.account.knobs[knob]).toBe(0);
  });

  it('takes VCC down and brings it back', async () => {
    const ask = () => fetch(`${setting.vcc.url}/Auth/connect/token`, { method: 'POST' });
    await order({ do: 'misbehave', name: 'vcc-down', on: true });
    expect((await ask()).status).toBe(503);
    await order({ do: 'misbehave', name: 'vcc-down', on: false });
    expect((await ask()).status).not.toBe(503);
  });

  it.each([
    ['graph-down', 503],
    ['graph-throttled', 429],
  ])('makes Graph answer for %s', async (name, status) => {
    const ask = () => fetch(`${setting.graph.url}/v1.0/users`);
    await order({ do: 'misbehave', name, on: true });
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(status === 429 ? '5.5' : null);
    await order({ do: 'misbehave', name, on: false });
    expect((await ask()).status).toBe(401);
  });

  it('makes Graph slow on its own clock', async () => {
    await order({ do: 'misbehave', name: 'graph-slow', on: true });
    let isAnswered = false;
    const asked = fetch(`${setting.graph.url}/v1.0/users`).then(() => (isAnswered = true));
    await whileTimerIsMissing();
    expect(isAnswered).toBe(false);
    await order({ do: 'clock.advance', ms: 4000 });
    await asked;
    expect(isAnswered).toBe(true);
  });

  async function whileTimerIsMissing(): Promise<void> {
    while (setting.clock.nextAt() === undefined) await new Promise((go) => setImmediate(go));
  }
});

describe('bad actions', () => {
  it.each([
    ['no JSON', '{', 'The body is not JSON.'],
    ['no object', '[]', 'The body is not a JSON object.'],
    ['no action', {}, '"do" must be a text of 1 to 200 characters.'],
    ['an unknown action', { do: 'agent.explode' }, 'There is no action "agent.explode".'],
    ['an inherited name', { do: 'constructor' }, 'There is no action "constructor".'],
    ['nobody', { do: 'agent.log-in' }, '"person" must be a text of 1 to 200 characters.'],
    ['a stranger', { do: 'agent.log-in', person: 'moss' }, 'Nobody here has that key.'],
    [
      'no agent',
      { do: 'agent.log-in', person: 'bramble-oakes' },
      'Bramble Oakes has no VCC agent.',
    ],
    [
      'a strange state',
      { do: 'agent.choose', person, state: 'Nap' },
      'The account has no such state.',
    ],
    [
      'a strange status',
      { do: 'person.set', person, availability: 'Asleep' },
      '"availability" must be one of Available, Busy, DoNotDisturb, BeRightBack, Away, Offline.',
    ],
    [
      'time backwards',
      { do: 'clock.advance', ms: -1 },
      '"ms" must be a whole number from 1 to 86400000.',
    ],
    [
      'a strange switch',
      { do: 'misbehave', name: 'x', on: true },
      'There is no such way to misbehave.',
    ],
    ['half a switch', { do: 'misbehave', name: 'shuffle' }, '"on" must be true or false.'],
  ])('are refused with one sentence: %s', async (_case, action, error) => {
    expect(await post(setting.url, action)).toEqual({ status: 400, error });
  });

  it('answers 409 where the world itself says no', async () => {
    const { status, error } = await order({ do: 'agent.end-call' });
    expect(status).toBe(409);
    expect(error).toContain('Juniper Vale has no channel');
  });

  it('refuses a body that is too long', async () => {
    const { status } = await order({ do: 'agent.choose', state: 'x'.repeat(5000) });
    expect(status).toBe(413);
  });
});
