import type { Person } from '../../src/desk/access';
import { DEFAULT_MAPPING, DEFAULT_POLICIES } from '../../src/core/mapping';
import { createDeskApiRoutes } from '../../src/doors/desk-api';
import type { DoorAnswer, DoorRequest, Route } from '../../src/doors/door';
import { createEventStreamDoor } from '../../src/doors/event-stream';
import { StoreError } from '../../src/store/store-error';
import { ADMIN, AGENT, joinJuniper, NEW_CONNECTION, openDesk, STRANGER } from '../desk/rig';
import type { DeskRig } from '../desk/rig';
import { runTurn } from '../store/samples';
import { createTellTale, request } from './requests';

const PEOPLE: Readonly<Record<string, Person>> = { admin: ADMIN, agent: AGENT, stranger: STRANGER };

let rig: DeskRig;
let told: string[];
let routes: readonly Route[];
let deps: Parameters<typeof createDeskApiRoutes>[0];

beforeAll(async () => void (rig = await openDesk()));
beforeEach(() => {
  const tale = createTellTale();
  told = tale.told;
  const verify = async (token: string) => {
    const person = PEOPLE[token];
    return person
      ? ({ ok: true, person } as const)
      : ({ ok: false, reason: 'The token has expired.' } as const);
  };
  deps = { desk: rig.desk, verify, clock: rig.clock, events: tale.events };
  routes = createDeskApiRoutes(deps);
});
afterEach(() => rig.clear());
afterAll(() => rig.close());

interface Ask {
  readonly as?: string;
  readonly params?: Record<string, string>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly changes?: Partial<DoorRequest>;
}

