import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTeamsHost } from '../../sandbox/teams-host';
import type { TeamsHost } from '../../sandbox/teams-host';

const PERSON = {
  key: 'juniper-vale',
  name: 'Juniper Vale',
  role: 'agent',
  tenantId: 'tenant',
  personId: 'person',
  upn: 'juniper.vale@meadowbank.example',
};

let product: Server;
let teams: TeamsHost;

beforeAll(async () => {
  product = createServer((request, response) => {
    if (request.url === '/api/cut') return void response.destroy();
    response.writeHead(207, { 'x-product': 'yes' });
    response.end(`${request.method} ${request.url} ${request.headers['authorization'] ?? ''}`);
  });
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  teams = await createTeamsHost({
    productUrl: `http://127.0.0.1:${(product.address() as AddressInfo).port}`,
    appId: '2f7d9a10-64c3-4e58-9b02-c1d5e8f3a703',
    people: [PERSON],
    tokenFor: async (key) => `token of ${key}`,
  });
});

afterAll(async () => {
  await teams.close();
  await new Promise((resolve) => product.close(resolve));
});

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${teams.url}/host/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

test('passes on what the tab needs of the product, and nothing else', async () => {
  const answer = await fetch(`${teams.url}/api/v1/me?x=1`, {
    headers: { authorization: 'Bearer a' },
  });
  expect([answer.status, answer.headers.get('x-product'), await answer.text()]).toEqual([
    207,
    'yes',
    'GET /api/v1/me?x=1 Bearer a',
  ]);
  expect((await fetch(`${teams.url}/tab/`)).status).toBe(207);
  expect((await fetch(`${teams.url}/hooks/graph`)).status).toBe(404);
  expect((await fetch(`${teams.url}/tabs`)).status).toBe(404);
});

test('answers for a product that hangs up', async () => {
  expect((await fetch(`${teams.url}/api/cut`)).status).toBe(502);
});

test('gives the token of one of its people to its own page only', async () => {
  expect(await (await post('{"person":"juniper-vale"}')).json()).toEqual({
    token: 'token of juniper-vale',
  });
  expect((await post('{"person":"nobody"}')).status).toBe(404);
  expect((await post('nonsense')).status).toBe(404);
  expect((await post('{}', { origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await fetch(`${teams.url}/host/token`)).status).toBe(405);
});

test('serves its page and names who can be', async () => {
  const page = await fetch(teams.openAs('juniper-vale', { theme: 'dark' }));
  expect([page.status, await page.text()]).toEqual([
    200,
    expect.stringContaining('Nobody here is real'),
  ]);
  const { people } = (await (await fetch(`${teams.url}/host/people`)).json()) as {
    people: unknown;
  };
  expect(people).toEqual([PERSON]);
  expect((await fetch(`${teams.url}/index.ts`)).status).toBe(404);
});
