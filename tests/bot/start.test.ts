import { startService } from '../../bot/index';
import type { Service } from '../../bot/service';
import { createTestDatabase } from '../database';
import type { TestDatabase } from '../database';

let database: TestDatabase;
let service: Service;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await startService({
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1:3978',
    DATABASE_URL: database.url,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
    ENTRA_CLIENT_ID: 'aaaaaaaa-0000-4000-8000-000000000001',
    ENTRA_CLIENT_SECRET: 'meadow',
    LOG_LEVEL: 'silent',
  });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

async function get(path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${service.url}${path}`);
  return { status: answer.status, text: await answer.text() };
}

test('the whole service starts on a database and answers at every public door', async () => {
  expect(await get('/health/live')).toMatchObject({ status: 200 });
  expect(await get('/health/ready')).toMatchObject({ status: 200 });
  expect((await get('/metrics')).text).toContain('presence_link_');
  expect((await get('/api/v1/openapi.json')).text).toContain('"openapi":"3.1.0"');
});

test('nobody gets in without a token, or with one that is none', async () => {
  expect(await get('/api/v1/connections')).toMatchObject({ status: 401 });
  const headers = { authorization: 'Bearer a.b.c' };
  const answer = await fetch(`${service.url}/api/v1/connections`, { headers });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: 'token-refused' });
});

test('a webhook for nobody is refused and counted', async () => {
  const url = `${service.url}/hooks/vcc/00000000-0000-4000-8000-000000000000`;
  const answer = await fetch(url, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(404);
  expect((await get('/metrics')).text).toContain('code="unknown-connection"} 1');
});

test('without settings it does not start and names each missing one', async () => {
  await expect(startService({})).rejects.toMatchObject({
    name: 'ConfigError',
    problems: [
      expect.stringContaining('PUBLIC_URL'),
      expect.stringContaining('SECRETS_KEY'),
      expect.stringContaining('ENTRA_CLIENT_ID'),
      expect.stringContaining('ENTRA_CLIENT_SECRET'),
    ],
  });
});
