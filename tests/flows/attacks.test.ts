/**
 * Whoever tries to get in where they do not belong, as a table: what is tried, and the answer. The
 * product runs whole, on real HTTP, beside the sandbox, with two organisations in it.
 */
import { createHmac } from 'node:crypto';
import type { SimulatedAgent } from '../../sandbox/contract';
import { MEADOWBANK, THISTLE_HILL } from '../../sandbox/world/personas';
import { sign } from '../doors/requests';
import { ADMIN, startJoining, STRANGER } from './joining';
import type { Answer, ApiAsk, JoiningFlow } from './joining';

const MADE_UP = '0b9d5a3e-0000-4000-8000-00000000dead';
const PERSONAL = '9188040d-6c67-4c5b-b112-36a304b66dad';
const AGENT = 'juniper-vale';
const COLLEAGUE = 'basil-thornwick';

let flow: JoiningFlow;
/** Of the organisation under attack. */
const ours = { connection: '', link: '', request: '', proof: '', person: '' };
let foreignAdmin: string;

beforeAll(async () => {
  flow = await startJoining();
  foreignAdmin = await tokenOf({ tid: THISTLE_HILL.tenantId, roles: ['Admin'] }, STRANGER);
  const made = await flow.ask(ADMIN, 'POST /connections', { body: flow.account() });
  ours.connection = String(made.body['id']);
  const body = { connectionId: ours.connection };
  ours.link = String((await flow.ask(AGENT, 'POST /me/link', { body })).body['id']);
  ours.person = flow.sandbox.find(AGENT).person.id;
  const [poppy, rowan] = [agentIdOf('poppy-larkspur'), agentIdOf('rowan-pebble')];
  const asked = { ...body, agentId: poppy };
  ours.request = await idOf(flow.ask('poppy-larkspur', 'POST /me/requests', { body: asked }));
  const proof = { ...body, agentId: rowan };
  ours.proof = await idOf(flow.ask('rowan-pebble', 'POST /me/proofs', { body: proof }));
  await connectStrangers();
});
afterAll(() => flow.stop());

function agentIdOf(key: string): string {
  return flow.sandbox.find(key).agent?.agentId ?? '';
}

async function idOf(answer: Promise<Answer>): Promise<string> {
  return String((await answer).body['id']);
}

/** Those who attack have an account of their own: only then is a refusal worth something. */
async function connectStrangers(): Promise<void> {
  const credentials = { clientId: 'thistle', clientSecret: 'burdock' };
  flow.sandbox.vcc.addAccount({ accountKey: 'THISTLE', region: 'nam', ...credentials });
  flow.sandbox.entra.consent(THISTLE_HILL.tenantId, flow.sandbox.app.clientId);
  const body = { region: 'nam', accountKey: 'THISTLE', ...credentials };
  const made = await flow.ask('', 'POST /connections', { body, token: foreignAdmin });
  expect(made.status).toBe(201);
}

type Claims = Readonly<Record<string, unknown>>;

function tokenOf(claims: Claims, who = ADMIN): Promise<string> {
  const { entra, app } = flow.sandbox;
  const { person, persona } = flow.sandbox.find(who);
  const { tenantId } = persona;
  const ask = { tenantId, personId: person.id, clientId: app.clientId, claims };
  return entra.ssoToken(tenantId === THISTLE_HILL.tenantId ? ask : { ...ask, roles: ['Admin'] });
}

