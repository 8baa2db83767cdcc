/** @jest-environment jsdom */
import { act, fireEvent, screen } from '@testing-library/react';
import { Linked } from '../../tab/pages/Linked';
import { CHOICES, LUNCH, ON_LUNCH, READY, WITH_CHOICES } from './choices';
import { pass, show, useHandTime } from './render';
import { createService, FAR } from './service';
import type { HandService } from './service';
import { NOON, pair, record, seen, wrote } from './situations';

const ORDERED = record({
  id: '20',
  code: 'ordered',
  seen: [seen({ kind: 'set-state', at: NOON + 5, told: { state: LUNCH } })],
  wrote: [wrote({ side: 'vcc', told: { state: LUNCH } })],
});
const UNKNOWN = /^No answer came, so we do not know whether it arrived\./;

useHandTime();
beforeEach(() => void (location.hash = ''));

async function open(service: HandService) {
  const { link, preferences } = service;
  return show(
    service.calls,
    <Linked link={link} preferences={preferences} onGone={() => undefined} />,
  );
}

async function goTo(page: string): Promise<void> {
  location.hash = `#/${page}`;
  fireEvent(window, new HashChangeEvent('hashchange'));
  await pass();
  await pass();
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const row = (name: string) => button(new RegExp(`^${name}`));
const asked = (service: HandService, name: string) =>
  service.asked.filter((one) => one.startsWith(name));

describe('an order that nobody answered', () => {
  test('[TB13] is not said to have changed nothing, and is told when it turns out to have arrived', async () => {
    const service = createService(WITH_CHOICES);
    await open(service);
    service.fail('orderState', FAR);
    fireEvent.click(row('Lunch'));
    await pass();
    expect(screen.queryByText(/nothing changed/)).toBeNull();
    expect(screen.getByText(UNKNOWN).closest('[role=alert]')).not.toBeNull();
    expect(row('Lunch').getAttribute('aria-busy')).toBe('false');
    service.set(ON_LUNCH);
    service.send(ORDERED);
    await pass();
    expect(screen.queryByText(UNKNOWN)).toBeNull();
    expect(screen.getByText('You are on Lunch, and Teams shows Away.')).toBeDefined();
    expect(button('Undo')).toBeDefined();
  });

  test('[TB13] no more is said of a pause', async () => {
    const service = createService(WITH_CHOICES);
    await open(service);
    service.fail('pause', FAR);
    fireEvent.click(button('Until I resume'));
    await pass();
    expect(screen.getByText(UNKNOWN)).toBeDefined();
  });

  test('[TB13] nor of a setting', async () => {
    const service = createService();
    await open(service);
    await goTo('settings');
    service.fail('putPreferences', FAR);
    fireEvent.click(screen.getByRole('radio', { name: /^Nothing/ }));
    await pass();
    expect(screen.getByRole('alert').textContent).toBe(
      'Our service does not answer. Try again in a moment.',
    );
  });
});

test('[TB4] who clicks twice orders once', async () => {
  const service = createService(WITH_CHOICES);
  await open(service);
  fireEvent.click(row('Lunch'));
  fireEvent.click(row('Lunch'));
  await pass();
  fireEvent.click(row('Lunch'));
  await pass();
  expect(asked(service, 'orderState')).toEqual(['orderState lunch']);
});

test('[TB4] who looks at another page meanwhile can still undo', async () => {
  const service = createService(WITH_CHOICES);
  await open(service);
  fireEvent.click(row('Lunch'));
  await goTo('settings');
  service.set(ON_LUNCH);
  service.send(ORDERED);
  await pass();
  await goTo('home');
  expect(screen.getByText('You are on Lunch, and Teams shows Away.')).toBeDefined();
  fireEvent.click(button('Undo'));
  await pass();
  expect(asked(service, 'orderState')).toEqual(['orderState lunch', 'orderState ready']);
});

test('[TB3] a pause is as long as it says, counted from the click by the clock of the service', async () => {
  const HOUR = 3_600_000;
  const service = createService({ details: { choices: CHOICES, now: NOON + HOUR } });
  await open(service);
  await pass(14_000);
  fireEvent.click(button('15 mins'));
  await pass();
  expect(asked(service, 'pause')).toEqual([`pause ${NOON + HOUR + 14_000 + 900_000}`]);
});

test('[TB3] tells for how long by the clock of the service, whatever the browser’s says', async () => {
  const HOUR = 3_600_000;
  const since = NOON + HOUR - 300_000;
  const sides = { vcc: { since }, teams: { since } };
  await open(createService({ ...sides, details: { choices: CHOICES, now: NOON + HOUR } }));
  expect(screen.getAllByText(/^Since 12:55 · 5 mins$/)).toHaveLength(2);
});

describe('where the focus is', () => {
  const focused = () =>
    document.activeElement === document.body ? 'nothing' : document.activeElement?.textContent;
  const press = async (name: string): Promise<void> => {
    const found = screen.getAllByRole('button', { name }).at(-1);
    act(() => found?.focus());
    fireEvent.click(found ?? document.body);
    await pass();
  };
  const PAUSED = { ...WITH_CHOICES, status: { phase: 'paused', pausedUntil: null } } as const;

  test('[TB10] after pausing on the way to go on, and after going on among the pauses', async () => {
    const service = createService(WITH_CHOICES);
    await open(service);
    service.set(PAUSED);
    await press('Until I resume');
    expect(focused()).toBe('Resume');
    service.set(WITH_CHOICES);
    await press('Resume');
    expect(focused()).toBe('15 mins');
  });

  test('[TB10] after a way out of the sentence has gone, still at the sentence', async () => {
    const OWN = { status: { code: 'own-status' }, teams: pair('DoNotDisturb') } as const;
    await open(createService({ ...OWN, details: { inStep: false, choices: CHOICES } }));
    await press('Keep it');
    expect(focused()).toContain('Your own Teams status is in force.');
  });

  test.each(['Unlink', 'Delete my data'])(
    '[TB10] after Cancel on the button that asked (%s)',
    async (name) => {
      await open(createService());
      await goTo('settings');
      await press(name);
      await act(async () => jest.advanceTimersToNextFrame());
      expect(focused()).toBe('Cancel');
      await press('Cancel');
      expect(focused()).toBe(name);
    },
  );
});

describe('leaving', () => {
  test('[TB5] is told at once and looked at each second, though the service has only begun', async () => {
    const service = createService();
    await open(service);
    await goTo('settings');
    fireEvent.click(button('Unlink'));
    fireEvent.click(screen.getAllByRole('button', { name: 'Unlink' }).at(-1) ?? document.body);
    await pass();
    expect(screen.getByText(/^You are being unlinked\./)).toBeDefined();
    expect(screen.queryByRole('button', { name: 'Unlink' })).toBeNull();
    const before = asked(service, 'getMyLink').length;
    await pass(3_000);
    expect(asked(service, 'getMyLink').length).toBe(before + 3);
  });
});

test('[TB5] says nothing of the connection before it is known', async () => {
  const service = createService(WITH_CHOICES);
  const { open: stream } = service.calls.client;
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  service.calls.client.open = async (call) => (await held, stream(call));
  await open(service);
  const strip = () => screen.getByRole('navigation').parentElement?.textContent;
  expect(strip()).toBe('HomeSettings');
  answer();
  await pass();
  expect(strip()).toBe('HomeSettingsLive');
});

describe('coming back', () => {
  test.each(['online', 'visibilitychange'])(
    '[TB5] reads both sides and the records at once (%s), and shows the newest first',
    async (what) => {
      const service = createService(WITH_CHOICES);
      await open(service);
      const chose = (id: string, at: number) =>
        record({ id, at, seen: [seen({ at, told: { state: id === '9' ? LUNCH : READY } })] });
      service.set(ON_LUNCH);
      service.records = [chose('9', NOON + 2_000), chose('8', NOON + 1_000)];
      fireEvent(what === 'online' ? window : document, new Event(what));
      await pass();
      expect(screen.getByRole('region', { name: /^VCC: Lunch/ })).toBeDefined();
      const rows = screen.getAllByRole('link', { name: /You chose/ });
      expect(rows.map((one) => one.getAttribute('href'))).toEqual(['#/explain/9', '#/explain/8']);
      // In whatever order they come.
      service.send(chose('7', NOON + 500));
      await pass();
      expect(screen.getAllByRole('link', { name: /You chose/ }).at(-1)?.id).toBe('event-7');
    },
  );
});

describe('what cannot be read', () => {
  const OFFLINE = /^We cannot reach our service\. This is how it stood at/;
  const again = () => fireEvent.click(button('Try again'));

  test.each(['settings', 'explain/7'])('[TB13][TB9] is told on %s as on Home', async (page) => {
    const service = createService(WITH_CHOICES);
    service.records = [record({ id: '7', seen: [seen({ told: { state: LUNCH } })] })];
    await open(service);
    await goTo(page);
    service.fail('getDetails', FAR);
    await pass(15_000);
    expect(screen.getByText(OFFLINE).closest('[role=alert]')).not.toBeNull();
  });

  test('[TB13] records that could not be read are said to be missing, and read at a click', async () => {
    const service = createService(WITH_CHOICES);
    service.records = [record({ id: '7', seen: [seen({ told: { state: LUNCH } })] })];
    const mend = service.fail('listRecords', FAR);
    await open(service);
    await goTo('explain/7');
    expect(screen.getByText(OFFLINE)).toBeDefined();
    mend();
    again();
    await pass();
    expect(screen.queryByText(OFFLINE)).toBeNull();
    expect(screen.getByRole('heading', { name: 'Seen' })).toBeDefined();
  });

  test('[TB13] one record that could not be read is not said to be gone, and is read at a click', async () => {
    const service = createService(WITH_CHOICES);
    const old = record({ id: '2', seen: [seen({ told: { state: LUNCH } })] });
    await open(service);
    const mend = service.fail('listRecords', FAR);
    await goTo('explain/2');
    expect(screen.queryByText('This record is not kept any more.')).toBeNull();
    expect(screen.getByText('Our service does not answer. Try again in a moment.')).toBeDefined();
    mend();
    service.records = [old];
    again();
    await pass();
    expect(screen.getByRole('heading', { name: 'Seen' })).toBeDefined();
  });

  test('[TB6] another record never shows the one before while it is read', async () => {
    const service = createService(WITH_CHOICES);
    await open(service);
    service.records = [record({ id: '2', seen: [seen({ told: { state: LUNCH } })] })];
    await goTo('explain/2');
    expect(screen.getByRole('heading', { name: 'Seen' })).toBeDefined();
    service.calls.listRecords = () => new Promise(() => undefined);
    await goTo('explain/1');
    expect(screen.queryByRole('heading', { name: 'Seen' })).toBeNull();
  });
});
