import { ALL_SCOPES, caller, field, openMeadow, postForm } from './vcc-fixture';
import type { Meadow } from './vcc-fixture';

const GOOD = {
  grant_type: 'client_credentials',
  client_id: 'meadow-client',
  client_secret: 'meadow-secret',
  scope: 'users:read',
};

describe('VCC sandbox: tokens', () => {
  let meadow: Meadow;
  const ask = (fields: Readonly<Record<string, string>>, headers = {}) =>
    postForm(`${meadow.sandbox.url}/Auth/connect/token`, fields, headers);
  const definitions = async (token?: string) =>
    (await caller(meadow.sandbox.url, token)('GET', '/agents/presence-definitions')).status;

  beforeEach(async () => {
    meadow = await openMeadow();
  });
  afterEach(() => meadow.sandbox.close());

  it('gives a bearer token of two hours for credentials in the body', async () => {
    const answer = await ask({ ...GOOD, scope: ALL_SCOPES });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      expires_in: 7200,
      token_type: 'Bearer',
    });
    expect(await definitions(String(field(answer.body, 'access_token')))).toBe(200);
  });

  it('gives a token for credentials sent as HTTP Basic', async () => {
    const basic = Buffer.from('meadow-client:meadow-secret').toString('base64');
    const answer = await ask(
      { grant_type: 'client_credentials', scope: 'users:read' },
      { authorization: `Basic ${basic}` },
    );
    expect(answer.status).toBe(200);
  });

  it.each([
    [{ grant_type: 'password' }, 'unsupported_grant_type', 'Invalid grant_type'],
    [{ grant_type: '' }, 'unsupported_grant_type', 'Invalid grant_type'],
    [{ scope: '' }, 'invalid_scope', 'You must specify a scope'],
    [{ scope: 'weeds:pull' }, 'invalid_scope', '"weeds:pull" is an invalid scope'],
    [{ client_secret: 'wrong' }, 'invalid_client', 'Invalid client credentials'],
  ])('refuses %j as %s', async (change, error, description) => {
    const answer = await ask({ ...GOOD, ...change });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ error, error_description: description });
  });

  it('gives no scope beyond those of the credentials', async () => {
    const narrow = await openMeadow({ accountKey: 'orchard', scopes: ['users:read'] });
    const url = `${narrow.sandbox.url}/Auth/connect/token`;
    const answer = await postForm(url, { ...GOOD, scope: 'users:read stats' });
    expect(answer.body).toEqual({
      error: 'invalid_scope',
      error_description: '"stats" is an invalid scope',
    });
    await narrow.sandbox.close();
  });

  it('can refuse several scopes in one token, and answer 401 to a wrong secret', async () => {
    meadow.account.knobs.multiScope = 'refuse';
    meadow.account.knobs.invalidClientStatus = 401;
    expect((await ask({ ...GOOD, scope: 'users:read stats' })).status).toBe(400);
    expect((await ask({ ...GOOD, scope: 'stats' })).status).toBe(200);
    expect((await ask({ ...GOOD, client_secret: 'wrong' })).status).toBe(401);
  });

  it('lets a token expire after 7200 seconds of the sandbox clock', async () => {
    const token = await meadow.token();
    await meadow.clock.advance(7_199_999);
    expect(await definitions(token)).toBe(200);
    await meadow.clock.advance(1);
    expect(await definitions(token)).toBe(401);
  });

  it('answers a missing, wrong or revoked token with the documented 401', async () => {
    const token = await meadow.token();
    meadow.account.revokeCredentials();
    const get = (sent?: string) =>
      caller(meadow.sandbox.url, sent)('GET', '/agents/presence-definitions');
    for (const answer of [await get(), await get('made-up'), await get(token)]) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({
        message: 'Authorization has been denied for this request.',
      });
    }
    expect((await ask(GOOD)).body).toMatchObject({ error: 'invalid_client' });
  });

  it('takes new credentials after the old ones were revoked', async () => {
    meadow.account.revokeCredentials();
    meadow.account.replaceCredentials({ clientId: 'fresh', clientSecret: 'dew' });
    const answer = await ask({ ...GOOD, client_id: 'fresh', client_secret: 'dew' });
    expect(answer.status).toBe(200);
    expect((await ask(GOOD)).status).toBe(400);
  });

  it('knows the account of a request by its token', async () => {
    meadow.sandbox.addAccount({
      accountKey: 'orchard',
      clientId: 'orchard-client',
      clientSecret: 'orchard-secret',
    });
    const other = { client_id: 'orchard-client', client_secret: 'orchard-secret' };
    const answer = await ask({ ...GOOD, ...other });
    const token = String(field(answer.body, 'access_token'));
    const theirs = await caller(meadow.sandbox.url, token, 4)('GET', '/useradmin/users');
    expect(field(theirs.body, 'users')).toEqual([]);
    const definition = await caller(meadow.sandbox.url, token)(
      'GET',
      '/agents/presence-definitions',
    );
    expect(field(definition.body, 'presenceDefinitions', 0, 'presenceId')).not.toBe(
      meadow.account.definitions[0]?.presenceId,
    );
  });

  it('answers 429 beyond the budget and recovers by itself', async () => {
    meadow.account.knobs.budget = { requests: 2, windowMs: 1000 };
    const token = await meadow.token();
    expect(await definitions(token)).toBe(200);
    await meadow.clock.advance(500);
    expect(await definitions(token)).toBe(200);
    expect(await definitions(token)).toBe(429);
    await meadow.clock.advance(500);
    expect(await definitions(token)).toBe(200);
    expect(await definitions(token)).toBe(429);
  });
});
