import { systemClock } from '../../../src/runtime/clock';
import { silentEvents } from '../../../src/runtime/events';
import type { AppTokens } from '../../../src/clients/entra/app-tokens';
import { createGraphClient } from '../../../src/clients/graph/create-client';
import type { PrioritisedGraphClient } from '../../../src/clients/graph/create-client';
import type { Priority } from '../../../src/clients/pipeline/exchange';
import { createTransport } from '../../../src/clients/pipeline/transport';
import type { Transport } from '../../../src/clients/pipeline/transport';
import { countingTokens } from '../pipeline/rig';
import { startStub } from '../stub-server';
import type { StubHandler, StubServer } from '../stub-server';

const TENANT = 'tenant-meadow';
const PERSON = { tenantId: TENANT, personId: 'juniper' };
const HOUR = 3_600_000;

let stub: StubServer;
let transport: Transport;
let client: PrioritisedGraphClient;
let spent: (readonly [string, Priority])[];
let ignored: number;
let roleToken: string;

async function open(handler: StubHandler): Promise<void> {
  stub = await startStub(handler);
  transport = createTransport();
  spent = [];
  ignored = 0;
  client = createGraphClient({
    graphUrl: stub.url,
    clientId: 'our-app',
    tokens: appTokens(),
    transport,
    clock: systemClock,
    events: {
      ...silentEvents,
      itemsIgnored: (_side, _name, count) => {
        ignored += count;
      },
    },
    timeoutMs: 2_000,
    pace: {
      pause: () => undefined,
      take: ({ key, priority }) => {
        spent.push([key, priority]);
        return Promise.resolve({ ok: true, waitedMs: 0 });
      },
    },
  });
}

function appTokens(): AppTokens {
  const fresh = () => Promise.resolve({ kind: 'ok' as const, value: roleToken, status: 200 });
  return { forTenant: () => ({ ...countingTokens(), fresh }) };
}

function jwtOf(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
}

afterEach(async () => {
  await stub.close();
  await transport.close();
});

const readingOf = (id: string, change: object = {}): object => ({
  id,
  availability: 'Busy',
  activity: 'InACall',
  sequenceNumber: 'A1',
  ...change,
});

describe('reading presences', () => {
  it('correlates by id, in the spelling that was asked for', async () => {
    const value = [readingOf('SAGE'), readingOf('juniper', { sequenceNumber: null })];
    await open(() => ({ body: { value: [...value, readingOf('stranger')] } }));
    const result = await client.readPresences(TENANT, ['juniper', 'sage', 'nobody']);
    expect(result).toEqual({
      kind: 'ok',
      status: 200,
      value: [
        { personId: 'sage', availability: 'Busy', activity: 'InACall', sequenceNumber: 'A1' },
        { personId: 'juniper', availability: 'Busy', activity: 'InACall' },
      ],
    });
  });

  it('sends the ids, a request id and the tenant’s token', async () => {
    await open(() => ({ body: { value: [] } }));
    await client.readPresences(TENANT, ['juniper', 'juniper']);
    expect(stub.requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1.0/communications/getPresencesByUserId',
      body: '{"ids":["juniper"]}',
      headers: {
        authorization: 'Bearer token-1',
        'client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
    });
    expect(spent).toEqual([[`graph:${TENANT}`, 'sweep']]);
  });

  it('follows a nextLink, but not to another host', async () => {
    let page = 0;
    await open(() => {
      page += 1;
      const host = page === 1 ? stub.url : 'https://elsewhere.example';
      const link = `${host}/v1.0/more?page=${page}`;
      return { body: { value: [readingOf(`plant-${page}`)], '@odata.nextLink': link } };
    });
    const result = await client.readPresences(TENANT, ['plant-1', 'plant-2']);
    expect(result.kind === 'ok' && result.value).toHaveLength(2);
    expect(stub.requests.map(({ path }) => path).slice(1)).toEqual(['/v1.0/more?page=1']);
  });

  it('passes over an element it cannot read', async () => {
    await open(() => ({ body: { value: [{ id: 'sage' }, readingOf('juniper')] } }));
    const result = await client.readPresences(TENANT, ['sage', 'juniper']);
    expect(result.kind === 'ok' && result.value).toHaveLength(1);
    expect(ignored).toBe(1);
  });

  it('takes an answer in which nothing can be read as nonsense', async () => {
    await open(() => ({ body: { value: [{ id: 'sage', displayName: 'Sage' }] } }));
    const result = await client.readPresences(TENANT, ['sage']);
    expect(result).toMatchObject({ kind: 'retry', reason: 'nonsense' });
  });

  it('[KP1] reads at most 650 people in a call', async () => {
    await open(() => ({ body: { value: [] } }));
    const ids = Array.from({ length: 651 }, (_, index) => `plant-${index}`);
    await expect(client.readPresences(TENANT, ids)).rejects.toThrow(RangeError);
    expect((await client.readPresences(TENANT, ids.slice(1))).kind).toBe('ok');
    expect(await client.readPresences(TENANT, [])).toMatchObject({ kind: 'ok', value: [] });
    expect(stub.requests).toHaveLength(1);
  });
});

