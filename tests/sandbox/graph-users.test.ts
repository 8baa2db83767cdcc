import { BASIL, JUNIPER, MINUTE, OTHER_CLIENT, TENANT, startGraphRig } from './graph-rig';
import type { Answered, Asked, GraphRig } from './graph-rig';

const EVENTUAL = { ConsistencyLevel: 'eventual' };
const DAY = 24 * 60 * MINUTE;

let rig: GraphRig;
beforeEach(async () => {
  rig = await startGraphRig();
});
afterEach(() => rig.close());

type Entry = Record<string, unknown>;

const get = (path: string, asked: Asked = {}) => rig.call('GET', path, asked);
const list = (query: Record<string, string>, asked: Asked = {}) =>
  get(`/users?${new URLSearchParams(query).toString()}`, asked);
const names = ({ body }: Answered) => (body['value'] as Entry[]).map((user) => user['displayName']);
const code = ({ body }: Answered) => (body['error'] as Entry | undefined)?.['code'];

/** A link of an answer as a path for `get`. */
function follow({ body }: Answered, link: '@odata.nextLink' | '@odata.deltaLink') {
  return get(String(body[link]).replace(`${rig.graph.url}/v1.0`, ''));
}

describe('listing users', () => {
  it('gives the default properties, or those selected', async () => {
    const plain = await list({ $filter: `id eq '${JUNIPER}'` });
    const selected = await list({ $select: 'department,accountEnabled' });

    expect(plain.body['value']).toEqual([
      expect.objectContaining({
        id: JUNIPER,
        displayName: 'Juniper Vale',
        businessPhones: ['+44 20 7946 0001'],
      }),
    ]);
    expect((plain.body['value'] as Entry[])[0]).not.toHaveProperty('department');
    expect(selected.body['value']).toContainEqual({
      id: JUNIPER,
      department: 'Hay',
      accountEnabled: true,
    });
  });

  it('pages with an opaque link that keeps the rest of the query', async () => {
    for (let n = 0; n < 5; n += 1) {
      rig.graph.addPerson(TENANT, {
        id: `bbbbbbbb-0000-4000-8000-00000000000${n}`,
        displayName: `Clover ${n}`,
        userPrincipalName: `clover${n}@meadow.example`,
      });
    }
    const seen: unknown[] = [];
    let page = await list({ $top: '3', $select: 'displayName' });
    for (seen.push(...names(page)); page.body['@odata.nextLink']; seen.push(...names(page))) {
      page = await follow(page, '@odata.nextLink');
    }

    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect(page.body).not.toHaveProperty('@odata.nextLink');
  });

  it.each([
    ['$skip', '10'],
    ['$top', '1000'],
    ['$expand', 'manager'],
    ['$select', 'shoeSize'],
    ['$skiptoken', 'made-up'],
  ])('refuses %s=%s', async (name, value) => {
    expect((await list({ [name]: value })).status).toBe(400);
  });

  it.each([
    ["displayName eq 'JUNIPER VALE'", ['Juniper Vale']],
    [
      "startswith(displayName,'Basil') or startsWith(mail, 'juniper@')",
      ['Juniper Vale', 'Basil Thornwick'],
    ],
    ["department eq 'Hay' and accountEnabled eq true", ['Juniper Vale']],
    [`id in ('${JUNIPER}', '${BASIL}')`, ['Juniper Vale', 'Basil Thornwick']],
    ["businessPhones/any(p:p eq '+44 20 7946 0001')", ['Juniper Vale']],
    ["(displayName eq 'x' or surname eq 'Vale') and userType eq 'Member'", ['Juniper Vale']],
    ["displayName eq 'O''Sorrel'", []],
  ])('filters by %s', async ($filter, expected) => {
    expect(names(await list({ $filter }))).toEqual(expected);
  });

  it.each([
    ["mobilePhone eq '+44 7700 900002'", ['Basil Thornwick']],
    ["not startsWith(displayName,'Jun')", ['Basil Thornwick']],
    ["department ne 'Hay'", ['Basil Thornwick']],
    ['department eq null', ['Basil Thornwick']],
    ["endsWith(mail,'@meadow.example')", ['Juniper Vale']],
  ])('filters by %s only as an advanced query', async ($filter, expected) => {
    const plain = await list({ $filter });
    const headerOnly = await list({ $filter }, { headers: EVENTUAL });
    const advanced = await list({ $filter, $count: 'true' }, { headers: EVENTUAL });

    expect([plain.status, code(plain), headerOnly.status]).toEqual([
      400,
      'Request_UnsupportedQuery',
      400,
    ]);
    expect(names(advanced)).toEqual(expected);
    expect(advanced.body['@odata.count']).toBe(expected.length);
  });

  it.each(["jobTitle eq Boss'", "startsWith(jobTitle,'B')", "favouriteHay eq 'x'", 'displayName'])(
    'refuses the filter %s',
    async ($filter) => {
      expect(code(await list({ $filter }))).toBe('Request_UnsupportedQuery');
    },
  );

  it.each([
    ['"displayName:vale jun"', ['Juniper Vale']],
    ['"displayName:ale"', []],
    ['"displayName:basil" OR "mail:juniper"', ['Juniper Vale', 'Basil Thornwick']],
    ['"displayName:basil" AND "mail:juniper"', []],
  ])('searches for %s', async ($search, expected) => {
    expect(names(await list({ $search }, { headers: EVENTUAL }))).toEqual(expected);
  });

  it('refuses a search without the header or without a property name', async () => {
    const bare = await list({ $search: '"displayName:jun"' });
    const nameless = await list({ $search: '"jun"' }, { headers: EVENTUAL });

    expect(code(bare)).toBe('Request_UnsupportedQuery');
    expect(bare.text).toContain('ConsistencyLevel');
    expect(nameless.status).toBe(400);
  });

  it('counts only with the header', async () => {
    const plain = await list({ $count: 'true' });
    const refused = await get('/users/$count');
    const counted = await get('/users/$count', { headers: EVENTUAL });

    expect(plain.body).not.toHaveProperty('@odata.count');
    expect(code(refused)).toBe('Request_BadRequest');
    expect(counted.text).toBe('2');
  });

  it('shows a basic profile only to a basic permission', async () => {
    rig.entra.registerApp({
      clientId: OTHER_CLIENT,
      clientSecret: 'meadow-secret',
      applicationIdUri: 'api://other',
      redirectUris: [],
      applicationPermissions: ['User.ReadBasic.All'],
    });
    rig.entra.consent(TENANT, OTHER_CLIENT);
    const token = await rig.appToken(OTHER_CLIENT);

    const user = await get(`/users/${JUNIPER}`, { token });

    expect(user.body).toMatchObject({
      displayName: 'Juniper Vale',
      businessPhones: [],
      jobTitle: null,
    });
    expect((await get('/users/delta', { token })).status).toBe(403);
    expect((await get(`/users/${JUNIPER}/presence`, { token })).status).toBe(403);
  });
});

