import { MovableClock } from '../../sandbox/clock';
import type { SandboxServer } from '../../sandbox/contract';
import { replyEmpty, replyJson } from '../../sandbox/http/message';
import { createRouter } from '../../sandbox/http/router';
import { startServer } from '../../sandbox/http/server';

let server: SandboxServer;

beforeEach(async () => {
  const router = createRouter({ ignoreCase: true })
    .on('GET', '/meadows/{name}/hay', ({ params }) => replyJson(200, params))
    .on('POST', '/meadows', ({ rawBody }) => replyJson(200, { length: rawBody.length }))
    .on('GET', '/broken', () => {
      throw new Error('no grass');
    });
  server = await startServer({
    clock: new MovableClock({ start: 1000 }),
    maxBodyBytes: 16,
    handle: async (ask) => (await router.handle(ask)) ?? replyEmpty(404),
  });
});
afterEach(() => server.close());

describe('the plumbing of the sandbox servers', () => {
  it('routes by method and path, decoding the parts of it', async () => {
    const found = await fetch(`${server.url}/Meadows/a%20b%2Fc/HAY`);
    const other = await fetch(`${server.url}/meadows/x/hay`, { method: 'DELETE' });

    expect(await found.json()).toEqual({ name: 'a b/c' });
    expect(other.status).toBe(404);
  });

  it('refuses a body above its cap', async () => {
    const fits = await fetch(`${server.url}/meadows`, { method: 'POST', body: 'x'.repeat(16) });
    const exceeds = await fetch(`${server.url}/meadows`, { method: 'POST', body: 'x'.repeat(17) });

    expect([fits.status, exceeds.status]).toEqual([200, 413]);
  });

  it('remembers every request with its answer', async () => {
    const body = '{"hay":1}';
    await fetch(`${server.url}/meadows?dry=yes`, { method: 'POST', body });

    expect(server.requests).toEqual([
      {
        at: 1000,
        method: 'POST',
        path: '/meadows',
        query: 'dry=yes',
        status: 200,
        body: { hay: 1 },
      },
    ]);
  });

  it('calls a bug of the sandbox a bug', async () => {
    const answer = await fetch(`${server.url}/broken`);

    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('sandboxBug');
  });

  it('takes a fault away again, and adds headers to a working answer', async () => {
    const remove = server.faults.add({ headers: { 'x-hay': 'wet' } });
    const during = await fetch(`${server.url}/meadows/x/hay`);
    remove();
    const after = await fetch(`${server.url}/meadows/x/hay`);

    expect([during.headers.get('x-hay'), after.headers.get('x-hay')]).toEqual(['wet', null]);
    expect(during.status).toBe(200);
  });
});
