/** As an admin: from nothing to connected, and each step that fails with its answer. */
import { MEADOWBANK, THISTLE_HILL } from '../../sandbox/world/personas';
import { ADMIN, startJoining, STRANGER } from './joining';
import type { JoiningFlow } from './joining';

const SECOND = 1_000;
let flow: JoiningFlow;
beforeAll(async () => void (flow = await startJoining()));
afterAll(() => flow.stop());

const { tenantId } = MEADOWBANK;

async function beginConsent(): Promise<string> {
  const begun = await flow.ask(ADMIN, 'POST /tenant/consent', { body: {} });
  expect(begun.status).toBe(201);
  return String(begun.body['url']);
}

function connect(changes?: Readonly<Record<string, string>>) {
  return flow.ask(ADMIN, 'POST /connections', { body: flow.account(changes) });
}

function attempt(changes?: Readonly<Record<string, string>>) {
  return flow.ask(ADMIN, 'POST /connections/try', { body: flow.account(changes) });
}

describe('the consent', () => {
  beforeEach(() => flow.sandbox.entra.withdrawConsent(tenantId, flow.sandbox.app.clientId));

  test('[JN3] before it only its own admin is let in, to give it', async () => {
    expect(await flow.ask(ADMIN, 'GET /connections')).toMatchObject({
      status: 403,
      code: 'tenant-unknown',
    });
    expect((await flow.ask(ADMIN, 'GET /tenant')).body).toEqual({
      tenantId,
      isAdmin: true,
      isConnected: false,
      consent: null,
    });
    expect(await connect()).toMatchObject({ status: 422, code: 'consent-missing' });
  });

  test('[JN5] refused in Entra changes nothing, and is said', async () => {
    const page = await flow.consent(await beginConsent(), 'cancel');
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('was not given')]);
    expect((await flow.ask(ADMIN, 'GET /tenant')).body['consent']).toBeNull();
  });

  test('[JN5] is not taken from a redirect that names another tenant', async () => {
    const { knobs } = flow.sandbox.entra;
    knobs.forgedConsentTenant = THISTLE_HILL.tenantId;
    const page = await flow.consent(await beginConsent());
    knobs.forgedConsentTenant = undefined;
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('another organis')]);
    expect((await flow.ask(ADMIN, 'GET /tenant')).body['consent']).toBeNull();
  });

  test('[JN5] names the permissions that are missing in the words of the portal', async () => {
    const { entra, app } = flow.sandbox;
    const redirectUris = flow.redirectUris;
    entra.registerApp({ ...app, redirectUris, applicationPermissions: ['User.Read.All'] });
    const page = await flow.consent(await beginConsent());
    entra.registerApp({ ...app, redirectUris });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Read and write presence information for all users');
    expect(page.text).toContain('Enterprise applications');
  });

  test('[JN5] counts once it is proven, and its link is good once', async () => {
    const url = await beginConsent();
    const page = await flow.consent(url);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('go back to Teams')]);
    expect((await flow.ask(ADMIN, 'GET /tenant')).body['consent']).toMatchObject({ missing: [] });
    const again = await flow.consent(url);
    expect([again.status, again.text]).toEqual([400, expect.stringContaining('used up')]);
    expect(await flow.ask(ADMIN, 'GET /connections')).toMatchObject({ status: 200 });
  });

  test('[JN5] is not taken after ten minutes', async () => {
    const url = await beginConsent();
    await flow.advance(601 * SECOND);
    expect((await flow.consent(url)).status).toBe(400);
  });
});

