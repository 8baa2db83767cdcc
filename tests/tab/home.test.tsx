/** @jest-environment jsdom */
import { act, fireEvent, screen, within } from '@testing-library/react';
import type { LinkDetails } from '../../tab/api/types';
import { ApiProblem } from '../../tab/api/client';
import { Linked } from '../../tab/pages/Linked';
import { CHOICES, LUNCH, ON_LUNCH, READY, WITH_CHOICES } from './choices';
import { pass, show, useHandTime } from './render';
import { createService, FAR } from './service';
import type { HandService } from './service';
import { LUNCH_SHOWN, NOON, pair, record, seen, wrote } from './situations';

/** When the service took the order, by its clock. */
const ORDERED = NOON + 5;

const ordered = (changes: Parameters<typeof record>[0] = {}) =>
  record({
    id: '20',
    code: 'ordered',
    seen: [seen({ kind: 'set-state', at: ORDERED, told: { state: LUNCH } })],
    wrote: [wrote({ side: 'vcc', told: { state: LUNCH } })],
    ...changes,
  });
const refusal = record({ id: '21', code: 'vcc-refused', seen: [] });

useHandTime();
beforeEach(() => void (location.hash = ''));

async function openHome(service: HandService) {
  const { link, preferences } = service;
  return show(
    service.calls,
    <Linked link={link} preferences={preferences} onGone={() => undefined} />,
  );
}

