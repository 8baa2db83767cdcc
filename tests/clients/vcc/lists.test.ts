import type { StubAction, StubRequest } from '../stub-server';
import { ACCESS, createVccRig } from './rig';
import type { VccRig } from './rig';

let rig: VccRig;

afterEach(() => rig.close());

function query({ path }: StubRequest): URLSearchParams {
  return new URL(path, 'http://stub').searchParams;
}

function userOf(userId: string, change: object = {}): object {
  return {
    userId,
    username: userId,
    name: userId,
    email: `${userId}@meadow.example`,
    active: true,
    userAccountConfiguration: {
      actAsAgent: true,
      agentConfiguration: { agentDisplayId: `id-${userId}` },
    },
    ...change,
  };
}

const status = (agentId: string): object => ({
  agentId,
  presence: { since: '2026-11-23T09:00:00.249Z', name: 'Ready', description: 'Ready' },
  workload: { since: '2026-11-23T09:05:30.212Z', calls: 1, semiLive: 2, nonLive: 0 },
});

describe('the users of an account', () => {
  it('are read page by page from the first, each once', async () => {
    const pages = [['juniper', 'sage'], ['sage', 'basil'], ['rue']];
    rig = await createVccRig((request) => {
      const page = Number(query(request).get('page'));
      const users = (pages[page - 1] ?? []).map((id) => userOf(id));
      return { body: { meta: { page, count: users.length, pageCount: 3, totalCount: 5 }, users } };
    });
    const result = await rig.client.users(ACCESS);
    const userIds = result.kind === 'ok' && result.value.map(({ userId }) => userId);
    expect(userIds).toEqual(['juniper', 'sage', 'basil', 'rue']);
    expect(rig.calls().map((request) => query(request).get('page'))).toEqual(['1', '2', '3']);
    expect(rig.calls()[0]?.headers.accept).toBe('application/vnd.newvoicemedia.v4+json');
  });

  // Older pages count from 0 (vcc.md 5): nobody may look archived for that.
  it.each([1, 2])('may be counted from page 0: %i in all', async (pageCount) => {
    const pages = [[userOf('juniper')], [userOf('sage')]].slice(0, pageCount);
    rig = await createVccRig((request) => {
      const page = Number(query(request).get('page'));
      return {
        body: { meta: { page, pageCount, totalCount: pageCount }, items: pages[page] ?? [] },
      };
    });
    const result = await rig.client.users(ACCESS);
    const userIds = result.kind === 'ok' && result.value.map(({ userId }) => userId);
    expect(userIds).toHaveLength(pageCount);
    expect(userIds).toContain('juniper');
  });

  it('are not asked for in vain where a page less than told is all there is', async () => {
    rig = await createVccRig((request) => {
      if (query(request).get('page') !== '1') return { status: 400 };
      return { body: { meta: { page: 1, pageCount: 1, totalCount: 2 }, users: [userOf('sage')] } };
    });
    expect(await rig.client.users(ACCESS)).toMatchObject({
      kind: 'ok',
      value: [{ userId: 'sage' }],
    });
  });

  it.each([
    ['under items', { items: [userOf('juniper')] }],
    ['in a bare array', [userOf('juniper')]],
  ])('may come %s', async (_name, body) => {
    rig = await createVccRig(() => ({ body }));
    const result = await rig.client.users(ACCESS);
    expect(result).toMatchObject({ kind: 'ok', value: [{ agentId: 'id-juniper' }] });
  });

  it('have an agent id only when they act as agent', async () => {
    const users = [
      userOf('basil', { userAccountConfiguration: { actAsAgent: false, agentConfiguration: {} } }),
      userOf('rue', { userAccountConfiguration: null, email: null, name: undefined }),
    ];
    rig = await createVccRig(() => ({ body: { users } }));
    const result = await rig.client.users(ACCESS);
    expect(result).toMatchObject({
      kind: 'ok',
      value: [{ agentId: null }, { agentId: null, email: '', name: '' }],
    });
  });

  it('are not half a list when a later page fails', async () => {
    rig = await createVccRig((request) =>
      query(request).get('page') === '1'
        ? { body: { meta: { page: 1, pageCount: 2 }, users: [userOf('juniper')] } }
        : { status: 503 },
    );
    expect((await rig.client.users(ACCESS)).kind).toBe('retry');
  });
});

