import type { SimulatedPerson } from '../../sandbox/contract';
import {
  BASIL,
  CLIENT,
  JUNIPER,
  MINUTE,
  OTHER_CLIENT,
  OTHER_TENANT,
  TENANT,
  startGraphRig,
} from './graph-rig';
import type { Asked, GraphRig } from './graph-rig';

let rig: GraphRig;
let juniper: SimulatedPerson;

beforeEach(async () => {
  rig = await startGraphRig();
  juniper = rig.graph.person(TENANT, JUNIPER) as SimulatedPerson;
});
afterEach(() => rig.close());

const write = (name: string, body: unknown, asked: Asked = {}) =>
  rig.call('POST', `/users/${JUNIPER}/presence/${name}`, { body, ...asked });

const setSession = (availability: string, activity: string, expirationDuration = 'PT1H') =>
  write('setPresence', { sessionId: CLIENT, availability, activity, expirationDuration });

const setPreferred = (availability: string, activity: string, more: object = {}) =>
  write('setUserPreferredPresence', { availability, activity, ...more });

const shown = () => {
  const { availability, activity } = juniper.shown();
  return `${availability}/${activity}`;
};

describe('how sessions combine', () => {
  it('shows Available for a person at an open client and Offline without any session', () => {
    const before = shown();

    juniper.closeLaptop();

    expect(before).toBe('Available/Available');
    expect(shown()).toBe('Offline/Offline');
  });

  it('lets an app session of Busy win over an available client', async () => {
    const answer = await setSession('Busy', 'InACall');

    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    expect(shown()).toBe('Busy/InACall');
  });

  it('lets an app session of Away change nothing until the client is closed', async () => {
    await setSession('Away', 'Away');
    const open = shown();

    juniper.closeLaptop();

    expect(open).toBe('Available/Available');
    expect(shown()).toBe('Away/Away');
  });

  it('puts DoNotDisturb above Busy, and keeps one session per app', async () => {
    const token = await rig.appToken(OTHER_CLIENT);
    await setSession('Busy', 'InACall');
    const body = { sessionId: OTHER_CLIENT, availability: 'DoNotDisturb', activity: 'Presenting' };
    await write('setPresence', body, { token });
    const both = shown();

    await setSession('Busy', 'InAConferenceCall');
    await write('clearPresence', { sessionId: OTHER_CLIENT }, { token });

    expect(both).toBe('DoNotDisturb/Presenting');
    expect(shown()).toBe('Busy/InAConferenceCall');
    expect(juniper.held().filter(({ kind }) => kind === 'app-session')).toHaveLength(1);
  });

  it('lets the preferred state beat every session, but only while one exists', async () => {
    await setPreferred('BeRightBack', 'BeRightBack');
    juniper.joinCall('Presenting');
    const during = shown();

    juniper.closeLaptop();
    const closed = shown();
    juniper.openLaptop();

    expect(during).toBe('BeRightBack/BeRightBack');
    expect(closed).toBe('Offline/Offline');
    expect(shown()).toBe('BeRightBack/BeRightBack');
  });

  it('shows a call over a preferred Busy only when the knob says so', async () => {
    await setPreferred('Busy', 'Busy');
    juniper.joinCall();
    const documented = shown();

    rig.graph.knobs.callShowsOverPreferred = true;

    expect(documented).toBe('Busy/Busy');
    expect(shown()).toBe('Busy/InACall');
  });

  it('shows meetings, focus time and out of office over an available client', () => {
    const seen: string[] = [];
    const look = () => seen.push(shown());

    juniper.startMeeting();
    look();
    juniper.startFocusing();
    look();
    juniper.endFocusing();
    juniper.endMeeting();
    juniper.setOutOfOffice(true);
    look();

    expect(seen).toEqual(['Busy/InAMeeting', 'DoNotDisturb/Focusing', 'Available/OutOfOffice']);
  });
});

