import { MovableClock } from '../../sandbox/clock';
import type { VccAccount } from '../../sandbox/contract';
import { createVccSandbox } from '../../sandbox/vcc';
import type { RunningVccSandbox } from '../../sandbox/vcc';
import { silentEvents } from '../../src/runtime/events';
import { createTransport } from '../../src/clients/pipeline/transport';
import type { Transport } from '../../src/clients/pipeline/transport';
import { createWindowPace } from '../../src/clients/pipeline/window-pace';
import { createVccClient } from '../../src/clients/vcc/create-client';
import type { FullVccClient } from '../../src/clients/vcc/full-client';
import { turn } from '../clients/hand-clock';
import { clockOver } from './world';

const ACCESS = {
  key: 'meadow',
  region: 'emea',
  clientId: 'client-1',
  clientSecret: 'secret-1',
};
const JUNIPER = '44444444-aaaa-4bbb-8ccc-000000000004';
const BASIL = '55555555-aaaa-4bbb-8ccc-000000000005';
const NOBODY = '99999999-aaaa-4bbb-8ccc-000000000009';

const BUDGET = { requests: 40, windowMs: 2_000 };

let clock: MovableClock;
let vcc: RunningVccSandbox;
let account: VccAccount;
let transport: Transport;
let client: FullVccClient;
let underWay: number;

beforeEach(async () => {
  clock = new MovableClock();
  vcc = await createVccSandbox({ clock });
  account = vcc.addAccount({
    accountKey: ACCESS.key,
    clientId: ACCESS.clientId,
    clientSecret: ACCESS.clientSecret,
  });
  addAgent(JUNIPER, '101', 'juniper');
  addAgent(BASIL, '102', 'basil');
  underWay = 0;
  transport = counting(createTransport());
  const serviceClock = clockOver(clock);
  client = createVccClient({
    authUrl: vcc.url,
    apiUrl: vcc.url,
    transport,
    pace: createWindowPace({
      clock: serviceClock,
      budget: BUDGET,
    }),
    clock: serviceClock,
    events: silentEvents,
    timeoutMs: 20_000,
  });
});

afterEach(async () => {
  await transport.close();
  await vcc.close();
  clock.close();
});

function addAgent(userId: string, agentId: string, name: string): void {
  const email = `${name}@meadow.example`;
  account.addAgent({ userId, agentId, name, email, presence: 'Ready' });
}

/** Counts what is under way, so that a test can let everything arrive before time moves on. */
function counting(inner: Transport): Transport {
  return {
    ...inner,
    exchange: async (call, signal) => {
      underWay += 1;
      return inner.exchange(call, signal).finally(() => (underWay -= 1));
    },
  };
}

async function arrive(): Promise<void> {
  do await turn();
  while (underWay > 0);
}

function definitionOf(description: string): string {
  return account.definitions.find((one) => one.description === description)?.presenceId ?? '';
}