const row = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}`) });
/** How it is spoken: politely (`status`) or at once (`alert`); null: it is not there. */
const spoken = (text: string | RegExp): string | null => {
  const found = screen.queryAllByText(text).map((one) => one.closest('[role=status],[role=alert]'));
  return found.find((one) => one !== null)?.getAttribute('role') ?? null;
};
const undo = () => screen.queryByRole('button', { name: 'Undo' });
const orders = ({ asked }: HandService) => asked.filter((one) => one.startsWith('orderState'));

describe('setting a state', () => {
  test('[TB4] says at once that it is under way, and offers undo for ten seconds once VCC has it', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    fireEvent.click(row('Lunch'));
    expect([spoken('Setting Lunch …'), row('Lunch').getAttribute('aria-busy')]).toEqual([
      'status',
      'true',
    ]);
    await pass();
    expect([orders(service), undo()]).toEqual([['orderState lunch'], null]);
    service.set(ON_LUNCH);
    service.send(ordered());
    await pass();
    expect(spoken('You are on Lunch, and Teams shows Away.')).toBe('status');
    expect(row('Lunch').getAttribute('aria-pressed')).toBe('true');
    await pass(9_900);
    expect(undo()).not.toBeNull();
    await pass(100);
    expect(undo()).toBeNull();
  });

  test('[TB4] undo orders the state that stood before', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    fireEvent.click(row('Lunch'));
    service.set(ON_LUNCH);
    service.send(ordered());
    await pass();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(spoken('Setting Ready …')).toBe('status');
    await pass();
    expect(orders(service)).toEqual(['orderState lunch', 'orderState ready']);
  });

  test.each([
    ['free', 'Ready', /^VCC did not accept Lunch, so nothing changed\./],
    ['engaged', 'Ready', /^VCC did not take Lunch during your call, so nothing changed\./],
    ['free', 'LoggedOut', /^VCC did not log you in, so nothing changed\./],
  ] as const)(
    '[TB4] says why VCC refused it (%s, %s) with the way to the record, and leaves the old state',
    async (occupancy, category, sentence) => {
      const state = { ...READY, category };
      const service = createService({ ...WITH_CHOICES, vcc: { occupancy, state } });
      await openHome(service);
      fireEvent.click(row('Lunch'));
      await pass();
      service.send(ordered({ wrote: [wrote({ side: 'vcc', ok: false })] }));
      service.send(refusal);
      await pass();
      expect(spoken(sentence)).toBe('alert');
      expect(screen.getByRole('link', { name: 'Why?' }).getAttribute('href')).toMatch(/explain/);
      expect([undo(), row('Lunch').getAttribute('aria-pressed')]).toEqual([null, 'false']);
      await pass(30_000);
      expect(spoken(sentence)).toBeNull();
    },
  );

  test('[TB4] tells what failed on the way with its code, and that nothing changed', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    service.fail('orderState', new ApiProblem('store-unavailable', 503));
    fireEvent.click(row('Lunch'));
    await pass();
    expect(spoken(/nothing changed\. Try again; the code is 503 store-unavailable\.$/)).toBe(
      'alert',
    );
    expect(row('Lunch').getAttribute('aria-busy')).toBe('false');
  });

  test('[TB4] the failure of an order that was overtaken says nothing of the newer one', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    const mend = service.fail('orderState');
    fireEvent.click(row('Lunch'));
    mend();
    fireEvent.click(row('Ready'));
    await pass();
    expect([spoken('Setting Ready …'), screen.queryByRole('alert')]).toEqual(['status', null]);
  });

  test('[TB4] says after twelve seconds that the order is kept, and what became of it after all', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    fireEvent.click(row('Lunch'));
    await pass();
    await pass(12_000);
    expect(spoken('VCC has not answered yet. Lunch is kept and follows.')).toBe('status');
    service.set(ON_LUNCH);
    service.send(ordered());
    await pass();
    expect(spoken('You are on Lunch, and Teams shows Away.')).toBe('status');
    expect(undo()).not.toBeNull();
  });

  test('[TB4] says nothing more of an order that something newer has overtaken', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    fireEvent.click(row('Lunch'));
    await pass();
    const dropped = seen({
      kind: 'set-state',
      at: ORDERED,
      outcome: 'dropped',
      code: 'superseded',
    });
    service.send(ordered({ outcome: 'nothing', seen: [dropped], wrote: [] }));
    await pass();
    expect([spoken('Setting Lunch …'), undo()]).toEqual([null, null]);
    expect(spoken('You are ready for calls, and Teams says so.')).toBe('status');
  });

  test('[TB4] arrows, Home and End move the one stop among the states and set none', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    const stops = () => [row('Ready').tabIndex, row('Lunch').tabIndex];
    expect(stops()).toEqual([0, -1]);
    act(() => row('Ready').focus());
    const press = (key: string) =>
      fireEvent.keyDown(document.activeElement ?? document.body, { key });
    const reached = [
      'ArrowDown',
      'ArrowDown',
      'ArrowUp',
      'Home',
      'End',
      'ArrowRight',
      'ArrowLeft',
    ].map((key) => (press(key), document.activeElement === row('Lunch') ? 'Lunch' : 'Ready'));
    expect(reached).toEqual(['Lunch', 'Ready', 'Lunch', 'Ready', 'Lunch', 'Ready', 'Lunch']);
    expect([stops(), orders(service)]).toEqual([[-1, 0], []]);
  });
});

describe('a status of the person’s own', () => {
  const OWN = {
    status: { code: 'own-status' },
    teams: pair('DoNotDisturb'),
    details: { inStep: false, choices: CHOICES },
  };

  test('[TB3] is kept with one click until something changes, or shown as VCC says', async () => {
    const service = createService(OWN);
    await openHome(service);
    expect(spoken('Your own Teams status is in force.')).toBe('status');
    fireEvent.click(screen.getByRole('button', { name: 'Keep it' }));
    expect(screen.queryByRole('button', { name: 'Keep it' })).toBeNull();
    expect(spoken('Your own Teams status is in force.')).toBe('status');
    service.set({ ...OWN, teams: pair('BeRightBack') });
    service.send(record({ id: '30' }));
    await pass();
    fireEvent.click(screen.getByRole('button', { name: 'Show me as Available' }));
    await pass();
    expect(service.asked).toContain('showAgentState');
  });
});

describe('what happens on either side', () => {
  const live = () => screen.getByRole('navigation').parentElement?.textContent ?? '';

  test('[TB5] a dropped stream is taken up after the last record; meanwhile Home asks every three seconds', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    expect(live()).toContain('Live');
    service.send({ ...LUNCH_SHOWN, id: '7' });
    await pass();
    service.hasStream = false;
    service.drop();
    await pass();
    expect(live()).toContain('Every few seconds');
    service.set(ON_LUNCH);
    service.records = [record({ ...LUNCH_SHOWN, id: '8', at: NOON + 60_000 }), ...service.records];
    const before = service.asked.filter((one) => one === 'getDetails').length;
    await pass(3_000);
    expect(service.asked.filter((one) => one === 'getDetails').length).toBe(before + 1);
    expect(screen.getByRole('region', { name: /^VCC: Lunch/ })).toBeDefined();
    expect(screen.getAllByRole('link', { name: /You chose Lunch in VCC/ })).toHaveLength(2);
    service.hasStream = true;
    await pass(3_000);
    expect(live()).toContain('Live');
    expect(service.streams.at(-1)).toEqual({ 'last-event-id': '7' });
    // The service sends again what came after record 7; each is shown once.
    service.send({ ...LUNCH_SHOWN, id: '8' });
    await pass();
    expect(screen.getAllByRole('link', { name: /You chose Lunch in VCC/ })).toHaveLength(2);
  });

  test('[TB9] says that nothing is fresh while nobody answers, since when, and asks again at a click', async () => {
    const service = createService(WITH_CHOICES);
    await openHome(service);
    const mend = service.fail('getDetails', FAR);
    await pass(15_000);
    expect(spoken(/^We cannot reach our service\. This is how it stood at 12:00\.$/)).toBe('alert');
    expect(live()).toContain('Not connected');
    mend();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await pass();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('trouble of a side', () => {
  test('[TB9] stands above everything else, with the side and since when, until it is over', async () => {
    const since = NOON - 86_400_000;
    const troubles: LinkDetails['troubles'] = [
      { side: 'vcc', code: 'vcc-trouble', since },
      { side: 'teams', code: 'consent-lost', since: NOON - 60_000 },
    ];
    const service = createService({ details: { choices: CHOICES, troubles } });
    await openHome(service);
    const banners = [...screen.getByRole('main').querySelectorAll('[role=status],[role=alert]')];
    expect(banners.slice(0, 2).map(({ role, textContent }) => [role, textContent])).toEqual([
      [
        'status',
        'VCC has not answered since 22 Nov, 12:00. Your last change is kept and follows when it is back.',
      ],
      [
        'alert',
        'Your organisation withdrew its consent at 11:59, so we stopped writing to Teams. Your admin knows.',
      ],
    ]);
    service.set(WITH_CHOICES);
    await pass(15_000);
    expect(screen.queryByText(/^VCC has not answered/)).toBeNull();
  });

  test('[TB9] a code that is new to the tab is still told by its side', async () => {
    const troubles: LinkDetails['troubles'] = [{ side: 'teams', code: 'new-here', since: NOON }];
    await openHome(createService({ details: { choices: CHOICES, troubles } }));
    expect(screen.getByText(/^Teams has not answered since 12:00\./)).toBeDefined();
  });
});

describe('the timeline', () => {
  const list = () => screen.getByRole('region', { name: 'Today' });

  test('[TB6] shows today’s rows newest first, and earlier days when they are asked for', async () => {
    const service = createService(WITH_CHOICES);
    const yesterday = NOON - 86_400_000;
    service.records = [
      record({ ...LUNCH_SHOWN, id: '9', at: NOON - 1_000 }),
      record({
        id: '8',
        code: 'in-step',
        outcome: 'nothing',
        seen: [seen({ kind: 'presence', side: 'teams', code: 'echo' })],
      }),
      record({
        ...LUNCH_SHOWN,
        id: '3',
        at: yesterday,
        seen: [seen({ at: yesterday, told: { state: LUNCH } })],
      }),
    ];
    await openHome(service);
    expect(within(list()).getAllByRole('link')).toHaveLength(1);
    fireEvent.click(within(list()).getByRole('button', { name: 'Earlier days' }));
    await pass();
    const rows = within(list()).getAllByRole('link');
    expect(rows.map((one) => one.getAttribute('href'))).toEqual(['#/explain/9', '#/explain/3']);
    expect(within(list()).getByRole('heading', { name: '22 Nov' })).toBeDefined();
  });

  test('[TB6] says so where nothing has changed today', async () => {
    await openHome(createService(WITH_CHOICES));
    expect(within(list()).getByText('Nothing has changed today.')).toBeDefined();
  });

  async function explain(service: HandService, id: string): Promise<void> {
    await openHome(service);
    location.hash = `#/explain/${id}`;
    fireEvent(window, new HashChangeEvent('hashchange'));
    await pass();
    await pass();
  }
  const headings = () => screen.getAllByRole('heading').map((one) => one.textContent);

  test('[TB6] a record opens as seen, rule, written, answered', async () => {
    const service = createService(ON_LUNCH);
    service.records = [LUNCH_SHOWN];
    await explain(service, '7');
    expect(document.activeElement?.textContent).toBe('Teams shows Away because you chose Lunch.');
    expect(headings()).toEqual(expect.arrayContaining(['Seen', 'Rule', 'Written', 'Answered']));
  });

  test('[TB6] a record that wrote nothing ends with that, and draws no step that did not happen', async () => {
    const service = createService(WITH_CHOICES);
    const idle = seen({
      side: 'teams',
      kind: 'presence',
      code: 'only-idle',
      outcome: 'dropped',
      told: { presence: pair('Away') },
    });
    service.records = [record({ code: 'only-idle', outcome: 'nothing', seen: [idle] })];
    await explain(service, '7');
    expect(screen.getByText('Nothing was written.')).toBeDefined();
    expect(headings()).not.toEqual(expect.arrayContaining(['Written']));
    expect(headings()).not.toEqual(expect.arrayContaining(['Answered']));
  });

  test('[TB6] a record that is not kept any more says so and leads home', async () => {
    await explain(createService(WITH_CHOICES), '4');
    expect(
      screen.getByRole('heading', { name: 'This record is not kept any more.' }),
    ).toBeDefined();
    expect(screen.getAllByRole('link', { name: 'Home' }).length).toBeGreaterThan(0);
  });
});
