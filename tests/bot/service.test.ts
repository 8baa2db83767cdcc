import { createConfig } from '../../src/config/config';
import { runService } from '../../bot/service';

const ENV = {
  PORT: '0',
  PUBLIC_URL: 'http://127.0.0.1:3978',
  SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  ENTRA_CLIENT_ID: 'client',
  ENTRA_CLIENT_SECRET: 'meadow',
};

function fakeSync(start: () => Promise<void> = async () => undefined) {
  const done: string[] = [];
  const door = async () => ({ status: 200, headers: {}, body: 'here' });
  const sync = {
    doors: { routes: [{ method: 'GET', path: '/health/live', maxBytes: 10, door }] },
    start: () => (done.push('start'), start()),
    stop: async () => void done.push('stop'),
  };
  return { sync: sync as never, done };
}

test('the service listens on this machine only when its address is this machine', async () => {
  const { sync, done } = fakeSync();
  const service = await runService(createConfig(ENV), sync);
  expect(service.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await (await fetch(`${service.url}/health/live`)).text()).toBe('here');
  await Promise.all([service.stop(), service.stop()]);
  await expect(fetch(`${service.url}/health/live`)).rejects.toThrow();
  expect(done).toEqual(['start', 'stop']);
});

test('a service that cannot start stops what it has begun', async () => {
  const { sync, done } = fakeSync(() => Promise.reject(new Error('no line')));
  await expect(runService(createConfig(ENV), sync)).rejects.toThrow('no line');
  expect(done).toEqual(['start', 'stop']);
});