describe('time', () => {
  it('turns an Available session idle after 5 minutes and Away after 10, until it ends', async () => {
    juniper.closeLaptop();
    await setSession('Available', 'Available', 'PT20M');
    const seen: string[] = [shown()];
    for (const minutes of [4.9, 0.1, 5, 9.9, 0.1]) {
      await rig.clock.advance(minutes * MINUTE);
      seen.push(shown());
    }

    expect(seen).toEqual([
      'Available/Available',
      'Available/Available',
      'Available/AvailableInactive',
      'Away/Away',
      'Away/Away',
      'Offline/Offline',
    ]);
  });

  it('starts the fading again at each setPresence, and never fades Busy', async () => {
    juniper.closeLaptop();
    await setSession('Available', 'Available');
    await rig.clock.advance(4 * MINUTE);
    await setSession('Available', 'Available');
    await rig.clock.advance(4 * MINUTE);
    const kept = shown();
    await setSession('Busy', 'InACall');
    await rig.clock.advance(59 * MINUTE);

    expect(kept).toBe('Available/Available');
    expect(shown()).toBe('Busy/InACall');
  });

  it('spells the idle form as the value lists do when told to', async () => {
    rig.graph.knobs.idleForm = 'value-lists';
    juniper.goIdle();

    await rig.clock.advance(5 * MINUTE);

    expect(shown()).toBe('AvailableIdle/Inactive');
  });

  it('makes an untouched client idle and then Away, and a touch brings it back', async () => {
    juniper.goIdle();
    await rig.clock.advance(5 * MINUTE);
    const idle = shown();
    await rig.clock.advance(10 * MINUTE);
    const away = shown();
    juniper.touchMouse();
    const back = shown();
    juniper.goAwayByIdleness();

    expect([idle, away, back]).toEqual([
      'Available/AvailableInactive',
      'Away/Away',
      'Available/Available',
    ]);
    expect(shown()).toBe('Away/Away');
  });

  it.each([
    ['Busy', 'Busy', 24 * 60],
    ['DoNotDisturb', 'DoNotDisturb', 24 * 60],
    ['Away', 'Away', 7 * 24 * 60],
    ['Offline', 'OffWork', 7 * 24 * 60],
  ])('keeps a preferred %s/%s for its default time', async (availability, activity, minutes) => {
    await setPreferred(availability, activity);
    await rig.clock.advance(minutes * MINUTE - 1);
    const last = shown();
    await rig.clock.advance(1);

    expect(last).toBe(`${availability}/${activity}`);
    expect(shown()).toBe('Available/Available');
  });

  it('tells listeners of every visible change, also of those that time brings', async () => {
    const heard: string[] = [];
    const stop = rig.graph.onChange((_tenant, id) => heard.push(`${id} ${shown()}`));

    await setPreferred('Busy', 'Busy', { expirationDuration: 'PT1H' });
    await rig.clock.advance(60 * MINUTE);
    stop();
    juniper.closeLaptop();

    expect(heard).toEqual([`${JUNIPER} Busy/Busy`, `${JUNIPER} Available/Available`]);
  });

  it('stamps changes with sequence numbers that sort in their order', () => {
    const stamps = [juniper.shown().sequenceNumber];
    for (const status of ['Busy', 'Away', 'Busy']) {
      juniper.setByHand(status);
      stamps.push(juniper.shown().sequenceNumber);
    }

    expect([...stamps].sort()).toEqual(stamps);
    expect(new Set(stamps).size).toBe(stamps.length);
  });
});

