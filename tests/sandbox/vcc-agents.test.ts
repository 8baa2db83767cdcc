import type { PresenceDefinition } from '../../sandbox/contract';
import { defaultDefinitions } from '../../sandbox/vcc/definitions';
import { BASIL, JUNIPER, NOBODY, START, caller, field, openMeadow } from './vcc-fixture';
import type { Meadow } from './vcc-fixture';

describe('VCC sandbox: Agents API', () => {
  let meadow: Meadow;
  let call: ReturnType<typeof caller>;
  const idOf = (description: string): string =>
    meadow.account.definitions.find((each) => each.description === description)?.presenceId ?? '';
  const patch = (presenceId: unknown, userId = JUNIPER) =>
    call('PATCH', `/agents/${userId}/presence`, { presenceId });
  const shown = async (userId = JUNIPER) =>
    field((await call('GET', `/agents/${userId}/presence`)).body, 'presence', 'description');

  beforeEach(async () => {
    meadow = await openMeadow();
    call = caller(meadow.sandbox.url, await meadow.token());
  });
  afterEach(() => meadow.sandbox.close());

  it('lists the default definitions, with the same ids in every run', async () => {
    const { status, body } = await call('GET', '/agents/presence-definitions');
    expect(status).toBe(200);
    expect(body).toEqual({ presenceDefinitions: defaultDefinitions('meadow') });
    const listed = field(body, 'presenceDefinitions') as readonly PresenceDefinition[];
    expect(listed.map(({ description }) => description)).toEqual([
      'Ready',
      'Ready (Outbound)',
      'Away',
      'Break',
      'Comfort Break',
      'Extended Away',
      'In Meeting',
      'Lunch',
      'Paperwork',
      'Team Meeting',
      'Training',
      'Logged Out',
    ]);
    expect(listed.every(({ selectable }) => selectable)).toBe(true);
  });

  it('shows a presence with the instant of its change in milliseconds', async () => {
    await meadow.clock.advance(1500);
    meadow.juniper.choose('lunch');
    expect((await call('GET', `/agents/${JUNIPER}/presence`)).body).toEqual({
      userId: JUNIPER,
      updated: new Date(START + 1500).toISOString(),
      presence: {
        presenceId: idOf('Lunch'),
        selectable: true,
        category: {
          categoryType: 'ExtendedAway',
          description: 'Extended Away',
          subCategory: 'ExtendedAway',
        },
        description: 'Lunch',
      },
    });
  });

  it('answers the presences of up to fifty users as a bare array, without unknown ones', async () => {
    const ids = [JUNIPER, BASIL.toUpperCase(), NOBODY].join(',');
    const { body } = await call('GET', `/agents/presences/users?userId=${ids}`);
    expect(body).toEqual([
      expect.objectContaining({ userId: JUNIPER }),
      expect.objectContaining({ userId: BASIL }),
    ]);
    meadow.account.knobs.unknownIds = '404';
    expect((await call('GET', `/agents/presences/users?userId=${ids}`)).status).toBe(404);
  });

  it('refuses fifty-one ids with the documented body', async () => {
    const ids = Array.from({ length: 51 }, () => JUNIPER);
    const ask = (count: number) =>
      call('GET', `/agents/presences/users?userId=${ids.slice(0, count).join(',')}`);
    expect((await ask(50)).status).toBe(200);
    expect(await ask(51)).toMatchObject({
      status: 400,
      body: {
        status: 400,
        title: 'Query limit',
        detail: 'Request exceeded maximum number for users of 50 in one query.',
      },
    });
  });

  it('refuses an Accept header without version or with another one', async () => {
    const token = await meadow.token();
    const path = '/agents/presence-definitions';
    const bare = await caller(meadow.sandbox.url, token, 0)('GET', path);
    expect(bare).toMatchObject({ status: 400 });
    expect(bare.body).toEqual({
      error: {
        code: 'ApiVersionUnspecified',
        message: 'An API version is required, but was not specified.',
      },
    });
    const second = await caller(meadow.sandbox.url, token, 2)('GET', path);
    expect(second).toMatchObject({ status: 400 });
    expect(second.body).toEqual({
      error: {
        code: 'UnsupportedApiVersion',
        message: `The HTTP resource that matches the request URI '${meadow.sandbox.url}${path}' does not support the API version '2'.`,
      },
    });
  });

  it('sets a presence and answers the updated one', async () => {
    await meadow.clock.advance(10);
    const answer = await patch(idOf('Break'));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      userId: JUNIPER,
      updated: new Date(START + 10).toISOString(),
      presence: { description: 'Break' },
    });
    expect(meadow.juniper.presence().definition.description).toBe('Break');
  });

  it('refuses malformed GUIDs and a body without presenceId with the documented bodies', async () => {
    const malformed = { message: 'The request is invalid.' };
    expect(await call('GET', '/agents/42/presence')).toMatchObject({
      status: 400,
      body: malformed,
    });
    expect(await patch('break')).toMatchObject({ status: 400, body: malformed });
    const missing = await call('PATCH', `/agents/${JUNIPER}/presence`, {});
    expect(missing.status).toBe(400);
    expect(missing.body).toEqual({
      status: 400,
      title: 'One or more validation errors occurred.',
      errors: [{ message: 'The PresenceId field is required.', path: 'presenceId' }],
    });
  });

  it('answers 404 for an unknown user and an unknown presence', async () => {
    expect((await call('GET', `/agents/${NOBODY}/presence`)).status).toBe(404);
    expect((await patch(idOf('Break'), NOBODY)).status).toBe(404);
    expect((await patch(NOBODY)).status).toBe(404);
  });

  it('needs users:write for PATCH and takes either scope for reading', async () => {
    const reader = caller(meadow.sandbox.url, await meadow.token('users:read'));
    const path = `/agents/${JUNIPER}/presence`;
    expect((await reader('GET', path)).status).toBe(200);
    expect((await reader('PATCH', path, { presenceId: idOf('Break') })).status).toBe(403);
    const stats = caller(meadow.sandbox.url, await meadow.token('stats'));
    expect((await stats('GET', path)).status).toBe(403);
    expect(await shown()).toBe('Ready');
  });

  it('leaves a PATCH to the same presence without effect, or bumps it where the knob says so', async () => {
    const updated = async () => field((await patch(idOf('Ready'))).body, 'updated');
    await meadow.clock.advance(5000);
    expect(await updated()).toBe(new Date(START).toISOString());
    meadow.account.knobs.patchSamePresence = 'bump';
    expect(await updated()).toBe(new Date(START + 5000).toISOString());
  });

  it('sets the presence of an engaged agent at once by default: presence and calls are independent', async () => {
    meadow.juniper.takeCall();
    expect(meadow.juniper.occupancy()).toBe('engaged');
    expect(await shown()).toBe('Ready');
    await patch(idOf('Break'));
    expect(await shown()).toBe('Break');
  });

  it('defers a PATCH of an engaged agent until the wrap-up is over where intended states are on', async () => {
    meadow.account.knobs.patchWhileEngaged = 'defer';
    meadow.juniper.takeCall();
    const answer = await patch(idOf('Break'));
    expect(field(answer.body, 'presence', 'description')).toBe('Ready');
    meadow.juniper.endCall();
    expect(await shown()).toBe('Ready');
    await meadow.clock.advance(7000);
    meadow.juniper.endWrapUp();
    expect(await shown()).toBe('Break');
    expect(meadow.juniper.presence().since).toBe(START + 7000);
  });

  it('can refuse a PATCH of an engaged or of a logged-out agent', async () => {
    Object.assign(meadow.account.knobs, { patchWhileEngaged: 'refuse', patchLoggedOut: 'refuse' });
    meadow.juniper.takeCall();
    expect((await patch(idOf('Break'))).status).toBe(409);
    meadow.juniper.endCall();
    expect((await patch(idOf('Break'))).status).toBe(200);
    expect((await patch(idOf('Break'), BASIL)).status).toBe(409);
    expect(await shown(BASIL)).toBe('Logged Out');
  });

  it('refuses a definition that is not selectable unless the knob lets it pass', async () => {
    const hidden: PresenceDefinition = {
      presenceId: '4060362d-1ab1-41ec-a0c4-066a9ef411a8',
      selectable: false,
      category: { categoryType: 'ExtendedAway', description: 'Extended Away' },
      description: 'Weeding',
    };
    const definitions = [...defaultDefinitions('meadow'), hidden];
    const custom = await openMeadow({ definitions });
    const write = caller(custom.sandbox.url, await custom.token());
    const body = { presenceId: hidden.presenceId };
    const path = `/agents/${JUNIPER}/presence`;
    expect((await write('PATCH', path, body)).status).toBe(409);
    expect(() => custom.juniper.choose('Weeding')).toThrow('does not offer');
    custom.account.knobs.patchNonSelectable = 'accept';
    expect((await write('PATCH', path, body)).status).toBe(200);
    await custom.sandbox.close();
  });

  it('forgets the presence of an archived user until the user is restored', async () => {
    meadow.account.archive(JUNIPER);
    expect((await call('GET', `/agents/${JUNIPER}/presence`)).status).toBe(404);
    expect((await patch(idOf('Break'))).status).toBe(404);
    const batch = await call('GET', `/agents/presences/users?userId=${JUNIPER},${BASIL}`);
    expect(batch.body).toEqual([expect.objectContaining({ userId: BASIL })]);
    expect(() => meadow.juniper.takeCall()).toThrow('archived');
    meadow.account.restore(JUNIPER);
    expect(await shown()).toBe('Logged Out');
  });

  it('tells listeners of every change of an agent', () => {
    const seen: string[] = [];
    const stop = meadow.account.onChange((agent) => {
      seen.push(`${agent.presence().definition.description}/${agent.occupancy()}`);
    });
    meadow.juniper.choose('Away');
    meadow.juniper.logIn();
    meadow.juniper.takeCall();
    meadow.juniper.endCall();
    meadow.juniper.endWrapUp();
    meadow.juniper.logOut();
    stop();
    meadow.juniper.logIn();
    expect(seen).toEqual([
      'Away/free',
      'Ready/free',
      'Ready/engaged',
      'Ready/wrapping-up',
      'Ready/free',
      'Logged Out/free',
    ]);
  });

  it('can be told to fail, and remembers what it was asked', async () => {
    meadow.sandbox.faults.add({ path: /presence$/, status: 503, body: '<html>', times: 1 });
    const raw = await fetch(`${meadow.sandbox.url}/agents/${JUNIPER}/presence`);
    expect([raw.status, await raw.text()]).toEqual([503, '<html>']);
    await patch(idOf('Break'));
    expect(meadow.sandbox.requests.at(-1)).toMatchObject({
      method: 'PATCH',
      path: `/agents/${JUNIPER}/presence`,
      status: 200,
      body: { presenceId: idOf('Break') },
    });
  });
});
