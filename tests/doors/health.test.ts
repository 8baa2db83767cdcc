import { createLiveDoor, createMetricsDoor, createReadyDoor } from '../../src/doors/health';
import { request } from './requests';

const metrics = { text: async () => 'presence_link_up 1\n', contentType: 'text/plain; version=1' };

test('a live process says so, whatever the database does', async () => {
  expect(await createLiveDoor()(request())).toMatchObject({ status: 200 });
});

test.each([
  ['answers', () => Promise.resolve(), 200],
  ['refuses', () => Promise.reject(new Error('down')), 503],
])('a process is ready when its database %s', async (_case, ping, status) => {
  expect(await createReadyDoor({ ping, metrics })(request())).toMatchObject({ status });
});

test('a database that says nothing for two seconds is not ready', async () => {
  jest.useFakeTimers();
  const asked = createReadyDoor({ ping: () => new Promise(() => undefined), metrics })(request());
  await jest.advanceTimersByTimeAsync(2_000);
  expect(await asked).toMatchObject({ status: 503 });
  jest.useRealTimers();
});

test('metrics are text in the form they come', async () => {
  const answer = await createMetricsDoor({ ping: async () => undefined, metrics })(request());
  expect(answer).toEqual({
    status: 200,
    headers: { 'content-type': 'text/plain; version=1' },
    body: 'presence_link_up 1\n',
  });
});