describe('what the write calls check', () => {
  it.each([
    ['Busy', 'Busy'],
    ['DoNotDisturb', 'DoNotDisturb'],
    ['BeRightBack', 'BeRightBack'],
    ['Offline', 'Offline'],
    ['Busy', 'InAMeeting'],
    ['Available', 'Away'],
  ])('refuses the session pair %s/%s', async (availability, activity) => {
    expect((await setSession(availability, activity)).status).toBe(400);
  });

  it.each([
    ['Busy', 'InACall'],
    ['DoNotDisturb', 'Presenting'],
    ['Offline', 'Offline'],
    ['busy', 'busy'],
  ])('refuses the preferred pair %s/%s', async (availability, activity) => {
    expect((await setPreferred(availability, activity)).status).toBe(400);
  });

  it.each([
    ['PT5M', 200],
    ['PT4H', 200],
    ['PT4M59S', 400],
    ['PT4H1S', 400],
    ['1 hour', 400],
    ['PT', 400],
    ['P', 400],
  ])('answers a session of %s with %d', async (duration, status) => {
    expect((await setSession('Away', 'Away', duration)).status).toBe(status);
  });

  it('takes a missing duration as five minutes', async () => {
    await write('setPresence', { sessionId: CLIENT, availability: 'Busy', activity: 'InACall' });
    await rig.clock.advance(5 * MINUTE);

    expect(shown()).toBe('Available/Available');
  });

  it("refuses a session id that is not the token's app id", async () => {
    const body = { sessionId: OTHER_CLIENT, availability: 'Away', activity: 'Away' };

    expect((await write('setPresence', body)).status).toBe(400);
    expect((await write('setPresence', { ...body, sessionId: null })).status).toBe(400);
  });

  it('answers 404 to clearPresence without a session, with an error envelope', async () => {
    const answer = await write('clearPresence', { sessionId: CLIENT });

    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({
      error: { code: 'NotFound', innerError: { 'request-id': answer.headers.get('request-id') } },
    });
  });

  it('clears the preferred slot, by hand or not, as often as asked', async () => {
    juniper.setByHand('DoNotDisturb');

    const first = await write('clearUserPreferredPresence', {});
    const second = await write('clearUserPreferredPresence', {});

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(shown()).toBe('Available/Available');
  });

  it('lets what was set by hand stand when the knob says so', async () => {
    rig.graph.knobs.clearLiftsHandSet = false;
    juniper.setByHand('Busy');

    await write('clearUserPreferredPresence', {});

    expect(shown()).toBe('Busy/Busy');
  });

  it('answers 204 when told to', async () => {
    rig.graph.knobs.writeStatus = 204;

    expect((await setPreferred('Away', 'Away')).status).toBe(204);
  });

  it('refuses a user principal name in the path and knows nobody of other tenants', async () => {
    const body = { availability: 'Away', activity: 'Away' };
    const byName = '/users/juniper@meadow.example/presence';
    const stranger = `/users/${BASIL.replace('2', '9')}/presence`;

    expect((await rig.call('GET', byName)).status).toBe(400);
    expect((await rig.call('POST', `${byName}/setUserPreferredPresence`, { body })).status).toBe(
      400,
    );
    expect((await rig.call('GET', stranger)).status).toBe(404);
    const token = await rig.appToken(CLIENT, OTHER_TENANT);
    expect((await write('setUserPreferredPresence', body, { token })).status).toBe(404);
  });

  it('takes the other spellings of the path', async () => {
    const body = { availability: 'Away', activity: 'Away' };
    await rig.call('POST', `/communications/presences/${JUNIPER}/setUserPreferredPresence`, {
      body,
    });
    const token = await rig.personToken(JUNIPER, ['Presence.ReadWrite', 'Presence.Read']);

    const mine = await rig.call('GET', '/me/presence', { token });
    const keyed = await rig.call('GET', `/communications/presences('${JUNIPER}')`);

    expect(mine.body).toMatchObject({ id: JUNIPER, availability: 'Away' });
    expect(keyed.body).toMatchObject({ id: JUNIPER, availability: 'Away' });
  });

  it('lets a delegated token write its own presence only', async () => {
    const body = { availability: 'Away', activity: 'Away' };
    const token = await rig.personToken(BASIL, ['Presence.ReadWrite']);

    const other = await write('setUserPreferredPresence', body, { token });
    const own = await rig.call('POST', '/me/presence/setUserPreferredPresence', { token, body });

    expect([other.status, own.status]).toEqual([401, 200]);
  });

  it('refuses without a token (401), with an old one (401) and without the permission (403)', async () => {
    const body = { availability: 'Away', activity: 'Away' };
    const readOnly = await rig.personToken(JUNIPER, ['Presence.Read']);

    const none = await write('setUserPreferredPresence', body, { token: '' });
    const missing = await write('setUserPreferredPresence', body, { token: readOnly });
    await rig.clock.advance(60 * MINUTE);
    const old = await write('setUserPreferredPresence', body);

    expect([none.status, missing.status, old.status]).toEqual([401, 403, 401]);
    expect(old.body).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
  });
});

