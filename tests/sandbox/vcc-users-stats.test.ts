import { BASIL, JUNIPER, NOBODY, SORREL, START, caller, field, openMeadow } from './vcc-fixture';
import type { Meadow } from './vcc-fixture';

describe('VCC sandbox: User Admin', () => {
  let meadow: Meadow;
  let call: ReturnType<typeof caller>;
  const names = async (query = '') => {
    const { body } = await call('GET', `/useradmin/users${query}`);
    return (field(body, 'users') as readonly unknown[]).map((user) => field(user, 'name'));
  };

  beforeEach(async () => {
    meadow = await openMeadow();
    call = caller(meadow.sandbox.url, await meadow.token(), 4);
  });
  afterEach(() => meadow.sandbox.close());

  it('lists users with their agent configuration', async () => {
    const { body } = await call('GET', '/useradmin/users');
    expect(field(body, 'meta')).toEqual({ page: 1, count: 2, pageCount: 1, totalCount: 2 });
    expect(field(body, 'users', 0)).toMatchObject({
      userId: JUNIPER,
      name: 'Juniper Vale',
      email: 'juniper.vale@meadow.example',
      active: true,
      userAccountConfiguration: {
        role: 'Agent',
        actAsAgent: true,
        agentConfiguration: { agentDisplayId: '1001' },
      },
    });
  });

  it('shows a user who does not act as agent without agent configuration or presence', async () => {
    meadow.account.addAgent({
      userId: SORREL,
      agentId: '1003',
      name: 'Sorrel Marsh',
      email: 'sorrel.marsh@meadow.example',
      role: 'Admin',
      actAsAgent: false,
    });
    const { body } = await call('GET', `/useradmin/users/${SORREL}`);
    const settings = field(body, 'userAccountConfiguration');
    expect(settings).toEqual({ role: 'Admin', chargeable: true, actAsAgent: false });
    const agents = caller(meadow.sandbox.url, await meadow.token());
    expect((await agents('GET', `/agents/${SORREL}/presence`)).status).toBe(404);
  });

  it('pages by limit and page', async () => {
    expect(await names('?limit=1')).toEqual(['Juniper Vale']);
    expect(await names('?limit=1&page=2')).toEqual(['Basil Thornwick']);
    expect(await names('?limit=1&page=3')).toEqual([]);
    const { body } = await call('GET', '/useradmin/users?limit=1&page=2');
    expect(field(body, 'meta')).toEqual({ page: 2, count: 1, pageCount: 2, totalCount: 2 });
  });

  it('lists active users unless archived ones are asked for', async () => {
    meadow.account.archive(BASIL);
    expect(await names()).toEqual(['Juniper Vale']);
    expect(await names('?include=Archived')).toEqual(['Basil Thornwick']);
    expect(await names('?include=All')).toEqual(['Juniper Vale', 'Basil Thornwick']);
    expect((await call('GET', `/useradmin/users/${BASIL}`)).body).toMatchObject({ active: false });
  });

  it.each(['limit=0', 'limit=5001', 'limit=x', 'page=0', 'include=constructor'])(
    'refuses %s with a sentence',
    async (query) => {
      const { status, body } = await call('GET', `/useradmin/users?${query}`);
      expect(status).toBe(400);
      expect(body).toEqual({ message: expect.stringContaining(query.split('=')[0] ?? '') });
    },
  );

  it('refuses a missing or wrong version with the documented messages', async () => {
    const token = await meadow.token();
    const bare = await caller(meadow.sandbox.url, token, 0)('GET', '/useradmin/users');
    expect([bare.status, bare.body]).toEqual([
      400,
      { message: 'Version missing from Accept header!' },
    ]);
    const first = await caller(meadow.sandbox.url, token, 1)('GET', '/useradmin/users');
    expect([first.status, first.body]).toEqual([
      400,
      { message: 'Invalid api-version! Valid values: 4' },
    ]);
  });

  it('answers 404 for an unknown user, 403 without scope', async () => {
    expect((await call('GET', `/useradmin/users/${NOBODY}`)).status).toBe(404);
    const stats = caller(meadow.sandbox.url, await meadow.token('stats'), 4);
    expect((await stats('GET', '/useradmin/users')).status).toBe(403);
  });

  it('lists skills and groups of a user, and the users of a group', async () => {
    const skills = await call('GET', `/useradmin/users/${JUNIPER}/skills`);
    expect(skills.body).toMatchObject({
      userId: JUNIPER,
      agentDisplayId: '1001',
      agentSkills: [{ skillName: 'Seeds' }],
    });
    const groups = await call('GET', `/useradmin/users/${JUNIPER}/groups`);
    const groupId = String(field(groups.body, 'groups', 0, 'groupId'));
    const all = await call('GET', '/useradmin/groups');
    expect(field(all.body, 'groups')).toEqual([{ groupId, groupName: 'North Field' }]);
    const members = await call('GET', `/useradmin/groups/${groupId}/users`);
    expect(field(members.body, 'users')).toEqual([{ userId: JUNIPER, agentDisplayId: '1001' }]);
  });
});