describe('writing presences', () => {
  it.each([200, 202, 204])('is done with any 2xx: %i', async (status) => {
    await open(() => ({ status }));
    const pair = { availability: 'Busy', activity: 'InACall' };
    expect(await client.setPresence(PERSON, pair, HOUR)).toEqual({
      kind: 'ok',
      value: null,
      status,
    });
  });

  it('[WT1] uses our app as session, and none for the preferred state', async () => {
    await open(() => ({}));
    await client.setPresence(PERSON, { availability: 'Away', activity: 'Away' }, HOUR);
    await client.clearPresence(PERSON);
    const busy = { availability: 'Busy', activity: 'Busy' };
    await client.setPreferredPresence(PERSON, busy, 55.5 * 60_000);
    await client.clearPreferredPresence(PERSON);
    expect(stub.requests.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      [
        '/v1.0/users/juniper/presence/setPresence',
        {
          sessionId: 'our-app',
          availability: 'Away',
          activity: 'Away',
          expirationDuration: 'PT1H',
        },
      ],
      ['/v1.0/users/juniper/presence/clearPresence', { sessionId: 'our-app' }],
      [
        '/v1.0/users/juniper/presence/setUserPreferredPresence',
        { ...busy, expirationDuration: 'PT55M30S' },
      ],
      ['/v1.0/users/juniper/presence/clearUserPreferredPresence', {}],
    ]);
    expect(new Set(spent.map(([, priority]) => priority))).toEqual(new Set(['change']));
  });

  it('has cleared what was not there', async () => {
    await open(() => ({ status: 404, body: { error: { code: 'NotFound' } } }));
    const cleared = { kind: 'ok', value: null, status: 404 };
    expect(await client.clearPresence(PERSON)).toEqual(cleared);
    expect(await client.clearPreferredPresence(PERSON)).toEqual(cleared);
  });

  it.each([
    ['a word', 'OK', 'ok'],
    ['an object', { availability: 'Busy' }, 'ok'],
    ['an error', { error: { code: 'Oops' } }, 'unknown'],
    ['a page', '<html>Please wait.</html>', 'unknown'],
    ['half an object', '{"availability":', 'unknown'],
  ])('[WT4] takes a 2xx with %s for what it is worth', async (_name, body, kind) => {
    await open(() => ({ body }));
    const pair = { availability: 'Busy', activity: 'InACall' };
    expect(await client.setPresence(PERSON, pair, HOUR)).toMatchObject({ kind });
  });

  it.each([0, 299_000, 4 * HOUR + 1, Number.NaN])(
    'refuses to set a session of %i ms',
    async (ms) => {
      await open(() => ({}));
      const pair = { availability: 'Away', activity: 'Away' };
      await expect(client.setPresence(PERSON, pair, ms)).rejects.toThrow(RangeError);
      expect(stub.requests).toHaveLength(0);
    },
  );

  it('[TN5] spends as a renewal when told so', async () => {
    await open(() => ({}));
    const pair = { availability: 'Away', activity: 'Away' };
    await client.withPriority('renewal').setPresence(PERSON, pair, HOUR);
    expect(spent).toEqual([[`graph:${TENANT}`, 'renewal']]);
  });

  it('names the reason of a refusal', async () => {
    const error = { code: 'BadRequest', message: 'No such pair.', innererror: { code: 'x' } };
    await open(() => ({ status: 400, body: { error } }));
    const result = await client.setPresence(PERSON, { availability: 'X', activity: 'Y' }, HOUR);
    expect(result).toEqual({ kind: 'refused', status: 400, reason: 'BadRequest: No such pair.' });
  });
});

describe('looking a person up', () => {
  const sage = { id: 'sage', displayName: 'Sage', userPrincipalName: 'sage@meadow.example' };

  it.each([
    ['as an object', sage],
    ['wrapped in value', { value: [sage] }],
  ])('reads the person %s', async (_name, body) => {
    await open(() => ({ body }));
    expect(await client.getUser({ ...PERSON, personId: 'sage' })).toMatchObject({
      kind: 'ok',
      value: { ...sage, mail: null, userType: null },
    });
  });

  it('says when nobody is there', async () => {
    await open(() => ({ status: 404, body: { error: { code: 'Request_ResourceNotFound' } } }));
    expect(await client.getUser(PERSON)).toMatchObject({ kind: 'gone' });
  });
});

describe('granted roles', () => {
  it('are those of a fresh token', async () => {
    await open(() => ({}));
    roleToken = jwtOf({ roles: ['Presence.ReadWrite.All'] });
    expect(await client.grantedRoles(TENANT)).toMatchObject({ value: ['Presence.ReadWrite.All'] });
    roleToken = jwtOf({});
    expect(await client.grantedRoles(TENANT)).toMatchObject({ kind: 'ok', value: [] });
  });

  it.each([
    ['nobody is there', 404, { kind: 'ok', value: ['User.Read.All', 'Presence.ReadWrite.All'] }],
    ['it is forbidden', 403, { kind: 'ok', value: [] }],
    ['it cannot be told now', 503, { kind: 'retry' }],
    ['the token is not believed', 401, { kind: 'retry', status: 401 }],
  ])(
    '[JN5] are proven by calls where the token cannot be read: %s',
    async (_case, status, proof) => {
      await open(() => ({ status, body: { error: { code: 'x' } } }));
      roleToken = 'opaque';
      expect(await client.grantedRoles(TENANT)).toMatchObject(proof);
    },
  );
});