describe('reading', () => {
  it('gives the presence resource, and refuses $select on it', async () => {
    juniper.setOutOfOffice(true);
    await write('setStatusMessage', {
      statusMessage: { message: { content: 'On a queue call', contentType: 'text' } },
    });

    const answer = await rig.call('GET', `/users/${JUNIPER}/presence`);
    const selecting = await rig.call('GET', `/users/${JUNIPER}/presence?$select=availability`);

    expect(answer.body).toMatchObject({
      id: JUNIPER,
      availability: 'Available',
      activity: 'OutOfOffice',
      outOfOfficeSettings: { isOutOfOffice: true },
      statusMessage: { message: { content: 'On a queue call' } },
      sequenceNumber: juniper.shown().sequenceNumber,
    });
    expect(selecting.status).toBe(400);
  });

  it('reads many at once, in another order, leaving out whom it does not know', async () => {
    const stranger = 'aaaaaaaa-0000-4000-8000-00000000000f';
    const ids = [JUNIPER, stranger, BASIL];
    const ask = () => rig.call('POST', '/communications/getPresencesByUserId', { body: { ids } });
    const idsOf = (value: unknown) => (value as { id: string }[]).map(({ id }) => id);

    const plain = await ask();
    rig.graph.knobs.unknownIds = 'PresenceUnknown';
    const named = await ask();
    rig.graph.knobs.unknownIds = '404';

    expect(idsOf(plain.body['value'])).toEqual([BASIL, JUNIPER]);
    expect(named.body['value']).toContainEqual({
      id: stranger,
      availability: 'PresenceUnknown',
      activity: 'PresenceUnknown',
    });
    expect((await ask()).status).toBe(404);
  });

  it.each([
    [
      'more than 650',
      Array.from(
        { length: 651 },
        (_, n) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`,
      ),
    ],
    ['repeated', [JUNIPER, JUNIPER]],
    ['malformed', ['juniper@meadow.example']],
    ['no', []],
  ])('refuses a bulk read of %s ids', async (_what, ids) => {
    const answer = await rig.call('POST', '/communications/getPresencesByUserId', {
      body: { ids },
    });

    expect(answer.status).toBe(400);
  });

  it('lags behind writes by the knob, while colleagues are told at once', async () => {
    rig.graph.knobs.readLagMs = 3000;
    const read = async () =>
      (await rig.call('GET', `/users/${JUNIPER}/presence`)).body['availability'];
    await rig.clock.advance(5000);

    await setPreferred('Busy', 'Busy');
    const atOnce = await read();
    await rig.clock.advance(3000);

    expect(shown()).toBe('Busy/Busy');
    expect([atOnce, await read()]).toEqual(['Available', 'Busy']);
  });
});

describe('batches', () => {
  const part = (id: string, more: object = {}) => ({
    id,
    method: 'GET',
    url: `/users/${JUNIPER}/presence`,
    ...more,
  });
  const batch = (requests: readonly object[]) =>
    rig.call('POST', '/$batch', { body: { requests } });

  it('serves each part by itself', async () => {
    const answer = await batch([
      part('1', {
        method: 'POST',
        url: `/users/${JUNIPER}/presence/setUserPreferredPresence`,
        headers: { 'Content-Type': 'application/json' },
        body: { availability: 'Busy', activity: 'Busy' },
      }),
      part('2', { dependsOn: ['1'] }),
      part('3', { url: '/users/nobody/presence' }),
      part('4', { dependsOn: ['3'] }),
    ]);
    const statuses = Object.fromEntries(
      (answer.body['responses'] as { id: string; status: number }[]).map((r) => [r.id, r.status]),
    );

    expect(answer.status).toBe(200);
    expect(statuses).toEqual({ 1: 200, 2: 200, 3: 400, 4: 424 });
    expect(shown()).toBe('Busy/Busy');
  });

  it('refuses more than 20 parts and repeated ids', async () => {
    const many = Array.from({ length: 21 }, (_, n) => part(String(n)));

    expect((await batch(many)).status).toBe(400);
    expect((await batch([part('1'), part('1')])).status).toBe(400);
  });

  it('throttles parts one by one', async () => {
    rig.graph.knobs.budget = { requests: 2, windowMs: 30_000 };

    const answer = await batch([part('1'), part('2'), part('3')]);
    const responses = answer.body['responses'] as { id: string; status: number; headers: object }[];

    expect(responses.find(({ id }) => id === '3')).toMatchObject({
      status: 429,
      headers: { 'retry-after': '30.000' },
    });
  });
});

describe('throttling', () => {
  const read = (token?: string) =>
    rig.call('GET', `/users/${JUNIPER}/presence`, token ? { token } : {});

  it('lets a budget pass per app and tenant, then names a fractional time to wait', async () => {
    const otherApp = await rig.appToken(OTHER_CLIENT);
    rig.graph.knobs.budget = { requests: 3, windowMs: 30_000 };
    for (const ms of [0, 1000, 1250]) {
      await rig.clock.advance(ms);
      await read();
    }

    const refused = await read();
    const other = await read(otherApp);

    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ error: { code: 'TooManyRequests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(20);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+\.\d+$/);
    expect(other.status).toBe(200);
  });

  it('lets requests pass again after the time it named', async () => {
    rig.graph.knobs.budget = { requests: 3, windowMs: 30_000 };
    for (let n = 0; n < 3; n += 1) await read();
    const refused = await read();
    const waitMs = Math.ceil(Number(refused.headers.get('retry-after')) * 1000);

    await rig.clock.advance(waitMs);

    expect((await read()).status).toBe(200);
  });

  it('can leave Retry-After out', async () => {
    rig.graph.knobs.budget = { requests: 0, windowMs: 30_000 };
    rig.graph.knobs.sendRetryAfter = false;

    const refused = await read();

    expect(refused.status).toBe(429);
    expect(refused.headers.has('retry-after')).toBe(false);
  });
});

describe('faults', () => {
  it('answer, spoil, or cut what they are told to, as often as they are told to', async () => {
    const path = /\/presence$/;
    rig.graph.faults.add({ path, status: 503, headers: { 'retry-after': '1.5' }, times: 1 });
    rig.graph.faults.add({ path, body: '{"half', times: 1 });
    rig.graph.faults.add({ method: 'POST', cut: 'after', times: 1 });

    const down = await fetch(`${rig.graph.url}/v1.0/users/${JUNIPER}/presence`);
    const nonsense = await fetch(`${rig.graph.url}/v1.0/users/${JUNIPER}/presence`);

    expect([down.status, down.headers.get('retry-after')]).toEqual([503, '1.5']);
    expect(await nonsense.text()).toBe('{"half');
    await expect(setPreferred('Busy', 'Busy')).rejects.toThrow();
    expect(shown()).toBe('Busy/Busy');
    expect(rig.graph.requests.map(({ status }) => status)).toEqual([503, 200, 0]);
  });

  it('cut a connection before the work is done', async () => {
    rig.graph.faults.add({ cut: 'before', times: 1 });

    await expect(setPreferred('Busy', 'Busy')).rejects.toThrow();
    expect(shown()).toBe('Available/Available');
  });

  it('delay an answer on the clock', async () => {
    rig.graph.faults.add({ delayMs: 5000, times: 1 });
    let isAnswered = false;
    const asking = setPreferred('Busy', 'Busy').then(() => (isAnswered = true));
    while (rig.clock.nextAt() === undefined) await new Promise((resolve) => setImmediate(resolve));
    const before = isAnswered;

    await rig.clock.advance(5000);
    await asking;

    expect(before).toBe(false);
    expect(shown()).toBe('Busy/Busy');
  });
});