function parts(token: string): [string, string, string] {
  const [head = '', payload = '', signature = ''] = token.split('.');
  return [head, payload, signature];
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

async function withHead(head: object, sign: (text: string) => string): Promise<string> {
  const text = `${encode(head)}.${parts(await tokenOf({}))[1]}`;
  return `${text}.${sign(text)}`;
}

async function patched(): Promise<string> {
  const token = await tokenOf({ roles: [] }, AGENT);
  const [head, , signature] = parts(token);
  return `${head}.${parts(await tokenOf({ roles: ['Admin'] }, AGENT))[1]}.${signature}`;
}

const seconds = (): number => Math.floor(flow.clock.now() / 1_000);

describe('tokens', () => {
  const FORGED: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['that are no token', () => 'let-me-in'],
    ['without a signature (alg none)', () => withHead({ alg: 'none', kid: 'k' }, () => '')],
    [
      'signed with a secret we might share (HS256)',
      () =>
        withHead({ alg: 'HS256', kid: 'k' }, (text) =>
          createHmac('sha256', flow.sandbox.app.clientSecret).update(text).digest('base64url'),
        ),
    ],
    ['signed by a key nobody knows', () => withHead({ alg: 'RS256', kid: 'k' }, () => 'AAAA')],
    ['whose roles were changed after signing', patched],
    ['that have expired', () => tokenOf({ exp: seconds() - 120 })],
    ['without an end', () => tokenOf({ exp: undefined })],
    ['from the future', () => tokenOf({ nbf: seconds() + 600 })],
    ['for another application', () => tokenOf({ aud: MADE_UP })],
    ['for Graph', () => tokenOf({ aud: 'https://graph.microsoft.com' })],
    ['of an application (no scope)', () => tokenOf({ scp: undefined })],
    ['of an application (idtyp)', () => tokenOf({ idtyp: 'app' })],
    ['with another scope', () => tokenOf({ scp: 'User.Read' })],
    ['given to another client', () => tokenOf({ azp: MADE_UP })],
    ['given to no client', () => tokenOf({ azp: undefined })],
    ['issued by another tenant', () => tokenOf({ tid: THISTLE_HILL.tenantId })],
    ['issued by somebody else', () => tokenOf({ iss: 'https://login.elsewhere.example/v2.0' })],
    ['of a personal account', () => tokenOf({ tid: PERSONAL })],
    ['of a tenant that is a path', () => tokenOf({ tid: '../../common' })],
    ['without a person', () => tokenOf({ oid: undefined })],
  ];

  test.each(FORGED)('[JN2] %s → 401 token-refused', async (_what, forge) => {
    const answer = await flow.ask('', 'GET /connections', { token: await forge() });
    expect([answer.status, answer.code]).toEqual([401, 'token-refused']);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('[JN2] that are missing → 401 sign-in-required', async () => {
    const answer = await flow.ask('', 'GET /connections', { token: '' });
    expect([answer.status, answer.code]).toEqual([401, 'sign-in-required']);
  });

  test('[JN2] signed by a key that was replaced → 401 token-refused; by the new one → let in', async () => {
    const old = await tokenOf({});
    expect((await flow.ask('', 'GET /connections', { token: old })).status).toBe(200);
    await flow.advance(61_000);
    flow.sandbox.entra.rotateKeys(0);
    const fresh = await flow.ask('', 'GET /connections', { token: await tokenOf({}) });
    const late = await flow.ask('', 'GET /connections', { token: old });
    expect([fresh.status, late.status, late.code]).toEqual([200, 401, 'token-refused']);
    foreignAdmin = await tokenOf({ tid: THISTLE_HILL.tenantId, roles: ['Admin'] }, STRANGER);
  });
});

type Try = readonly [what: string, row: () => string, body?: () => unknown];

/** With its name before it, as a table of tests wants it. */
const named = (tries: readonly Try[]) => tries.map((one) => [one[0], one] as const);

const ON_OURS: readonly Try[] = [
  ['a connection is read', () => `GET /connections/${ours.connection}`],
  ['its health is read', () => `GET /connections/${ours.connection}/health`],
  ['its mapping is read', () => `GET /connections/${ours.connection}/mapping`],
  ['its client id is read', () => `GET /connections/${ours.connection}/credentials`],
  ['its agents are listed', () => `GET /connections/${ours.connection}/agents`],
  ['its links are listed', () => `GET /connections/${ours.connection}/links`],
  ['its match report is read', () => `GET /connections/${ours.connection}/matches`],
  ['its requests are listed', () => `GET /connections/${ours.connection}/requests`],
  ['its invitations are listed', () => `GET /connections/${ours.connection}/invitations`],
  [
    'its credentials are replaced',
    () => `PUT /connections/${ours.connection}/credentials`,
    () => ({ clientId: 'thistle', clientSecret: 'burdock' }),
  ],
  [
    'an agent is linked in it',
    () => `POST /connections/${ours.connection}/links`,
    () => ({ agentUserId: MADE_UP, personId: MADE_UP }),
  ],
  [
    'its matches are applied',
    () => `POST /connections/${ours.connection}/matches/apply`,
    () => ({}),
  ],
  ['it is deleted', () => `DELETE /connections/${ours.connection}`],
  ['a request is approved', () => `POST /requests/${ours.request}/approve`, () => ({})],
  ['a request is declined', () => `POST /requests/${ours.request}/decline`, () => ({})],
];

const ON_LINKS: readonly Try[] = [
  ['a link is read', () => `GET /links/${ours.link}`],
  ['its records are read', () => `GET /links/${ours.link}/records`],
  ['it is paused', () => `POST /links/${ours.link}/orders/pause`, () => ({})],
  ['it is resumed', () => `POST /links/${ours.link}/orders/resume`, () => ({})],
  [
    'a state is set',
    () => `POST /links/${ours.link}/orders/state`,
    () => ({ presenceId: MADE_UP }),
  ],
  ['Teams is overridden', () => `POST /links/${ours.link}/orders/show`, () => ({})],
  ['it is unlinked', () => `DELETE /links/${ours.link}`],
  ['a proof is read', () => `GET /me/proofs/${ours.proof}`],
  ['a request is withdrawn', () => `DELETE /me/requests/${ours.request}`],
];

const ask = (who: string, [, row, body]: Try, more: ApiAsk = {}): Promise<Answer> =>
  flow.ask(who, row(), { ...more, ...(body ? { body: body() } : {}) });

/** The same asked of an id that never was. */
function madeUp([what, row, body]: Try): Try {
  const ids = Object.values(ours);
  const never = (): string => row().replace(/[^/ ]{36}/, (id) => (ids.includes(id) ? MADE_UP : id));
  return body ? [what, never, body] : [what, never];
}

describe('by an administrator of another organisation', () => {
  test.each(named([...ON_OURS, ...ON_LINKS]))(
    '[JN1] %s → 404 not-found, and nothing tells that it is there',
    async (_what, tried) => {
      const real = await ask('', tried, { token: foreignAdmin });
      const never = await ask('', madeUp(tried), { token: foreignAdmin });
      expect([real.status, real.code]).toEqual([404, 'not-found']);
      expect(real.text).toBe(never.text);
    },
  );

  test('[JN1] the data of our person → nothing is found', async () => {
    const row = `GET /people/${ours.person}/data`;
    const { body } = await flow.ask('', row, { token: foreignAdmin });
    expect(body).toMatchObject({ links: [], records: [], proofs: [], requests: [], watcher: null });
  });

  test('[JN1] our person’s deletion → ours stays linked', async () => {
    const row = `DELETE /people/${ours.person}/data`;
    const { body } = await flow.ask('', row, { token: foreignAdmin });
    expect(body).toEqual({ linksLeft: 0 });
    expect((await flow.ask(AGENT, 'GET /me/link')).status).toBe(200);
  });

  test('[JN4][JN6] our account with guessed secrets → 422, and says nothing of being connected', async () => {
    const body = flow.account({ clientSecret: 'guessed' });
    const answer = await flow.ask('', 'POST /connections', { body, token: foreignAdmin });
    expect([answer.status, answer.code]).toEqual([422, 'vcc-step-failed']);
  });
});

describe('by a colleague', () => {
  test.each(named(ON_LINKS))('[JN1] %s → 404 not-found', async (_what, tried) => {
    const answer = await ask(COLLEAGUE, tried);
    expect([answer.status, answer.code]).toEqual([404, 'not-found']);
  });

  test.each(named(ON_OURS))('[JN1] %s → 403 admin-only', async (_what, tried) => {
    const answer = await ask(COLLEAGUE, tried);
    expect([answer.status, answer.code]).toEqual([403, 'admin-only']);
  });

  test('[JN9] linking by the address of a colleague → it is looked up, not believed', async () => {
    const claims = { preferred_username: 'sage.underhill@meadowbank.example', roles: [] };
    const token = await tokenOf(claims, COLLEAGUE);
    const body = { connectionId: ours.connection };
    const linked = await flow.ask('', 'POST /me/link', { body, token });
    const { agent } = flow.sandbox.find(COLLEAGUE);
    expect(linked.body).toMatchObject({ agent: { userId: agent?.userId } });
  });
});

describe('by the redirect of a consent', () => {
  const back = (query: string): Promise<Answer> =>
    flow.ask('', `GET /consent/callback?${query}`, { token: '' });
  const tenant = MEADOWBANK.tenantId;

  test('[JN5] with a made-up state → 400', async () => {
    expect((await back(`admin_consent=True&tenant=${tenant}&state=made-up`)).status).toBe(400);
  });

  test('[JN5] with no state → 400', async () => {
    expect((await back(`admin_consent=True&tenant=${tenant}`)).status).toBe(400);
  });

  test('[JN5] replayed → 400', async () => {
    const begun = await flow.ask(ADMIN, 'POST /tenant/consent', { body: {} });
    const state = new URL(String(begun.body['url'])).searchParams.get('state') ?? '';
    const query = `admin_consent=True&tenant=${tenant}&state=${state}`;
    expect([(await back(query)).status, (await back(query)).status]).toEqual([200, 400]);
  });

  test('[JN5] with another tenant → 400, and the state is used up', async () => {
    const begun = await flow.ask(ADMIN, 'POST /tenant/consent', { body: {} });
    const state = new URL(String(begun.body['url'])).searchParams.get('state') ?? '';
    const forged = `admin_consent=True&tenant=${THISTLE_HILL.tenantId}&state=${state}`;
    const right = `admin_consent=True&tenant=${tenant}&state=${state}`;
    expect([(await back(forged)).status, (await back(right)).status]).toEqual([400, 400]);
  });

  test('[JN5] with words of its own → none of them is shown', async () => {
    const { text } = await back('error=%3Cscript%3E&error_description=call-this-number&state=x');
    expect(text).not.toMatch(/script|call-this-number/);
  });
});

describe('by a delivery that is not VCC’s', () => {
  const event = (): string =>
    JSON.stringify({
      specversion: '1.0',
      type: 'agent.presencechanged.v1',
      id: MADE_UP,
      source: 'elsewhere',
      data: { user: { userId: flow.sandbox.find(AGENT).agent?.userId } },
    });

  async function post(signature?: string): Promise<number> {
    const [service] = flow.services;
    const answer = await fetch(`${service?.url}/hooks/vcc/${ours.connection}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json',
        ...(signature === undefined ? {} : { 'vonage-signature': signature }),
      },
      body: event(),
    });
    return answer.status;
  }

  test('[KP3] unsigned, or signed with the secret of another account → 401', async () => {
    const other = flow.sandbox.vcc.account('THISTLE')?.subscriptions()[0]?.secret ?? '';
    const foreign = sign(Buffer.from(event()), { secret: other, now: flow.clock.now() });
    expect([await post(), await post(foreign)]).toEqual([401, 401]);
  });
});

describe('by sheer number or size', () => {
  test('[JN18] a body above 256 KB → 413', async () => {
    const body = { ...flow.account(), clientId: 'x'.repeat(300_000) };
    expect((await flow.ask(ADMIN, 'POST /connections', { body })).status).toBe(413);
  });

  test('[JN18] ids that are paths or commands → 404', async () => {
    for (const id of ['..%2f..%2fetc', "1';DROP", '%00', 'a'.repeat(500)]) {
      expect((await flow.ask(ADMIN, `GET /links/${id}`)).status).toBe(404);
    }
  });

  test('[JN4] requests without end → 429 with the wait, for that person alone', async () => {
    const token = await flow.sandbox.tokenFor('tansy-brook');
    const seen = new Set<number>();
    for (let round = 0; round < 26; round += 1) {
      const some = Array.from({ length: 50 }, () => flow.ask('', 'GET /me/link', { token }));
      for (const { status } of await Promise.all(some)) seen.add(status);
    }
    const last = await flow.ask('', 'GET /me/link', { token });
    expect([...seen].sort()).toEqual([404, 429]);
    expect([last.code, Number(last.headers.get('retry-after'))]).toEqual([
      'too-many-requests',
      expect.any(Number),
    ]);
    expect((await flow.ask(AGENT, 'GET /me/link')).status).toBe(200);
  });
});

test('[JN1] nobody of them has changed anything', async () => {
  const link = (await flow.ask(AGENT, 'GET /me/link')).body as { id: string; status: object };
  const { agent } = flow.sandbox.find(AGENT) as { agent: SimulatedAgent };
  expect(link).toMatchObject({ id: ours.link, agent: { userId: agent.userId } });
  expect(link.status).toMatchObject({ pausedUntil: null });
  const requests = await flow.ask(ADMIN, `GET /connections/${ours.connection}/requests`);
  expect(requests.body['items']).toEqual([expect.objectContaining({ id: ours.request })]);
});