describe('the status of all agents', () => {
  it('adds the work up and keeps the times', async () => {
    rig = await createVccRig(() => ({ body: { meta: { pageCount: 1 }, items: [status('002')] } }));
    const result = await rig.client.agentStatus(ACCESS);
    expect(result).toMatchObject({
      kind: 'ok',
      value: [
        {
          agentId: '002',
          presenceName: 'Ready',
          presenceSince: Date.UTC(2026, 10, 23, 9, 0, 0, 249),
          workload: 3,
          workloadSince: Date.UTC(2026, 10, 23, 9, 5, 30, 212),
        },
      ],
    });
  });

  it('asks for smaller pages where the largest are refused, and remembers', async () => {
    rig = await createVccRig((request) =>
      Number(query(request).get('limit')) > 1_000
        ? { status: 400, body: { message: 'limit' } }
        : { body: { meta: { pageCount: 1 }, items: [status('002')] } },
    );
    await rig.client.agentStatus(ACCESS);
    await rig.client.agentStatus(ACCESS);
    expect(rig.calls().map((request) => query(request).get('limit'))).toEqual([
      '5000',
      '1000',
      '1000',
    ]);
  });

  it('may be of nobody', async () => {
    rig = await createVccRig(() => ({ body: { meta: { pageCount: 0 }, items: [] } }));
    expect(await rig.client.agentStatus(ACCESS)).toMatchObject({ kind: 'ok', value: [] });
  });
});

describe('subscriptions', () => {
  const held = { subscriptionId: 's1', name: 'n', url: 'https://a.example/', events: ['agent.*'] };

  it('are listed, made, changed and deleted', async () => {
    rig = await createVccRig(({ method }) => {
      if (method === 'GET') return { body: { subscriptions: [held] } };
      if (method === 'POST') return { body: { ...held, enabled: true, secret: 'czNjcmV0' } };
      return method === 'PATCH' ? { body: { ...held, enabled: false } } : { status: 204 };
    });
    const { client } = rig;
    expect(await client.subscriptions(ACCESS)).toMatchObject({ value: [{ enabled: true }] });
    const made = await client.createSubscription(ACCESS, held);
    expect(made).toMatchObject({ value: { subscriptionId: 's1', secret: 'czNjcmV0' } });
    const changed = await client.updateSubscription(ACCESS, 's1', { enabled: false });
    expect(changed).toMatchObject({ value: { enabled: false } });
    expect(await client.deleteSubscription(ACCESS, 's1')).toMatchObject({ kind: 'ok' });
    expect(rig.calls().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /emea/api/webhooks/subscriptions',
      'POST /emea/api/webhooks/subscriptions',
      'PATCH /emea/api/webhooks/subscriptions/s1',
      'DELETE /emea/api/webhooks/subscriptions/s1',
    ]);
  });

  const wanted = ['agent.presencechanged.v1', 'channel.connected.v1', 'channel.parked.v1'];
  const ask = { name: 'ours', url: 'https://a.example/', events: wanted };

  /** An account that knows these events and refuses all others. */
  function knowing(offered: readonly string[]) {
    return ({ method, path, body }: StubRequest): StubAction => {
      const eventTypes = offered.map((name) => ({ name, description: '', jsonSchema: {} }));
      if (path.endsWith('/event-types')) return { body: { eventTypes } };
      const { events } = JSON.parse(body) as { events?: string[] };
      if (!events?.every((one) => offered.includes(one))) return { status: 400 };
      return { body: { ...held, events, ...(method === 'POST' ? { secret: 'czNjcmV0' } : {}) } };
    };
  }

  it.each([
    ['some', wanted.slice(0, 2), wanted.slice(0, 2)],
    ['older ones', ['agent.presencechanged.v0'], ['agent.presencechanged.v0']],
  ])('[KP3] are for the events the account knows: %s', async (_name, offered, events) => {
    rig = await createVccRig(knowing(offered));
    expect(await rig.client.createSubscription(ACCESS, ask)).toMatchObject({ value: { events } });
    const changed = await rig.client.updateSubscription(ACCESS, 's1', { events: wanted });
    expect(changed).toMatchObject({ value: { events } });
  });

  it('[KP3] are refused where the account knows none of the events, or refuses something else', async () => {
    rig = await createVccRig(knowing(['interaction.detailrecord.v0']));
    expect(await rig.client.createSubscription(ACCESS, ask)).toMatchObject({ kind: 'refused' });
    expect(await rig.client.updateSubscription(ACCESS, 's1', { enabled: true })).toMatchObject({
      kind: 'refused',
    });
  });
});
