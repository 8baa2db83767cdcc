/** Change notifications of Graph as a shortcut: the sweep of these tests comes once a minute only. */
import { generateKeyPairSync } from 'node:crypto';
import { selfSignedRsa } from '../sandbox/rsa-certificate';
import type { Flow, FlowOptions } from './flow';
import { ADMIN, startFlow } from './flow';

jest.setTimeout(120_000);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const NOTIFY_KEYS = {
  GRAPH_NOTIFY_CERTIFICATE: [
    '-----BEGIN CERTIFICATE-----',
    selfSignedRsa(keys).toString('base64'),
    '-----END CERTIFICATE-----',
  ].join('\n'),
  GRAPH_NOTIFY_KEY: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const RARE_SWEEP = { TEAMS_SWEEP_MS: String(MINUTE) };

let flow: Flow;
afterEach(() => flow.stop());

async function startWatched(options: FlowOptions = {}): Promise<void> {
  const settings = { ...RARE_SWEEP, ...NOTIFY_KEYS, ...options.settings };
  flow = await startFlow({ scanMs: SECOND, ...options, settings });
  await flow.api('POST', '/watchers', { body: {} });
  await flow.advance(2 * MINUTE);
  await afterSweep();
}

const stateOf = (link = flow.one): string => link.agent.presence().definition.description;
const subscriptions = () => flow.sandbox.graph.subscriptions();
const reads = () =>
  flow.sandbox.graph.requests.filter(({ path }) => path.includes('getPresencesByUserId'));
const watchers = () =>
  flow.api<{ items: { people: number; code: string | null; expiresAt: number | null }[] }>(
    'GET',
    '/watchers',
  );

/** Just after a sweep: the next one is nearly a minute away. */
async function afterSweep(): Promise<void> {
  flow.forget();
  while (reads().length === 0) await flow.advance(SECOND);
  await flow.advance(SECOND);
  flow.forget();
}

describe.each([
  ['with data', {}],
  ['without data', { GRAPH_NOTIFY_CERTIFICATE: '', GRAPH_NOTIFY_KEY: '' }],
])('a notification %s', (_how, settings) => {
  test('[KP1] brings a change by hand to VCC without waiting for the next sweep', async () => {
    await startWatched({ settings });
    flow.one.person.setByHand('Busy');
    await flow.advance(4 * SECOND);
    expect(stateOf()).toBe('Extended Away');
    expect(reads()).toHaveLength(1);
  });
});

test('[KP1] only the person who changed is read', async () => {
  await startWatched({ agents: 3 });
  const [, second] = flow.linked;
  second?.person.setByHand('Busy');
  await flow.advance(4 * SECOND);
  expect(flow.linked.map(stateOf)).toEqual(['Ready', 'Extended Away', 'Ready']);
  expect(reads().map(({ body }) => body)).toEqual([{ ids: [second?.person.id] }]);
});

test('[KP1] a notification that is late tells nothing that a reading would not know better', async () => {
  await startWatched();
  flow.sandbox.graph.knobs.notificationDelayMs = 20 * SECOND;
  flow.one.person.setByHand('Busy');
  await flow.advance(10 * SECOND);
  flow.sandbox.graph.knobs.notificationDelayMs = 0;
  flow.one.person.setByHand('DoNotDisturb');
  await flow.advance(2 * SECOND);
  expect(stateOf()).toBe('Away');
  const moved = flow.vccWrites().length;
  await flow.advance(20 * SECOND);
  expect(stateOf()).toBe('Away');
  expect(flow.vccWrites()).toHaveLength(moved);
});

test('[TN4] notifications delivered twice, or overtaking each other, move nobody twice', async () => {
  await startWatched();
  Object.assign(flow.sandbox.graph.knobs, { notifyTwice: 1, shuffleNotificationsMs: 3 * SECOND });
  flow.one.person.setByHand('Busy');
  await flow.advance(20 * SECOND);
  expect(stateOf()).toBe('Extended Away');
  expect(flow.vccWrites()).toHaveLength(1);
});

test.each(['signature', 'client-state', 'validation-token'] as const)(
  '[KP1] a notification with a forged %s moves nobody and costs no reading',
  async (forge) => {
    await startWatched();
    flow.sandbox.graph.knobs.forge = forge;
    flow.one.person.setByHand('Busy');
    await flow.advance(10 * SECOND);
    expect(stateOf()).toBe('Ready');
    expect(reads()).toEqual([]);
    await flow.advance(MINUTE);
    expect(stateOf()).toBe('Extended Away');
  },
);

test('[KP1] a lost notification is found by the sweep', async () => {
  await startWatched();
  flow.sandbox.graph.knobs.loseNotifications = 1;
  flow.one.person.setByHand('Busy');
  await flow.advance(70 * SECOND);
  expect(stateOf()).toBe('Extended Away');
});

test('[KP1] a reading that lags behind its notification is made again', async () => {
  await startWatched();
  Object.assign(flow.sandbox.graph.knobs, { readLagMs: 3 * SECOND, notificationDelayMs: 0 });
  flow.one.person.setByHand('Busy');
  await flow.advance(15 * SECOND);
  expect(stateOf()).toBe('Extended Away');
});

test('[KP1] what we wrote ourselves comes back as a notification and moves nobody', async () => {
  await startWatched();
  flow.one.agent.choose('Lunch');
  await flow.advance(30 * SECOND);
  expect(flow.one.person.shown().availability).toBe('Away');
  expect(stateOf()).toBe('Lunch');
  expect(flow.vccWrites()).toEqual([]);
});

test('[KP3] a subscription removed by Microsoft is made anew at once', async () => {
  await startWatched();
  const [before] = subscriptions();
  flow.sandbox.graph.sendLifecycle(String(before?.['id']), 'subscriptionRemoved');
  await flow.advance(SECOND);
  expect(subscriptions()).toHaveLength(1);
  expect(subscriptions()[0]?.['id']).not.toBe(before?.['id']);
});

test('[KP3] missed notifications lead to a sweep at once', async () => {
  await startWatched();
  flow.sandbox.graph.knobs.loseNotifications = 1;
  flow.one.person.setByHand('Busy');
  await flow.advance(SECOND);
  flow.sandbox.graph.sendLifecycle(String(subscriptions()[0]?.['id']), 'missed');
  await flow.advance(2 * SECOND);
  expect(stateOf()).toBe('Extended Away');
});

test('[KP3] a watcher who must sign in again is shown as such, and heals by it', async () => {
  await startWatched({ scanMs: 10 * SECOND });
  const admin = flow.sandbox.find(ADMIN).person.id;
  flow.sandbox.entra.revokeRefreshTokens(admin);
  await flow.advance(11 * MINUTE);
  expect((await watchers()).items).toMatchObject([{ code: 'sign-in-needed' }]);
  const fresh = await flow.sandbox.tokenFor(ADMIN);
  const answer = await fetch(`${flow.services[0]?.url}/api/v1/watchers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${fresh}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(201);
  await flow.advance(2 * SECOND);
  expect((await watchers()).items).toMatchObject([{ code: null, people: 1 }]);
});

test('[KP3] a watcher who is removed leaves nothing at Microsoft', async () => {
  await startWatched();
  const admin = flow.sandbox.find(ADMIN).person.id;
  expect((await watchers()).items).toMatchObject([{ people: 1, code: null }]);
  await flow.api('DELETE', `/watchers/${admin}`);
  await flow.quiet();
  expect(subscriptions()).toEqual([]);
  expect((await watchers()).items).toEqual([]);
});
