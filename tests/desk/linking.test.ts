import { ADMIN, AGENT, joinJuniper, NEW_CONNECTION, openDesk, readFacts } from './rig';
import type { DeskRig } from './rig';

let rig: DeskRig;
beforeAll(async () => void (rig = await openDesk()));
afterEach(() => rig.clear());
afterAll(() => rig.close());

async function connect(): Promise<string> {
  return (await rig.desk.createConnection(ADMIN, NEW_CONNECTION)).id;
}

describe('listing agents', () => {
  test('shows who acts as agent, page by page, with the person of the same mail address', async () => {
    const connectionId = await connect();
    const first = await rig.desk.listAgents(ADMIN, { connectionId, limit: 1 });
    const next = { connectionId, limit: 1, after: first.next ?? '' };
    const second = await rig.desk.listAgents(ADMIN, next);
    expect(first).toMatchObject({
      items: [{ userId: 'u-fennel', match: { id: 'fennel', name: 'Fennel Marsh' }, linkId: null }],
      next: 'u-fennel',
    });
    expect(second).toMatchObject({ items: [{ userId: 'u-juniper', agentId: '4021' }], next: null });
  });

  test('marks who is linked, and matches neither guests nor people it does not find', async () => {
    const { connectionId, linkId } = await joinJuniper(rig);
    const template = { active: true, agentId: '5', name: 'Clover' };
    rig.outside.users.push(
      { ...template, userId: 'u-x', email: 'guest@meadow.example' },
      { ...template, userId: 'u-y', email: 'nobody@meadow.example' },
    );
    const { items } = await rig.desk.listAgents(ADMIN, { connectionId, limit: 50 });
    const found = items.map((one) => [one.userId, one.linkId, one.match?.id ?? null]);
    expect(found).toEqual([
      ['u-fennel', null, 'fennel'],
      ['u-juniper', linkId, 'juniper'],
      ['u-x', null, null],
      ['u-y', null, null],
    ]);
  });
});

describe('linking', () => {
  test('stores the link, tells it as a fact and wakes it', async () => {
    const { linkId } = await joinJuniper(rig);
    expect(await rig.desk.getLink(ADMIN, linkId)).toMatchObject({
      agent: { userId: 'u-juniper', agentId: '4021', name: 'Juniper Vale' },
      person: { id: 'juniper', name: 'Juniper Vale' },
      status: { phase: 'new', code: 'first-reading' },
    });
    expect(await readFacts(rig, linkId)).toEqual([
      expect.objectContaining({ side: 'order', kind: 'linked', by: 'admin', via: 'desk' }),
    ]);
    expect(rig.woken).toEqual([linkId]);
  });

  test('[JN4] asks VCC one thing and no more; a spent budget is told as ours, with the wait', async () => {
    const connectionId = await connect();
    rig.outside.vccCalls.length = 0;
    const ask = { connectionId, agentUserId: 'u-juniper', personId: 'juniper' };
    rig.outside.fail.users = {
      kind: 'retry',
      reason: 'no budget',
      unsent: 'no-budget',
      afterMs: 6_200,
    };
    await expect(rig.desk.createLink(ADMIN, ask)).rejects.toMatchObject({
      code: 'vcc-busy',
      message: expect.stringContaining('Our own budget'),
      more: { retryAfterS: 7 },
    });
    delete rig.outside.fail.users;
    await rig.desk.createLink(ADMIN, ask);
    expect(rig.outside.vccCalls).toEqual(['user', 'user']);
  });

  test.each([
    ['a user the account does not have', 'u-nobody', 'fennel', 'agent-unknown'],
    ['a user who is no agent', 'u-basil', 'fennel', 'not-an-agent'],
    ['a person the tenant does not have', 'u-fennel', 'nobody', 'person-unknown'],
    ['a guest', 'u-fennel', 'guest', 'person-is-guest'],
    ['an agent linked already', 'u-juniper', 'fennel', 'agent-linked'],
    ['a person linked already', 'u-fennel', 'juniper', 'person-linked'],
  ])('refuses %s', async (_case, agentUserId, personId, code) => {
    const { connectionId } = await joinJuniper(rig);
    const asked = rig.desk.createLink(ADMIN, { connectionId, agentUserId, personId });
    await expect(asked).rejects.toMatchObject({ name: 'DeskError', code });
    expect(await rig.store.links.list(connectionId)).toHaveLength(1);
  });

  test('refuses an archived agent', async () => {
    const connectionId = await connect();
    rig.outside.users = rig.outside.users.map((one) => ({ ...one, active: false }));
    const asked = rig.desk.createLink(ADMIN, {
      connectionId,
      agentUserId: 'u-juniper',
      personId: 'juniper',
    });
    await expect(asked).rejects.toMatchObject({ code: 'agent-archived' });
  });

  test('says that VCC or Microsoft does not answer', async () => {
    const connectionId = await connect();
    const ask = { connectionId, agentUserId: 'u-juniper', personId: 'juniper' };
    rig.outside.fail.people = { kind: 'retry', reason: 'throttled' };
    await expect(rig.desk.createLink(ADMIN, ask)).rejects.toMatchObject({
      code: 'microsoft-unreachable',
    });
    rig.outside.fail.users = { kind: 'unknown', reason: 'timeout' };
    await expect(rig.desk.createLink(ADMIN, ask)).rejects.toMatchObject({
      code: 'vcc-unreachable',
    });
  });
});

describe('orders', () => {
  test.each([
    ['set-state', { presenceId: 'lunch' }],
    ['pause', { until: null }],
    ['resume', {}],
    ['show-agent-state', {}],
    ['unlink', {}],
  ] as const)('[WW5] %s is a fact of its own, audited and woken', async (kind, part) => {
    const { linkId } = await joinJuniper(rig);
    rig.woken.length = 0;
    const calls = {
      'set-state': () => rig.desk.orderState(AGENT, { linkId, presenceId: 'lunch' }),
      pause: () => rig.desk.pauseLink(AGENT, { linkId, until: null }),
      resume: () => rig.desk.resumeLink(AGENT, { linkId }),
      'show-agent-state': () => rig.desk.showAgentState(AGENT, { linkId }),
      unlink: () => rig.desk.deleteLink(AGENT, { linkId }),
    };
    const { orderId, at } = await calls[kind]();
    const facts = await readFacts(rig, linkId);
    expect(facts.at(-1)).toMatchObject({
      id: orderId,
      at,
      side: 'order',
      kind,
      by: 'agent',
      ...part,
    });
    expect(rig.woken).toEqual([linkId]);
    const [line] = await rig.desk.listAudit(ADMIN, 1);
    expect(line).toMatchObject({ who: 'person:juniper', what: kind });
  });

  test('of a state the account does not have, or a pause that is over, are refused', async () => {
    const { linkId } = await joinJuniper(rig);
    const state = rig.desk.orderState(AGENT, { linkId, presenceId: 'nap' });
    await expect(state).rejects.toMatchObject({ code: 'state-unknown' });
    const pause = rig.desk.pauseLink(AGENT, { linkId, until: rig.clock.now() });
    await expect(pause).rejects.toMatchObject({ code: 'pause-in-past' });
    expect(await readFacts(rig, linkId)).toHaveLength(1);
  });
});
