/** The door of the channel with real signed tokens, against keys of our own. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { Activity } from 'botbuilder';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAdapter } from '../../bot/channel/adapter';
import { KeepingAuthentication } from '../../bot/channel/connectors';
import { createMessagesRoute } from '../../bot/channel/messages-door';
import { judgeFailure } from '../../bot/channel/notifier';
import { createPerPerson } from '../../bot/channel/per-person';
import { createConfig } from '../../src/config/config';
import { activityOf, JUNIPER } from './rig';

const BOT_ID = 'b07b07b0-0000-4000-8000-000000000001';
const BASE = {
  PUBLIC_URL: 'http://127.0.0.1:3978',
  SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  ENTRA_CLIENT_ID: 'client',
  ENTRA_CLIENT_SECRET: 'meadow',
};
const REGISTERED = {
  ...BASE,
  BOT_ID,
  BOT_PASSWORD: 'yarrow',
  BOT_TENANT_ID: '5d1c4a60-7e21-4b0f-9a35-6f0c2b7e1d01',
};
const ISSUER = 'https://api.botframework.com';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

let keys: Server;
let url: string;
let ours: Key;
let theirs: Key;

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  const jwk = await exportJWK(pair.publicKey);
  ours = pair.privateKey;
  theirs = (await generateKeyPair('RS256')).privateKey;
  keys = createServer((request, response) => {
    const known = { ...jwk, kid: 'one', use: 'sig', alg: 'RS256', endorsements: ['msteams'] };
    const body =
      request.url === '/keys' ? { keys: [known] } : { issuer: ISSUER, jwks_uri: `${url}/keys` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(keys.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => keys.close(resolve)));

const settings = () => ({
  ValidateAuthority: true,
  ToChannelFromBotLoginUrl: `${url}/login`,
  ToChannelFromBotOAuthScope: ISSUER,
  ToBotFromChannelTokenIssuer: ISSUER,
  OAuthUrl: `${url}/oauth`,
  ToBotFromChannelOpenIdMetadataUrl: `${url}/metadata`,
  ToBotFromEmulatorOpenIdMetadataUrl: `${url}/metadata`,
  CallerId: 'urn:botframework:azure',
});

interface Forged {
  readonly audience?: string;
  readonly issuer?: string;
  readonly serviceUrl?: string;
  readonly expiresIn?: string;
  readonly key?: Key;
}

const SERVICE_URL = 'https://smba.example/teams';

function tokenOf(forged: Forged = {}): Promise<string> {
  return new SignJWT({ serviceurl: forged.serviceUrl ?? SERVICE_URL })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(forged.issuer ?? ISSUER)
    .setAudience(forged.audience ?? BOT_ID)
    .setIssuedAt()
    .setExpirationTime(forged.expiresIn ?? '10m')
    .sign(forged.key ?? ours);
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly turn?: () => Promise<void>;
}

async function send({ headers, body, env = REGISTERED, turn }: Sent) {
  const config = createConfig(env);
  const turns: unknown[] = [];
  const failures: unknown[] = [];
  const route = createMessagesRoute({
    adapter: createAdapter(config, config.bot ? settings() : {}),
    isAnonymous: config.bot === null,
    turn: async ({ activity }) => {
      turns.push(activity);
      await turn?.();
    },
    onFailure: (error) => void failures.push(error),
  });
  const answer = await route.door({
    method: 'POST',
    params: {},
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json', host: '127.0.0.1:3978', ...headers },
    rawBody: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body ?? message())),
  });
  return { status: answer.status, text: String(answer.body), turns, failures };
}

const message = (more: Partial<Activity> = {}) =>
  activityOf(JUNIPER, { type: 'message', text: 'hi', ...more });
const bearer = async (forged?: Forged) => ({ authorization: `Bearer ${await tokenOf(forged)}` });

test('[BT1] a token of the channel for this bot and this address is believed', async () => {
  expect(await send({ headers: await bearer() })).toMatchObject({
    status: 200,
    turns: [{ text: 'hi' }],
  });
});

test.each<[string, () => Promise<Readonly<Record<string, string>>>]>([
  ['no token', async () => ({})],
  ['rubbish', async () => ({ authorization: 'Bearer a.b.c' })],
  ['another scheme', async () => ({ authorization: 'Basic anVuaXBlcg==' })],
  ['another bot', () => bearer({ audience: 'b07b07b0-0000-4000-8000-00000000dead' })],
  ['another issuer', () => bearer({ issuer: 'https://evil.example' })],
  ['another service address', () => bearer({ serviceUrl: 'https://evil.example' })],
  ['one that has ended', () => bearer({ expiresIn: '-1h' })],
  ['a key nobody knows', () => bearer({ key: theirs })],
])('[BT1] %s: nobody, and no word why', async (_case, headers) => {
  const answer = await send({ headers: await headers() });
  expect(answer).toMatchObject({ status: 401, turns: [] });
  expect(JSON.parse(answer.text)).toMatchObject({ code: 'not-authenticated' });
});

test('[BT2] the client of an address is kept for the next message, and is that address’s alone', async () => {
  const adapter = createAdapter(createConfig(REGISTERED), settings());
  const clients: unknown[] = [];
  const tokens = new Set<unknown>();
  for (const serviceUrl of [SERVICE_URL, SERVICE_URL, 'https://smba.example/amer']) {
    const token = await tokenOf({ serviceUrl });
    await adapter.receive(`Bearer ${token}`, message({ serviceUrl }) as Activity, async (turn) => {
      clients.push(turn.turnState.get(adapter.ConnectorClientKey));
      tokens.add(turn.turnState.get(adapter.UserTokenClientKey));
    });
  }
  expect([...tokens]).toEqual([expect.objectContaining({ appId: BOT_ID })]);
  const [first, second, third] = clients as { baseUri: string }[];
  expect(second).toBe(first);
  expect([first?.baseUri, third?.baseUri]).toEqual([SERVICE_URL, 'https://smba.example/amer']);
});

test('[BT2] a client that could not be made is made for the next message', async () => {
  let failures = 1;
  const credentials = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: BOT_ID,
    MicrosoftAppPassword: 'yarrow',
    MicrosoftAppType: 'MultiTenant',
  });
  const create = credentials.createCredentials.bind(credentials);
  credentials.createCredentials = (...ask) => {
    failures -= 1;
    return failures >= 0 ? Promise.reject(new Error('not now')) : create(...ask);
  };
  const authentication = new KeepingAuthentication(settings(), credentials);
  const connect = async () => {
    const { authorization } = await bearer();
    const believed = await authentication.authenticateRequest(message() as Activity, authorization);
    return believed.connectorFactory!.create(SERVICE_URL, ISSUER);
  };
  await expect(connect()).rejects.toThrow('not now');
  expect(await connect()).toBe(await connect());
});

test('[BT1] a channel that its key does not vouch for is nobody', async () => {
  const body = message({ channelId: 'webchat' });
  expect(await send({ headers: await bearer(), body })).toMatchObject({ status: 401, turns: [] });
});

test.each([
  ['x-forwarded-for', '203.0.113.7'],
  ['x-forwarded-host', 'tunnel.example'],
  ['x-forwarded-proto', 'https'],
  ['forwarded', 'for=203.0.113.7'],
  ['via', '1.1 tunnel'],
])('[BT1] what a tunnel or a proxy hands on is of another machine: %s', async (name, value) => {
  const local = { ...message(), serviceUrl: 'http://127.0.0.1:56150/_connector' };
  const headers = { host: 'localhost:3978', [name]: value };
  expect(await send({ env: BASE, body: local, headers })).toMatchObject({ status: 403, turns: [] });
});

test('[BT1] without a registration only this machine is answered', async () => {
  const local = message({ serviceUrl: 'http://127.0.0.1:56150/_connector' });
  expect(await send({ env: BASE, body: local })).toMatchObject({ status: 200 });
  for (const sent of [
    { body: message() },
    { body: message({ serviceUrl: 'http://169.254.169.254/latest' }) },
    // A page whose name was made to lead to this machine.
    { body: local, headers: { host: 'evil.example' } },
    // What a page may send without being asked first.
    { body: local, headers: { 'content-type': 'text/plain' } },
  ]) {
    const answer = await send({ env: BASE, ...sent });
    expect([403, 415]).toContain(answer.status);
    expect(answer.turns).toEqual([]);
  }
});

test.each([
  ['no JSON', Buffer.from('{'), 400],
  ['no object', [], 400],
  ['no activity', { hello: 'world' }, 400],
  ['no address to answer to', { type: 'message', serviceUrl: 'javascript:alert(1)' }, 400],
  ['too much', Buffer.alloc(300 * 1024, 32), 413],
])('[BT1] %s is refused before anybody is asked', async (_case, body, status) => {
  expect(await send({ headers: await bearer(), body })).toMatchObject({ status, turns: [] });
});

test('[BT2] a turn that fails beyond all care is answered without details', async () => {
  const turn = () => Promise.reject(new Error('secret: yarrow'));
  const answer = await send({ headers: await bearer(), turn });
  expect(answer).toMatchObject({ status: 500, failures: [expect.any(Error)] });
  expect(answer.text).not.toContain('yarrow');
});

test.each([
  [{ BOT_TYPE: 'Singletenant' }, 'BOT_TYPE'],
  [{ BOT_TENANT_ID: '' }, 'BOT_TENANT_ID'],
  [{ BOT_PASSWORD: '' }, 'BOT_PASSWORD'],
  [{ BOT_TYPE: 'UserAssignedMsi' }, 'BOT_PASSWORD'],
  [{ BOT_ID: '', BOT_PASSWORD: '', PUBLIC_URL: 'https://link.meadowbank.example' }, 'BOT_ID'],
  [{ TEAMS_APP_ID: 'x"><script>' }, 'TEAMS_APP_ID'],
])('[BT1] settings %j are refused at start by a sentence about %s', (env, name) => {
  const given = Object.fromEntries(
    Object.entries({ ...REGISTERED, ...env }).filter(([, value]) => value),
  );
  expect(() => createConfig(given)).toThrow(name);
});

test.each([
  [REGISTERED],
  [{ ...REGISTERED, BOT_TYPE: 'MultiTenant' }],
  [{ ...BASE, BOT_ID, BOT_TYPE: 'UserAssignedMsi', BOT_TENANT_ID: REGISTERED.BOT_TENANT_ID }],
  [{ ...REGISTERED, CLOUD: 'gcch' }],
])('[BT1] each kind of registration makes an adapter', (env) => {
  expect(createAdapter(createConfig(env))).toBeDefined();
});

test('[BT2] who comes while the second is at work waits for it too', async () => {
  const perPerson = createPerPerson();
  const log: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    log.push(`${name} begins`);
    return new Promise<void>((resolve) => ends.push(resolve)).then(
      () => void log.push(`${name} ends`),
    );
  };
  const first = perPerson.run('a', work('first'));
  const second = perPerson.run('a', work('second'));
  await Promise.resolve();
  ends[0]!();
  await first;
  // The second has begun, and what the first left behind is cleared away.
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
  const third = perPerson.run('a', work('third'));
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
  expect(log).toEqual(['first begins', 'first ends', 'second begins']);
  ends[1]!();
  await second;
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
  ends[2]!();
  await third;
  await perPerson.rest();
  expect(log.slice(3)).toEqual(['second ends', 'third begins', 'third ends']);
});

test('[BT2] work of one key keeps its order over failures, and others do not wait', async () => {
  const perPerson = createPerPerson();
  const done: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const first = perPerson.run('a', () => gate.then(() => void done.push('a1')));
  const second = perPerson
    .run('a', async () => Promise.reject(new Error('a2')))
    .catch(() => done.push('a2'));
  const third = perPerson.run('a', async () => void done.push('a3'));
  await perPerson.run('b', async () => void done.push('b1'));
  open();
  await Promise.all([first, second, third]);
  expect(done.filter((one) => one !== 'a2')).toEqual(['b1', 'a1', 'a3']);
  await perPerson.rest();
});

test.each([
  [{ statusCode: 403, code: 'MessageWritesBlocked' }, 'gone'],
  [{ statusCode: 404 }, 'gone'],
  [{ statusCode: 429, response: { headers: { get: () => '7' } } }, 'later'],
  [{ statusCode: 412 }, 'later'],
  [{ statusCode: 502 }, 'later'],
  [{ statusCode: 413 }, 'refused'],
  [{ statusCode: 400 }, 'refused'],
  [{ code: 'ECONNREFUSED' }, 'later'],
  [{ code: 'ECONNRESET' }, 'unknown'],
  [new Error('timeout'), 'unknown'],
  [null, 'unknown'],
])('[BT11] %j says of a message: %s', (error, kind) => {
  expect(judgeFailure(error).kind).toBe(kind);
});

test('[BT11] the wait a channel asks for is kept', () => {
  const error = { statusCode: 429, response: { headers: { get: () => '7' } } };
  expect(judgeFailure(error)).toMatchObject({ kind: 'later', afterMs: 7_000 });
});