describe('the account', () => {
  beforeAll(() => flow.sandbox.entra.consent(tenantId, flow.sandbox.app.clientId));

  test('[JN6] is tried step by step, and nothing is kept', async () => {
    const { body } = await attempt();
    expect(body).toMatchObject({ isReady: true, region: null });
    expect((body['steps'] as { step: string }[]).map(({ step }) => step)).toEqual([
      'allowed',
      'consent',
      'token',
      'definitions',
      'users',
      'webhooks',
    ]);
    expect((await flow.ask(ADMIN, 'GET /connections')).body['items']).toEqual([]);
    expect(flow.sandbox.account.subscriptions()).toEqual([]);
  });

  test('[JN6] with a wrong secret names the step and what to do', async () => {
    const { body } = await attempt({ clientSecret: 'wrong' });
    expect(body).toMatchObject({ isReady: false });
    expect((body['steps'] as unknown[]).at(-1)).toMatchObject({
      step: 'token',
      isOk: false,
      sentence: expect.stringContaining('API Credentials'),
    });
    expect(await connect({ clientSecret: 'wrong' })).toMatchObject({
      status: 422,
      code: 'vcc-step-failed',
    });
  });

  test('[JN6] of another region is told where it lives', async () => {
    expect((await attempt({ region: 'nam' })).body).toMatchObject({
      isReady: false,
      region: 'emea',
      steps: expect.arrayContaining([
        expect.objectContaining({ sentence: expect.stringContaining('choose emea') }),
      ]),
    });
    expect(await connect({ region: 'apac' })).toMatchObject({
      status: 422,
      code: 'region-mismatch',
      body: { region: 'emea' },
    });
  });

  test('[JN6] with credentials that lack a scope names it as the portal does', async () => {
    const poor = { clientId: 'poor', clientSecret: 'clover' };
    flow.sandbox.vcc.addAccount({
      accountKey: 'POOR',
      ...poor,
      scopes: ['users:read', 'users:write', 'stats'],
    });
    const answer = await connect({ accountKey: 'POOR', ...poor });
    expect(answer).toMatchObject({ status: 422, code: 'vcc-step-failed' });
    expect(answer.body['missing']).toEqual(['admin:read', 'admin:write']);
    expect(answer.text).toContain('Read administration settings');
  });

  test('[JN8] is degraded with the reason while our own call does not arrive, and heals', async () => {
    await flow.restart({ PUBLIC_URL: 'http://127.0.0.1:9' });
    const made = await connect();
    expect(made).toMatchObject({ status: 201, body: { status: 'degraded' } });
    expect(String(made.body['reason'])).toContain('public address');
    const path = `/connections/${String(made.body['id'])}`;
    const health = (await flow.ask(ADMIN, `GET ${path}/health`)).body;
    expect(health['troubles']).toEqual([
      expect.objectContaining({ side: 'webhooks', code: 'webhooks-unreachable' }),
    ]);
    await flow.restart();
    await flow.until(
      'the own call arrives',
      async () => {
        const { body } = await flow.ask(ADMIN, `GET ${path}`);
        return body['status'] === 'connected';
      },
      120 * SECOND,
    );
    expect((await flow.ask(ADMIN, `DELETE ${path}`)).status).toBe(204);
  });

  test('[JN6][JN7] connects at last; its secrets are in no answer, and lie sealed', async () => {
    const made = await connect();
    expect(made).toMatchObject({ status: 201, body: { status: 'connected', reason: null } });
    const path = `/connections/${String(made.body['id'])}`;
    const [subscription] = flow.sandbox.account.subscriptions();
    for (const row of ['', '/credentials', '/health', '/mapping']) {
      const { text, status } = await flow.ask(ADMIN, `GET ${path}${row}`);
      expect(status).toBe(200);
      expect(text).not.toContain(flow.account()['clientSecret']);
      expect(text).not.toContain(subscription?.secret);
    }
    expect((await flow.ask(ADMIN, 'GET /tenant')).body).toMatchObject({ isConnected: true });
    expect(await connect()).toMatchObject({ status: 409, code: 'account-connected' });
  });

  test('[JN7] two admins do not overwrite each other’s credentials', async () => {
    const [one] = (await flow.ask(ADMIN, 'GET /connections')).body['items'] as { id: string }[];
    const path = `/connections/${one?.id}/credentials`;
    const tag = (await flow.ask(ADMIN, `GET ${path}`)).headers.get('etag') ?? '';
    const { clientId, clientSecret } = flow.sandbox.vccCredentials;
    const put = () =>
      flow.ask(ADMIN, `PUT ${path}`, {
        body: { clientId, clientSecret },
        headers: { 'if-match': tag },
      });
    expect((await put()).status).toBe(200);
    expect(await put()).toMatchObject({ status: 412, code: 'edited-meanwhile' });
  });

  test('[JN7] a new key opens what the one before sealed, and soon is needed alone', async () => {
    const before = Buffer.alloc(32, 7).toString('base64');
    const SECRETS_KEY = Buffer.alloc(32, 9).toString('base64');
    await flow.restart({ SECRETS_KEY, SECRETS_KEY_PREVIOUS: before });
    await flow.advance(5 * SECOND);
    await flow.restart({ SECRETS_KEY });
    const [one] = (await flow.ask(ADMIN, 'GET /connections')).body['items'] as { id: string }[];
    const agents = await flow.ask(ADMIN, `GET /connections/${one?.id}/agents`);
    expect(agents.status).toBe(200);
  });
});

test('[JN6] an account the operator does not allow is refused before anything is tried', async () => {
  const strict = await startJoining({ settings: { ALLOWED_ACCOUNTS: 'ANOTHER' } });
  const body = strict.account();
  const asked = await strict.ask(ADMIN, 'POST /connections', { body });
  const tried = await strict.ask(ADMIN, 'POST /connections/try', { body });
  const seen = strict.sandbox.vcc.requests.length;
  await strict.stop();
  expect(asked).toMatchObject({ status: 403, code: 'account-not-allowed' });
  expect(tried.body).toMatchObject({ isReady: false });
  expect(seen).toBe(0);
});

test('[JN1] nobody else’s organisation is let in by it', async () => {
  const answer = await flow.ask(STRANGER, 'GET /tenant');
  expect(answer.body).toMatchObject({ tenantId: THISTLE_HILL.tenantId, consent: null });
  expect(await flow.ask(STRANGER, 'GET /me/link')).toMatchObject({ code: 'tenant-unknown' });
});