describe('the VCC client at the sandbox', () => {
  it('tries credentials', async () => {
    expect(await client.tryCredentials(ACCESS)).toMatchObject({
      kind: 'ok',
      value: ['users:read', 'users:write', 'admin:read', 'admin:write', 'stats'],
    });
    const wrong = await client.tryCredentials({ ...ACCESS, clientSecret: 'wrong' });
    expect(wrong).toMatchObject({ kind: 'forbidden', reason: 'bad-credentials' });
  });

  it.each(['accept', 'refuse'] as const)('works where several scopes: %s', async (multiScope) => {
    account.knobs.multiScope = multiScope;
    expect((await client.presenceDefinitions(ACCESS)).kind).toBe('ok');
    expect((await client.agentStatus(ACCESS)).kind).toBe('ok');
    expect(await client.tryCredentials(ACCESS)).toMatchObject({
      value: expect.arrayContaining(['stats']) as unknown[],
    });
  });

  it('[WV1] reads the presence definitions', async () => {
    const result = await client.presenceDefinitions(ACCESS);
    expect(result).toMatchObject({
      kind: 'ok',
      value: expect.arrayContaining([
        expect.objectContaining({ category: 'Ready', name: 'Ready', selectable: true }),
        expect.objectContaining({ category: 'LoggedOut' }),
      ]) as unknown[],
    });
  });

  it('[MP4] tells subcategories apart, and reads the groups of a user by id and name', async () => {
    const definitions = await client.presenceDefinitions(ACCESS);
    expect(definitions).toMatchObject({
      value: expect.arrayContaining([
        expect.objectContaining({ name: 'Ready (Outbound)', subCategory: 'ReadyOutbound' }),
      ]) as unknown[],
    });
    const rue = '66666666-aaaa-4bbb-8ccc-000000000006';
    const groups = ['Night shift', 'Orchard'];
    const email = 'rue@meadow.example';
    account.addAgent({ userId: rue, agentId: '103', name: 'rue', email, groups });
    const found = await client.groupsOf(ACCESS, rue);
    expect(found).toMatchObject({ kind: 'ok' });
    expect(found.kind === 'ok' && found.value).toEqual([
      expect.any(String),
      'Night shift',
      expect.any(String),
      'Orchard',
    ]);
    expect(await client.groupsOf(ACCESS, JUNIPER)).toMatchObject({ kind: 'ok', value: [] });
    expect(await client.groupsOf(ACCESS, NOBODY)).toMatchObject({ kind: 'gone' });
  });

  it('sets and reads an agent’s presence', async () => {
    await clock.advance(5_000);
    const set = await client.setPresence(ACCESS, JUNIPER, definitionOf('Away'));
    const value = {
      userId: JUNIPER,
      state: { presenceId: definitionOf('Away'), category: 'Away', name: 'Away' },
      updatedAt: clock.now(),
    };
    expect(set).toEqual({ kind: 'ok', status: 200, value });
    expect(await client.readPresence(ACCESS, JUNIPER)).toEqual({ kind: 'ok', status: 200, value });
  });

  it.each(['omit', '404'] as const)(
    '[WV3] reads many at once, unknown ids: %s',
    async (unknownIds) => {
      account.knobs.unknownIds = unknownIds;
      const ids = [JUNIPER, BASIL, NOBODY];
      const results = await Promise.all(ids.map((id) => client.readPresence(ACCESS, id)));
      expect(results.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'gone']);
    },
  );

  it('reads fifty at once', async () => {
    const result = await client.readPresences(ACCESS, [BASIL, JUNIPER]);
    expect(result.kind === 'ok' && result.value.map(({ userId }) => userId).sort()).toEqual(
      [JUNIPER, BASIL].sort(),
    );
  });

  it('[WV2] hears the reason of a refusal', async () => {
    account.knobs.patchLoggedOut = 'refuse';
    account.agents.find(({ userId }) => userId === JUNIPER)?.logOut();
    const result = await client.setPresence(ACCESS, JUNIPER, definitionOf('Ready'));
    expect(result).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('logged out') as string,
    });
  });

  it('[KP4] learns that an agent is gone and that credentials were revoked', async () => {
    account.archive(BASIL);
    expect((await client.readPresence(ACCESS, BASIL)).kind).toBe('gone');
    account.revokeCredentials();
    expect(await client.readPresence(ACCESS, JUNIPER)).toMatchObject({
      kind: 'forbidden',
      reason: 'bad-credentials',
    });
  });

  it('lists users and their agent ids', async () => {
    const result = await client.users(ACCESS);
    expect(result).toMatchObject({
      kind: 'ok',
      value: expect.arrayContaining([
        expect.objectContaining({
          userId: JUNIPER,
          agentId: '101',
          email: 'juniper@meadow.example',
        }),
      ]) as unknown[],
    });
  });

  it('[KP2] sees who is engaged', async () => {
    const juniper = account.agents.find(({ userId }) => userId === JUNIPER);
    juniper?.takeCall();
    const result = await client.agentStatus(ACCESS);
    const status = result.kind === 'ok' ? result.value : [];
    expect(status.map(({ agentId, workload }) => [agentId, workload])).toEqual([
      ['101', 1],
      ['102', 0],
    ]);
  });

  it('[KP3] keeps subscriptions', async () => {
    const ask = {
      name: 'presence-link meadow',
      url: 'https://presence.example/hooks/vcc/1',
      events: ['agent.presencechanged.v1'],
    };
    const made = await client.createSubscription(ACCESS, ask);
    const value = made.kind === 'ok' ? made.value : undefined;
    expect(value).toMatchObject({ ...ask, enabled: true, secret: expect.any(String) as string });
    const id = value?.subscriptionId ?? '';
    const listed = await client.subscriptions(ACCESS);
    expect(listed).toMatchObject({ kind: 'ok', value: [{ subscriptionId: id }] });
    expect(JSON.stringify(listed)).not.toContain('secret');
    const changed = await client.updateSubscription(ACCESS, id, { enabled: false });
    expect(changed).toMatchObject({ kind: 'ok', value: { enabled: false } });
    expect((await client.deleteSubscription(ACCESS, id)).kind).toBe('ok');
    expect(await client.subscriptions(ACCESS)).toMatchObject({ kind: 'ok', value: [] });
  });

  it('[TN5] is never told 429 however much it has to do', async () => {
    account.knobs.budget = BUDGET;
    // Who would wait too long is sent home and comes again.
    const insist = async (): Promise<string> => {
      for (;;) {
        const answer = await client.users(ACCESS);
        if (answer.kind !== 'retry') return answer.kind;
        const { afterMs } = answer;
        await new Promise<void>((resolve) => clock.at(clock.now() + afterMs, resolve));
      }
    };
    const done = Promise.all(Array.from({ length: 160 }, insist));
    let isSettled = false;
    void done.finally(() => (isSettled = true));
    while (!isSettled) await clock.advance(100, arrive);
    const kinds = new Set(await done);
    expect([...kinds]).toEqual(['ok']);
    expect(vcc.requests.filter(({ status }) => status === 429)).toHaveLength(0);
  });
});
