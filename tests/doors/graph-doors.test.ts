import { createGraphLifecycleDoor } from '../../src/doors/graph-lifecycle';
import { createGraphNotificationsDoor } from '../../src/doors/graph-notifications';
import type { GraphItem } from '../../src/doors/graph-notifications';
import { createTellTale, request } from './requests';

describe.each([
  ['notifications', createGraphNotificationsDoor],
  ['lifecycle', createGraphLifecycleDoor],
])('the door of Graph for %s', (_name, createDoor) => {
  function open() {
    const tale = createTellTale();
    const items: GraphItem[] = [];
    const door = createDoor({
      events: tale.events,
      findSubscription: async (id) => {
        if (id === 'broken') throw new Error('down');
        if (id !== 'ours') return null;
        return { clientState: 'clover', take: async (item) => void items.push(item) };
      },
    });
    const post = (value: unknown) => door(request({ rawBody: Buffer.from(JSON.stringify(value)) }));
    return { door, post, told: tale.told, items };
  }

  test('echoes the validation token exactly, as plain text', async () => {
    const { door } = open();
    const token = 'Validation: Testing <b>reachability</b> & more';
    const answer = await door(request({ query: new URLSearchParams({ validationToken: token }) }));
    expect(answer).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: token,
    });
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(4_097)],
  ])('refuses a validation token that is %s', async (_case, token) => {
    const { door, told } = open();
    const query = new URLSearchParams({ validationToken: token });
    expect(await door(request({ query }))).toMatchObject({ status: 400 });
    expect(told).toEqual(['refused bad-validation']);
  });

  test('drops what belongs to no subscription of ours or has another client state', async () => {
    const { post, told, items } = open();
    const value = [
      { subscriptionId: 'theirs', clientState: 'clover' },
      { subscriptionId: 'ours', clientState: 'thistle' },
      { subscriptionId: 'ours' },
    ];
    expect(await post({ value })).toMatchObject({ status: 202 });
    expect(told).toEqual([
      'dropped unknown-subscription',
      'dropped wrong-client-state',
      'dropped wrong-client-state',
    ]);
    expect(items).toEqual([]);
  });

  test('hands over what is ours with all it holds', async () => {
    const { post, items } = open();
    const item = {
      subscriptionId: 'ours',
      clientState: 'clover',
      lifecycleEvent: 'missed',
      more: 1,
    };
    expect(await post({ value: [item] })).toMatchObject({ status: 202 });
    expect(items).toEqual([item]);
  });

  test.each([
    ['half JSON', Buffer.from('{"value"'), 400, 'not-json'],
    ['no list', Buffer.from('{"value":5}'), 422, 'not-notifications'],
    ['too much', Buffer.alloc(256 * 1024 + 1), 413, 'too-large'],
  ])('refuses %s', async (_case, rawBody, status, code) => {
    const { door, told } = open();
    expect(await door(request({ rawBody }))).toMatchObject({ status });
    expect(told).toEqual([`refused ${code}`]);
  });

  test('asks for another delivery when it cannot look things up', async () => {
    const { post } = open();
    expect(await post({ value: [{ subscriptionId: 'broken' }] })).toMatchObject({ status: 503 });
  });
});