describe('VCC sandbox: stats, availability and v0', () => {
  let meadow: Meadow;
  let call: ReturnType<typeof caller>;
  const status = async () => field((await call('GET', '/stats/agent-status')).body, 'items', 0);
  const wfm = async (query = '') =>
    field((await call('GET', `/stats/wfm/agent-states${query}`)).body, 'items');

  beforeEach(async () => {
    meadow = await openMeadow();
    call = caller(meadow.sandbox.url, await meadow.token(), 3);
  });
  afterEach(() => meadow.sandbox.close());

  it('shows everybody by agent id, with calls as workload and the presence unchanged', async () => {
    const { body } = await call('GET', '/stats/agent-status?limit=1&page=2');
    expect(field(body, 'meta')).toEqual({ page: 2, count: 1, pageCount: 2, totalCount: 2 });
    expect(field(body, 'items', 0, 'agentId')).toBe('1002');
    await meadow.clock.advance(2000);
    meadow.juniper.takeCall();
    const since = new Date(START + 2000).toISOString();
    expect(await status()).toMatchObject({
      agentId: '1001',
      presence: {
        since: new Date(START).toISOString(),
        name: 'Ready',
        description: 'Ready',
        eligibleForRouting: false,
      },
      workload: { since, calls: 1, semiLive: 0, nonLive: 0 },
      interaction: [{ since, medium: 'Phone', state: 'Connected' }],
    });
    meadow.juniper.endCall();
    expect(await status()).toMatchObject({ workload: { calls: 0 }, interaction: [] });
  });

  it('counts two calls at once, each held and ended by its own id', async () => {
    const first = meadow.juniper.takeCall();
    const second = meadow.juniper.takeCall();
    meadow.juniper.holdCall(first);
    expect(await status()).toMatchObject({
      workload: { calls: 2 },
      interaction: [{ state: 'Held' }, { state: 'Connected' }],
    });
    meadow.juniper.endCall(second);
    expect(meadow.juniper.occupancy()).toBe('engaged');
    meadow.juniper.retrieveCall();
    meadow.juniper.endCall(first);
    expect(meadow.juniper.occupancy()).toBe('wrapping-up');
    meadow.juniper.endWrapUp(first);
    meadow.juniper.endWrapUp();
    expect(meadow.juniper.occupancy()).toBe('free');
    expect(() => meadow.juniper.endCall()).toThrow('no channel');
  });

  it('names each state of the workforce feed, now and within a window', async () => {
    const states: unknown[] = [];
    const note = async () => {
      states.push(field(await wfm(), 0, 'state'));
      await meadow.clock.advance(1000);
    };
    await note();
    meadow.juniper.takeCall();
    await note();
    meadow.juniper.endCall();
    await note();
    meadow.juniper.endWrapUp();
    meadow.juniper.choose('Ready (Outbound)');
    await note();
    meadow.juniper.choose('Lunch');
    await note();
    expect(states).toEqual(['Ready', 'Busy', 'Wrap', 'ReadyRFO', 'ExtendedAway']);
    const [from, to] = [START + 500, START + 1500].map((at) => new Date(at).toISOString());
    expect(await wfm(`?start=${from}&end=${to}&limit=2`)).toEqual([
      {
        agentId: '1001',
        start: new Date(START).toISOString(),
        duration: 1000,
        state: 'Ready',
        description: 'Ready',
      },
      expect.objectContaining({ state: 'Busy', duration: 1000 }),
    ]);
  });

  it('refuses a window of more than 31 days and a wrong version', async () => {
    const path = '/stats/wfm/agent-states?start=2030-01-01T00:00:00Z&end=2030-02-02T00:00:00Z';
    expect(await call('GET', path)).toMatchObject({
      status: 400,
      body: { message: 'Request window size limit exceeded 31 days' },
    });
    const token = await meadow.token();
    const ask = (version: number) =>
      caller(meadow.sandbox.url, token, version)('GET', '/stats/agent-status');
    expect((await ask(2)).status).toBe(200);
    expect((await ask(1)).body).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: 'Invalid api-version! Valid values: 2,3',
    });
    expect((await ask(0)).body).toMatchObject({ message: 'Invalid Accept header!' });
  });

  it('counts agents by category, of all or of some skills', async () => {
    const count = caller(meadow.sandbox.url, await meadow.token('agents-availability:read'));
    const all = await count('GET', '/agents-availability');
    expect(all.body).toEqual({ Ready: 1, Away: 0, 'Extended Away': 0, 'Logged Out': 1 });
    const some = await count('GET', '/agents-availability?skillNames=Seeds,Bulbs');
    expect(some.body).toMatchObject({ Ready: 1, 'Logged Out': 0 });
  });

  it('accepts and records a v0 call of its own account only', async () => {
    const authorization = `Bearer ${await meadow.token('users:read')}`;
    const post = async (key: string, body: unknown, accept = 'application/json;version=6') => {
      const headers = { authorization, accept, 'content-type': 'application/json' };
      const url = `${meadow.sandbox.url}/v0/${key}/calls/`;
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      return answer.status;
    };
    const good = { from: { agentId: '1001' }, to: { telephoneNumber: '+441632960000' } };
    expect(await post('meadow', good)).toBe(202);
    expect(await post('orchard', good)).toBe(403);
    expect(await post('meadow', good, 'application/json')).toBe(400);
    expect(await post('meadow', { ...good, from: { agentId: '1001', groups: ['1'] } })).toBe(400);
    expect(await post('meadow', { ...good, to: {} })).toBe(400);
    expect(await post('meadow', { ...good, to: { agentId: '4711' } })).toBe(400);
    expect(meadow.account.calls()).toEqual([{ at: START, body: good }]);
  });

  it('lists agents ready for a phone call', async () => {
    const authorization = `Bearer ${await meadow.token('users:read')}`;
    const get = async (more = '') => {
      const url = `${meadow.sandbox.url}/v0/meadow/agents/?availability=readyForPhoneCall${more}`;
      const headers = { authorization, accept: 'application/json;version=6' };
      return (await fetch(url, { headers })).json();
    };
    expect(await get()).toEqual({ count: 1, agents: [{ id: '1001', links: [] }] });
    meadow.juniper.takeCall();
    expect(await get('&fields=count')).toEqual({ count: 0 });
  });
});
