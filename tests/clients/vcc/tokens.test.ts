import type { StubAction, StubRequest } from '../stub-server';
import { createHandClock } from '../hand-clock';
import { ACCESS, createVccRig, giveToken, presenceOf } from './rig';
import type { VccRig } from './rig';

const ALL = 'users:read users:write admin:read admin:write stats';
let rig: VccRig;

afterEach(() => rig.close());

function scopeOf({ body }: StubRequest): string {
  return new URLSearchParams(body).get('scope') ?? '';
}

function refuse(error: string): StubAction {
  return { status: 400, body: { error, error_description: 'No.' } };
}

const oneByOne = (request: StubRequest): StubAction =>
  scopeOf(request).includes(' ') ? refuse('invalid_scope') : giveToken();

describe('tokens of an account', () => {
  it('come once for many calls, with all scopes', async () => {
    rig = await createVccRig(() => ({ body: presenceOf('juniper') }));
    await Promise.all([
      rig.client.setPresence(ACCESS, 'juniper', 'p'),
      rig.client.readPresence(ACCESS, 'juniper'),
      rig.client.readPresences(ACCESS, ['juniper', 'sage']),
    ]);
    expect(rig.tokenScopes()).toEqual([ALL]);
    expect(rig.stub.requests[0]?.path).toBe('/emea/Auth/connect/token');
  });

  it('come one per scope where VCC refuses several in one', async () => {
    rig = await createVccRig(() => ({ body: presenceOf('juniper') }), { token: oneByOne });
    await rig.client.setPresence(ACCESS, 'juniper', 'p');
    await rig.client.readPresence(ACCESS, 'juniper');
    await rig.client.setPresence(ACCESS, 'juniper', 'p');
    expect(rig.tokenScopes()).toEqual([ALL, 'users:write', 'users:read']);
  });

  // Of two calls that hear the refusal together neither may take it for a scope that it lacks.
  it('[KP4] come one per scope also for calls that begin together', async () => {
    rig = await createVccRig(() => ({ body: presenceOf('juniper') }), { token: oneByOne });
    const results = await Promise.all([
      rig.client.setPresence(ACCESS, 'juniper', 'p'),
      rig.client.readPresence(ACCESS, 'juniper'),
      rig.client.presenceDefinitions({ ...ACCESS }),
    ]);
    expect(results).not.toContainEqual(expect.objectContaining({ kind: 'forbidden' }));
    expect(rig.tokenScopes().toSorted()).toEqual(['users:read', ALL, 'users:write']);
  });

  it('are renewed at nine tenths of their life', async () => {
    const clock = createHandClock();
    rig = await createVccRig(() => ({ body: presenceOf('juniper') }), { clock });
    await rig.client.setPresence(ACCESS, 'juniper', 'p');
    await clock.advance(0.9 * 7_200_000);
    await rig.client.setPresence(ACCESS, 'juniper', 'p');
    expect(rig.tokenScopes()).toHaveLength(2);
  });

  it('of old credentials are not used with new ones', async () => {
    rig = await createVccRig(() => ({ body: presenceOf('juniper') }));
    await rig.client.setPresence(ACCESS, 'juniper', 'p');
    await rig.client.setPresence({ ...ACCESS, clientSecret: 'secret-2' }, 'juniper', 'p');
    expect(rig.tokenScopes()).toHaveLength(2);
  });

  it('name the scope that is missing', async () => {
    const token = (request: StubRequest): StubAction =>
      scopeOf(request) === 'users:read' ? giveToken() : refuse('invalid_scope');
    rig = await createVccRig(() => ({ body: presenceOf('juniper') }), { token });
    const result = await rig.client.setPresence(ACCESS, 'juniper', 'p');
    expect(result).toMatchObject({ kind: 'forbidden', reason: 'missing-scope users:write' });
    expect(rig.calls()).toHaveLength(0);
  });

  it.each([400, 401])('say that the credentials are bad, answered %i', async (status) => {
    const token = (): StubAction => ({ status, body: { error: 'invalid_client' } });
    rig = await createVccRig(() => ({}), { token });
    const result = await rig.client.setPresence(ACCESS, 'juniper', 'p');
    expect(result).toMatchObject({ kind: 'forbidden', reason: 'bad-credentials' });
  });

  it.each([
    ['is down', { status: 500, body: { error: 'Internal Server Error' } }],
    ['answers HTML', { body: '<html>' }],
    ['cuts the connection', 'cut'],
  ] as const)('can be had later when the token endpoint %s', async (_name, action) => {
    rig = await createVccRig(() => ({}), { token: () => action });
    expect((await rig.client.setPresence(ACCESS, 'juniper', 'p')).kind).toBe('retry');
    expect(rig.calls()).toHaveLength(0);
  });
});

describe('trying credentials', () => {
  it('answers the scopes that were granted', async () => {
    rig = await createVccRig(() => ({}));
    const result = await rig.client.tryCredentials(ACCESS);
    expect(result).toMatchObject({ kind: 'ok', value: ALL.split(' ') });
  });

  it('finds the granted scopes one by one', async () => {
    const token = (request: StubRequest): StubAction =>
      scopeOf(request).startsWith('users:') && !scopeOf(request).includes(' ')
        ? giveToken()
        : refuse('invalid_scope');
    rig = await createVccRig(() => ({}), { token });
    const result = await rig.client.tryCredentials(ACCESS);
    expect(result).toMatchObject({ kind: 'ok', value: ['users:read', 'users:write'] });
  });

  it('asks afresh each time', async () => {
    rig = await createVccRig(() => ({}));
    await rig.client.tryCredentials(ACCESS);
    await rig.client.tryCredentials(ACCESS);
    expect(rig.tokenScopes()).toHaveLength(2);
  });

  it('says that they are bad', async () => {
    rig = await createVccRig(() => ({}), { token: () => refuse('invalid_client') });
    const result = await rig.client.tryCredentials(ACCESS);
    expect(result).toMatchObject({ kind: 'forbidden', reason: 'bad-credentials' });
  });
});