describe('one user', () => {
  it('is found by id and by user principal name, and else not', async () => {
    const byId = await get(`/users/${JUNIPER}`);
    const byName = await get('/users/juniper@meadow.example?$select=department');
    const nobody = await get('/users/nobody@meadow.example');

    expect(byId.body).toMatchObject({ id: JUNIPER });
    expect(byName.body).toMatchObject({ department: 'Hay' });
    expect([nobody.status, code(nobody)]).toEqual([404, 'Request_ResourceNotFound']);
  });

  it('has no photo', async () => {
    const answers = await Promise.all(
      ['photo', 'photo/$value', 'photos/48x48/$value'].map((path) =>
        get(`/users/${JUNIPER}/${path}`),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

describe('delta', () => {
  const start = () => get('/users/delta?$select=displayName,jobTitle');

  it('gives everything, then only what changed or went', async () => {
    const first = await start();
    rig.graph.updatePerson(TENANT, JUNIPER, { jobTitle: 'Warden' });
    rig.graph.updatePerson(TENANT, BASIL, { mobilePhone: '+44 7700 900003' });
    const second = await follow(first, '@odata.deltaLink');
    rig.graph.removePerson(TENANT, BASIL);
    const third = await follow(second, '@odata.deltaLink');
    rig.graph.restorePerson(TENANT, BASIL);
    const fourth = await follow(third, '@odata.deltaLink');
    const fifth = await follow(fourth, '@odata.deltaLink');

    expect(first.body['value']).toHaveLength(2);
    expect(second.body['value']).toEqual([
      { id: JUNIPER, displayName: 'Juniper Vale', jobTitle: 'Warden' },
    ]);
    expect(third.body['value']).toEqual([{ id: BASIL, '@removed': { reason: 'changed' } }]);
    expect(names(fourth)).toEqual(['Basil Thornwick']);
    expect(fifth.body['value']).toEqual([]);
  });

  it('gives changed properties only when asked to be brief', async () => {
    const first = await start();
    rig.graph.updatePerson(TENANT, JUNIPER, { jobTitle: 'Warden' });
    const link = String(first.body['@odata.deltaLink']).replace(`${rig.graph.url}/v1.0`, '');

    const second = await get(link, { headers: { Prefer: 'return=minimal' } });

    expect(second.body['value']).toEqual([{ id: JUNIPER, jobTitle: 'Warden' }]);
  });

  it('pages a large tenant', async () => {
    for (let n = 0; n < 120; n += 1) {
      rig.graph.addPerson(TENANT, {
        id: `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`,
        displayName: `Clover ${n}`,
        userPrincipalName: `clover${n}@meadow.example`,
      });
    }

    const first = await start();
    const second = await follow(first, '@odata.nextLink');

    expect(first.body['value']).toHaveLength(100);
    expect(second.body['value']).toHaveLength(22);
    expect(second.body).toHaveProperty(['@odata.deltaLink']);
  });

  it('starts from now with the latest token', async () => {
    const first = await get('/users/delta?$deltatoken=latest');
    rig.graph.removePerson(TENANT, BASIL, 'deleted');

    const second = await follow(first, '@odata.deltaLink');

    expect(first.body['value']).toEqual([]);
    expect(second.body['value']).toEqual([{ id: BASIL, '@removed': { reason: 'deleted' } }]);
  });

  it('filters by ids and refuses what it does not support', async () => {
    const one = await get(`/users/delta?$filter=${encodeURIComponent(`id eq '${BASIL}'`)}`);

    expect(names(one)).toEqual(['Basil Thornwick']);
    expect((await get("/users/delta?$filter=displayName eq 'x'")).status).toBe(400);
    expect((await get('/users/delta?$top=5')).status).toBe(400);
    expect((await get('/users/delta?$deltatoken=made-up')).status).toBe(400);
  });

  it('answers 410 with a fresh link to a link that was reset or is older than 7 days', async () => {
    const first = await start();
    rig.graph.resetDelta(TENANT);
    const reset = await follow(first, '@odata.deltaLink');
    const fresh = await start();
    await rig.clock.advance(7 * DAY + 1);
    const token = await rig.appToken();
    const link = String(fresh.body['@odata.deltaLink']).replace(`${rig.graph.url}/v1.0`, '');

    const old = await get(link, { token });

    expect([reset.status, old.status]).toEqual([410, 410]);
    expect(code(reset)).toBe('syncStateNotFound');
    expect(reset.headers.get('location')).toBe(`${rig.graph.url}/v1.0/users/delta`);
  });
});
