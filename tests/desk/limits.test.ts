import { createRequestLimit } from '../../src/doors/request-limit';
import { createHandClock } from '../clients/hand-clock';
import { ADMIN, AGENT, NEW_CONNECTION, openDesk, STRANGER } from './rig';
import type { DeskRig } from './rig';

const TEN_MINUTES = 600_000;
let rig: DeskRig;
beforeAll(async () => void (rig = await openDesk()));
afterEach(() => rig.clear());
afterAll(() => rig.close());

test('[JN4] credentials tried again and again are refused with the wait, for that tenant alone', async () => {
  rig.outside.fail.token = { kind: 'forbidden', status: 400, reason: 'bad-credentials' };
  const attempt = (): Promise<unknown> => rig.desk.createConnection(ADMIN, NEW_CONNECTION);
  for (let count = 0; count < 20; count += 1) {
    await expect(attempt()).rejects.toMatchObject({ code: 'vcc-step-failed' });
  }
  await expect(attempt()).rejects.toMatchObject({
    code: 'too-many-requests',
    more: { retryAfterS: 600 },
  });
  await expect(rig.desk.createConnection(STRANGER, NEW_CONNECTION)).rejects.toMatchObject({
    code: 'vcc-step-failed',
  });
  await rig.clock.advance(TEN_MINUTES);
  await expect(attempt()).rejects.toMatchObject({ code: 'vcc-step-failed' });
});

test('[JN4] credentials that are only tried spend no pace of the account they speak of', async () => {
  rig.outside.fail.definitions = { kind: 'forbidden', status: 403, reason: 'no' };
  await rig.desk.createConnection(STRANGER, NEW_CONNECTION).catch(() => undefined);
  expect(rig.outside.logins).toEqual(['trial/brook/emea']);
});

test('[JN4] a person who asks without end is told when to come back; others are not held up', async () => {
  const clock = createHandClock();
  const limit = createRequestLimit(clock, 2);
  limit(ADMIN);
  limit(ADMIN);
  expect(() => limit(ADMIN)).toThrow(expect.objectContaining({ code: 'too-many-requests' }));
  expect(() => limit(AGENT)).not.toThrow();
  await clock.advance(60_000);
  expect(() => limit(ADMIN)).not.toThrow();
});