/** `GET /connections/:connectionId` */
async function ask(row: string, asked: Ask = {}): Promise<DoorAnswer> {
  const [method, path] = row.split(' ');
  const route = routes.find((one) => one.method === method && one.path === `/api/v1${path}`);
  if (!route) throw new Error(`There is no ${row}.`);
  const rawBody =
    asked.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(asked.body));
  return route.door(
    request({
      params: asked.params ?? {},
      query: new URLSearchParams(asked.query ?? ''),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${asked.as ?? 'admin'}`,
        ...asked.headers,
      },
      rawBody,
      ...asked.changes,
    }),
  );
}

function read(answer: DoorAnswer): Record<string, unknown> {
  return JSON.parse(answer.body) as Record<string, unknown>;
}

describe('API v1', () => {
  test('walks from nothing to a linked agent whose records are read', async () => {
    const made = await ask('POST /connections', { body: NEW_CONNECTION });
    const connectionId = String(read(made)['id']);
    expect(made).toMatchObject({
      status: 201,
      headers: { location: `/api/v1/connections/${connectionId}` },
    });
    const body = { agentUserId: 'u-juniper', personId: 'juniper' };
    const linked = await ask('POST /connections/:connectionId/links', {
      params: { connectionId },
      body,
    });
    const linkId = String(read(linked)['id']);
    expect(read(await ask('GET /me/link', { as: 'agent' }))).toMatchObject({ id: linkId });
    await runTurn(rig.store, linkId, rig.clock.now());
    const records = await ask('GET /links/:linkId/records', {
      as: 'agent',
      params: { linkId },
      query: 'limit=1',
    });
    expect(linked.status).toBe(201);
    expect(read(records)['items']).toEqual([
      expect.objectContaining({ linkId, id: expect.stringMatching(/^\d+$/), rules: ['WW4'] }),
    ]);
    expect(told).toContain('createConnection 201');
  });

  test.each<[string, Ask['headers'], string]>([
    ['no token', { authorization: '' }, 'sign-in-required'],
    ['another scheme', { authorization: 'Basic YTpi' }, 'sign-in-required'],
    ['a token that is not valid', { authorization: 'Bearer old' }, 'token-refused'],
  ])('with %s answers 401 on every operation', async (_case, headers = {}, code) => {
    for (const route of routes) {
      const answer = await route.door(request({ method: route.method, headers }));
      expect(read(answer)).toMatchObject({ status: 401, code });
      expect(answer.headers).toHaveProperty('www-authenticate');
    }
  });

  test.each<[string, Ask, number, string]>([
    ['half JSON', { changes: { rawBody: Buffer.from('{"region":') } }, 400, 'not-json'],
    ['another type', { headers: { 'content-type': 'text/plain' } }, 415, 'media-type'],
    ['too much', { changes: { rawBody: Buffer.alloc(256 * 1024 + 1) } }, 413, 'body-too-large'],
    ['a missing member', { body: { region: 'emea' } }, 422, 'input-refused'],
    [
      'a host as region',
      { body: { ...NEW_CONNECTION, region: 'evil.example#' } },
      422,
      'input-refused',
    ],
    [
      'a member too many',
      { body: { ...NEW_CONNECTION, status: 'connected' } },
      422,
      'input-refused',
    ],
    ['a list', { body: [] }, 422, 'input-refused'],
  ])('refuses %s as a problem with a code', async (_case, asked, status, code) => {
    const answer = await ask('POST /connections', { body: NEW_CONNECTION, ...asked });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(read(answer)).toMatchObject({ status, code, type: `urn:presence-link:problem:${code}` });
  });

  test('says where the input differs, but never repeats it', async () => {
    const body = { ...NEW_CONNECTION, clientSecret: { deep: 'tansy' }, region: 'tansy' };
    const answer = await ask('POST /connections', { body });
    expect(read(answer)['errors']).toEqual([
      expect.objectContaining({ path: 'region' }),
      expect.objectContaining({ path: 'clientSecret' }),
    ]);
    expect(answer.body).not.toContain('tansy');
  });

  test('names the failing step of VCC in its problem', async () => {
    rig.outside.fail.users = { kind: 'forbidden', status: 403, reason: 'no' };
    const problem = read(await ask('POST /connections', { body: NEW_CONNECTION }));
    expect(problem).toMatchObject({
      status: 422,
      code: 'vcc-step-failed',
      steps: expect.arrayContaining([expect.objectContaining({ step: 'users', isOk: false })]),
    });
  });

  test('edits with the tag of what was read, and with no other', async () => {
    const { connectionId } = await joinJuniper(rig);
    const row = '/connections/:connectionId/policies';
    const params = { connectionId };
    const { etag = '' } = (await ask(`GET ${row}`, { params })).headers;
    const body = { ...DEFAULT_POLICIES, flapLimit: 9 };
    const edit = { params, body, headers: { 'if-match': etag } };
    expect(await ask(`PUT ${row}`, { params, body })).toMatchObject({ status: 428 });
    const done = await ask(`PUT ${row}`, edit);
    expect(done).toMatchObject({ status: 200, headers: { etag: expect.not.stringMatching(etag) } });
    expect(await ask(`PUT ${row}`, edit)).toMatchObject({ status: 412 });
  });

  test('[TB8][JN18] takes preferences with the tag of what was read, and with no other', async () => {
    await joinJuniper(rig);
    const as = 'agent';
    const { etag = '' } = (await ask('GET /me/preferences', { as })).headers;
    const body = { posts: 'changes', language: 'fr' };
    const edit = { as, body, headers: { 'if-match': etag } };
    const blind = await ask('PUT /me/preferences', { as, body });
    expect(read(blind)).toMatchObject({ status: 428, code: 'if-match-required' });
    const done = await ask('PUT /me/preferences', edit);
    const now = (await ask('GET /me/preferences', { as })).headers['etag'];
    expect(done).toMatchObject({ status: 200, headers: { etag: now } });
    expect(now).not.toBe(etag);
    const late = await ask('PUT /me/preferences', edit);
    expect(read(late)).toMatchObject({ status: 412, code: 'edited-meanwhile' });
  });

  test('reads and writes the mapping in one shape', async () => {
    const { connectionId } = await joinJuniper(rig);
    const row = '/connections/:connectionId/mapping';
    const got = await ask(`GET ${row}`, { params: { connectionId } });
    expect(read(got)).toEqual(DEFAULT_MAPPING);
    const headers = { 'if-match': got.headers['etag'] ?? '' };
    const put = await ask(`PUT ${row}`, { params: { connectionId }, headers, body: read(got) });
    expect(put).toMatchObject({ status: 200, headers: { etag: got.headers['etag'] } });
    expect(read(put)).toMatchObject({ ...DEFAULT_MAPPING, warnings: expect.any(Array) });
  });

  test('[MP4][MP5] takes groups, checks without saving and restores a direction', async () => {
    const { connectionId } = await joinJuniper(rig);
    const params = { connectionId };
    const row = '/connections/:connectionId/mapping';
    const rows = [{ when: { category: 'Ready', subCategory: 'ReadyOutbound' }, shows: null }];
    const groups = [{ group: 'Night shift', agentToPresence: { enabled: false, rows } }];
    const body = { ...DEFAULT_MAPPING, groups };
    const check = await ask(`POST ${row}/check`, { params, body });
    expect(read(check)).toMatchObject({
      errors: [{ code: 'no-definition', group: 'Night shift', row: 1 }],
      warnings: expect.any(Array),
    });
    expect(read(await ask(`GET ${row}`, { params }))).toEqual(DEFAULT_MAPPING);
    const headers = { 'if-match': '*' };
    const refused = await ask(`PUT ${row}`, { params, body, headers });
    expect(read(refused)).toMatchObject({
      status: 422,
      errors: [{ group: 'Night shift', row: 1 }],
    });
    const off = { ...DEFAULT_MAPPING, agentToPresence: { enabled: false, rows: [] } };
    await ask(`PUT ${row}`, { params, body: off, headers });
    const restored = await ask(`POST ${row}/restore`, {
      params,
      headers,
      body: { direction: 'agentToPresence' },
    });
    const { etag } = (await ask(`GET ${row}`, { params })).headers;
    expect(restored).toMatchObject({ status: 200, headers: { etag } });
    expect(read(restored)).toMatchObject(DEFAULT_MAPPING);
    const blind = await ask(`POST ${row}/restore`, {
      params,
      body: { direction: 'presenceToAgent' },
    });
    expect(blind.status).toBe(428);
    const odd = await ask(`POST ${row}/restore`, { params, headers, body: { direction: 'up' } });
    expect(odd.status).toBe(422);
  });

  test('takes orders without a body where nothing more is needed', async () => {
    const { linkId } = await joinJuniper(rig);
    const asked = { as: 'agent', params: { linkId } };
    for (const order of ['pause', 'resume', 'show']) {
      const answer = await ask(`POST /links/:linkId/orders/${order}`, asked);
      expect(answer).toMatchObject({ status: 202 });
    }
    const body = { presenceId: 'lunch' };
    const state = await ask('POST /links/:linkId/orders/state', { ...asked, body });
    expect(read(state)).toEqual({ orderId: expect.any(String), at: rig.clock.now() });
  });

  test('deletes a connection in steps: 202 while links are left, then 204', async () => {
    const { connectionId, linkId } = await joinJuniper(rig);
    const row = 'DELETE /connections/:connectionId';
    const first = await ask(row, { params: { connectionId } });
    expect(first.status).toBe(202);
    expect(read(first)).toEqual({ linksLeft: 1 });
    await rig.store.links.remove(linkId);
    expect(await ask(row, { params: { connectionId } })).toMatchObject({ status: 204, body: '' });
    expect(await ask(row, { params: { connectionId } })).toMatchObject({ status: 404 });
  });

  test('answers an id of another tenant as it answers no id at all', async () => {
    const { linkId } = await joinJuniper(rig);
    const theirs = await ask('GET /links/:linkId', { as: 'stranger', params: { linkId } });
    const nobody = await ask('GET /links/:linkId', { as: 'stranger', params: { linkId: 'none' } });
    const odd = await ask('GET /links/:linkId', { as: 'stranger', params: { linkId: "'; --" } });
    expect(theirs).toEqual(nobody);
    expect(odd).toEqual(nobody);
    expect(theirs.status).toBe(404);
  });

  test.each(['limit=0', 'limit=x', 'after=-1', 'order=up'])(
    'refuses the query %s',
    async (query) => {
      const { linkId } = await joinJuniper(rig);
      const answer = await ask('GET /links/:linkId/records', { params: { linkId }, query });
      expect(read(answer)).toMatchObject({ status: 400, code: 'query-refused' });
    },
  );

  test.each([
    ['a database that is away', new StoreError('unavailable', 'down'), 503, 'store-unavailable'],
    ['a failure of ours', new Error('a secret detail'), 500, 'internal'],
  ])('tells nothing of %s but its code', async (_case, error, status, code) => {
    const desk = { ...rig.desk, listConnections: () => Promise.reject(error) };
    routes = createDeskApiRoutes({ ...deps, desk });
    const answer = await ask('GET /connections');
    expect(read(answer)).toMatchObject({ status, code });
    expect(answer.body).not.toContain('detail"');
    expect(told).toEqual(['failed listConnections', `listConnections ${status}`]);
  });
});

describe('the live stream', () => {
  async function openStream(as: string, query = '', headers: Record<string, string> = {}) {
    const door = createEventStreamDoor(deps);
    const answer = await door(
      request({
        method: 'GET',
        query: new URLSearchParams(query),
        headers: { authorization: `Bearer ${as}`, ...headers },
      }),
    );
    const sent: string[] = [];
    let ended = false;
    const sink = { send: (text: string) => void sent.push(text), end: () => void (ended = true) };
    const leave = answer.stream?.(sink) ?? (() => undefined);
    return { answer, sent, leave, hasEnded: () => ended };
  }

  /** Lets the feed ask the database, which takes real time. */
  async function pollUntil(done: () => boolean): Promise<void> {
    for (let round = 0; round < 200 && !done(); round++) {
      await rig.clock.advance(300);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  test('brings records named and numbered, and goes on where it was', async () => {
    const { linkId } = await joinJuniper(rig);
    await runTurn(rig.store, linkId, rig.clock.now());
    const [first] = await rig.store.records.list(linkId, { limit: 1 });
    await runTurn(rig.store, linkId, rig.clock.now() + 1);
    const headers = { 'last-event-id': first?.id ?? '' };
    const { answer, sent, leave } = await openStream('agent', `linkId=${linkId}`, headers);
    await pollUntil(() => sent.length > 1);
    leave();
    const [second] = await rig.store.records.list(linkId, { limit: 1 });
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    });
    expect(sent).toEqual([
      'retry: 2000\n\n',
      `event: record\nid: ${second?.id}\ndata: ${JSON.stringify(second)}\n\n`,
    ]);
  });

  test('without a link named shows an admin the whole tenant, from now on', async () => {
    const { linkId } = await joinJuniper(rig);
    await runTurn(rig.store, linkId, rig.clock.now());
    const admin = await openStream('admin');
    const stranger = await openStream('stranger');
    await runTurn(rig.store, linkId, rig.clock.now() + 1);
    await pollUntil(() => admin.sent.length > 1);
    admin.leave();
    stranger.leave();
    expect(admin.sent.filter((text) => text.includes('event: record'))).toHaveLength(1);
    expect(stranger.sent).toEqual(['retry: 2000\n\n']);
  });

  test.each<[string, string, Record<string, string>, number]>([
    ['another tenant’s link', 'stranger', {}, 404],
    ['an id that is none', 'agent', { 'last-event-id': 'x' }, 400],
    ['an old token', 'old', {}, 401],
  ])('refuses %s', async (_case, as, headers, status) => {
    const { linkId } = await joinJuniper(rig);
    const { answer } = await openStream(as, `linkId=${linkId}`, headers);
    expect(answer.status).toBe(status);
    expect(answer.stream).toBeUndefined();
  });
});
